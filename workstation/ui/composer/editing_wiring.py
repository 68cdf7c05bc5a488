"""Own messages edited in the composer: the draft steps aside meanwhile, and comes back after.

What is typed over a message is no draft of a reply and is never kept as one: taken for one, it
would be sent as a second message. Left for another consultation, or by a sign-in that ends, it
waits in memory.
"""

from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from workstation.domain.ids import ConsultationId
from workstation.domain.message import Message
from workstation.domain.unsaved import Edit, Edits
from workstation.ui.composer.composer_context import ComposerContext
from workstation.ui.composer.drafts import ComposerDrafts
from workstation.ui.kit.announcer import announcer
from workstation.ui.kit.strings import tr


class EditingWiring(QObject):
    """Lets own messages be edited, at most one at a time in each consultation.

    ``previous_asked`` wants the last own message to be edited.
    """

    previous_asked = Signal()

    def __init__(self, context: ComposerContext, drafts: ComposerDrafts) -> None:
        composer = context.composer
        super().__init__(composer)
        self._signed_in, self._composer, self._reply = context.signed_in, composer, context.reply
        self._drafts = drafts
        self._consultation_id: ConsultationId | None = None
        composer.edited.connect(self._remember)
        composer.editor.previous_asked.connect(self.previous_asked)
        composer.editor.left.connect(self.leave)
        composer.editing.left.connect(self.leave)

    @property
    def message(self) -> Message | None:
        """The message that is edited in the open consultation; ``None`` for a new reply."""
        edit = None if self._consultation_id is None else self._edits.get(self._consultation_id)
        return None if edit is None else edit.message

    def show(self, consultation_id: ConsultationId) -> None:
        """Go on with what was edited in the consultation that is on the screen now."""
        self._consultation_id = consultation_id
        if consultation_id in self._edits:
            self._show(self._edits[consultation_id])
        else:
            self._composer.show_editing("")

    def hide(self) -> None:
        """Remember how far an edit has come, before another consultation is shown."""
        self._remember()
        self._consultation_id = None

    def begin(self, message: Message) -> None:
        """Edit a message of the consultation on the screen."""
        if self._consultation_id != message.consultation_id:
            return
        edit = self._edits[message.consultation_id] = Edit(message, message.text)
        self._show(edit)
        self._composer.enter()
        text = tr("composer.editing", text=" ".join(message.text.split()))
        announcer.announce(text, topic="quote", urgent=True)

    def leave(self) -> None:
        """Write the reply again that was begun before."""
        if self._consultation_id is not None and self.message is not None:
            self._end(self._consultation_id)
            announcer.announce(tr("composer.editing_left"), topic="quote", urgent=True)

    def forget(self, consultation_id: ConsultationId) -> None:
        """Drop the unsaved correction in a consultation that is no longer on this computer."""
        self._edits.pop(consultation_id, None)

    async def commit(self, message: Message, text: str) -> None:
        """Give the message its new words; what is typed meanwhile goes on as an edit of those.

        Where it was corrected at another computer since, those words are shown first, and nothing
        is sent. Raises ``StorageError``: then all stays as it stands.
        """
        consultation_id, messaging = message.consultation_id, self._signed_in.messaging
        if text and text != message.text:
            if await self._show_changed(message):
                return
            work = messaging.amendments.correct(consultation_id, message.origin_id, text)
            if not await work:
                self._reply.show_error(consultation_id, tr("composer.editing_late"))
                return
            self._signed_in.spawn(messaging.outbox.pump(consultation_id))
        if text:
            self._end_or_go_on(message, text)

    @property
    def _edits(self) -> Edits:
        return self._signed_in.messaging.amendments.edits

    def _remember(self) -> None:
        if self._consultation_id is not None and self.message is not None:
            self._edits[self._consultation_id] = Edit(self.message, self._composer.text)

    async def _show_changed(self, message: Message) -> bool:
        """Show what the message says now, if that is not what is being edited; whether it was."""
        consultation_id, amendments = message.consultation_id, self._signed_in.messaging.amendments
        text = await amendments.read_text(consultation_id, message.origin_id)
        if text in {"", message.text}:
            return False
        self._go_on(message, text)
        self._reply.show_error(consultation_id, tr("composer.editing_changed"))
        return True

    def _end_or_go_on(self, message: Message, text: str) -> None:
        self._go_on(message, text)
        edit = self._edits.get(message.consultation_id)
        if edit is not None and edit.message.key == message.key and edit.text.strip() == text:
            self._end(message.consultation_id)

    def _go_on(self, message: Message, text: str) -> None:
        """Let what is typed over a message, if it still is edited, be an edit of these words."""
        consultation_id = message.consultation_id
        edit, is_shown = self._edits.get(consultation_id), consultation_id == self._consultation_id
        if edit is None or edit.message.key != message.key:
            return
        typed = self._composer.text if is_shown else edit.text
        self._edits[consultation_id] = Edit(replace(message, text=text), typed)
        if is_shown:
            self._composer.show_editing(text)

    def _show(self, edit: Edit) -> None:
        self._drafts.leave()
        self._composer.show_quote(None)
        self._composer.show_draft(edit.text, len(edit.text))
        self._composer.show_editing(edit.message.text)

    def _end(self, consultation_id: ConsultationId) -> None:
        if self._edits.pop(consultation_id, None) is None:
            return
        if consultation_id == self._consultation_id:
            self._composer.show_error("")
            self._composer.show_editing("")
            self._drafts.show(consultation_id)
