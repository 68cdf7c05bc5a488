"""Drafts wired: what is written is kept within a moment, and found again wherever it was left."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QObject

from workstation.domain.changes import Draft, KeptDocument
from workstation.domain.errors import StorageError
from workstation.domain.ids import ConsultationId
from workstation.domain.local_file import local_address
from workstation.domain.message import Quote
from workstation.ui.composer.composer_context import ComposerContext
from workstation.ui.kit.save_timer import SaveTimer
from workstation.ui.kit.strings import error_text, translate_again
from workstation.ui.shell.signed_in import SignedIn


def latest_draft(signed_in: SignedIn, consultation_id: ConsultationId) -> Draft:
    """The draft of a consultation, with words that the disk has not taken yet."""
    draft = signed_in.store.worklist.draft(consultation_id)
    unsaved = signed_in.messaging.drafting.unsaved.get(consultation_id, draft)
    return replace(draft, text=unsaved.text, caret=unsaved.caret)


class ComposerDrafts(QObject):
    """The draft of the open consultation on the screen, and those of the others in mind.

    What is written is saved soon after the first change that is not, however long one writes on;
    a beginning at once. While a draft is being sent it is not saved: what is left of it
    is known when that has ended.
    """

    def __init__(self, context: ComposerContext) -> None:
        signed_in, composer = context.signed_in, context.composer
        super().__init__(composer)
        self._signed_in, self._composer, self._reply = signed_in, composer, context.reply
        self._drafting = signed_in.messaging.drafting
        self._open_id: ConsultationId | None = None
        self._latest: dict[ConsultationId, Draft] = {}
        self._sending: set[ConsultationId] = set()
        self._refused: dict[ConsultationId, str] = {}
        self.saving = SaveTimer(self, self.keep, self.save_all)
        composer.edited.connect(self._on_edited)
        composer.moved.connect(self._on_caret_moved)
        if self._drafting.unsaved:  # by a sign-in before this one
            self.saving.save_later()

    def files(self, consultation_id: ConsultationId) -> tuple[str, ...]:
        """The ids of the files in a tray, in its order."""
        return self._latest_draft(consultation_id).files

    def quote(self, consultation_id: ConsultationId) -> Quote | None:
        """The message that a draft answers."""
        return self._latest_draft(consultation_id).quote

    def quoted(self, consultation_id: ConsultationId) -> str:
        """The name by which the room knows that message; empty for none."""
        quote = self.quote(consultation_id)
        return "" if quote is None else quote.reference

    def documents(self, consultation_id: ConsultationId) -> tuple[KeptDocument, ...]:
        """The files in a tray that are not pictures."""
        return self._latest_draft(consultation_id).documents

    def show(self, consultation_id: ConsultationId) -> None:
        """Show the draft of a consultation."""
        self._open_id = consultation_id
        draft = self._latest_draft(consultation_id)
        self._composer.show_draft(draft.text, draft.caret)
        self._composer.show_quote(draft.quote)
        self._show_tray(draft)
        if consultation_id in self._refused:
            self._composer.show_error(self._refused[consultation_id])

    def leave(self) -> None:
        """Keep this draft, before another one is shown."""
        self.keep()
        self._open_id = None

    def keep(self) -> None:
        """Save what is written now, if it is anything new."""
        self.saving.stop()
        if self._open_id is None:
            return
        before = self._latest_draft(self._open_id)
        now = replace(before, text=self._composer.text, caret=self._composer.caret)
        self._latest[self._open_id] = now
        if now != before:
            self._drafting.hold(now)  # a sign-in may end before it is saved
            self._signed_in.spawn(self._save(self._open_id))

    def save_all(self) -> None:
        """Ask the disk to take whatever it has not."""
        for consultation_id in tuple(self._drafting.unsaved):
            self._signed_in.spawn(self._save(consultation_id))

    def save_refused(self) -> None:
        """Try once more what the disk did not take: the doctor goes away."""
        self.save_all()

    def set_files(self, draft: Draft) -> None:
        """Take the files of a consultation's draft as they are now."""
        latest = self._latest_draft(draft.consultation_id)
        self._latest[draft.consultation_id] = replace(
            latest, files=draft.files, documents=draft.documents
        )
        if draft.consultation_id == self._open_id:
            self._show_tray(draft)

    def set_quote(self, consultation_id: ConsultationId, quote: Quote | None) -> None:
        """Let the draft of a consultation answer another message, or none."""
        latest = self._latest_draft(consultation_id)
        self._latest[consultation_id] = replace(latest, quote=quote)
        if consultation_id == self._open_id:
            self._composer.show_quote(quote)

    def drop_quote(self, consultation_id: ConsultationId, quoted: str) -> None:
        """Drop a quote whose answer is in the outbox; another one that was chosen since stays."""
        quote = self.quote(consultation_id)
        if quote is not None and quote.reference == quoted:
            self.set_quote(consultation_id, None)

    def forget(self, consultation_id: ConsultationId) -> None:
        """Drop a draft, also one that a disk refused and that would be saved again."""
        self._drafting.drop(consultation_id)
        self._latest.pop(consultation_id, None)
        self._refused.pop(consultation_id, None)

    def begin_sending(self, consultation_id: ConsultationId) -> Draft:
        """Note that a draft is on its way to the outbox, and give the whole of it as it is now."""
        self._sending.add(consultation_id)
        self.keep()
        return self._latest_draft(consultation_id)

    def finish_sending(
        self, consultation_id: ConsultationId, text: str, files: Sequence[str]
    ) -> None:
        """Note that the outbox has the reply; what was written or put in since then stays."""
        self.keep()
        self._sending.discard(consultation_id)
        latest = self._latest_draft(consultation_id)
        self._drafting.drop(consultation_id)
        self._refused.pop(consultation_id, None)
        remaining_text = latest.text_without(text)
        remaining_files = tuple(name for name in latest.files if name not in files)
        self._latest[consultation_id] = replace(
            latest,
            text=remaining_text,
            caret=len(remaining_text),
            files=remaining_files,
            documents=tuple(each for each in latest.documents if each.file_id not in files),
        )
        if consultation_id == self._open_id:
            self.show(consultation_id)
        if remaining_text:
            self._drafting.hold(self._latest[consultation_id])
            self._signed_in.spawn(self._save(consultation_id))

    def cancel_sending(self, consultation_id: ConsultationId) -> None:
        """Save the draft again as it stood, as the outbox did not take the reply."""
        self._sending.discard(consultation_id)
        self._signed_in.spawn(self._save(consultation_id))

    def _latest_draft(self, consultation_id: ConsultationId) -> Draft:
        """The draft as it was written in this run, else as an earlier one left it."""
        if (draft := self._latest.get(consultation_id)) is not None:
            return draft
        return latest_draft(self._signed_in, consultation_id)

    def _on_edited(self) -> None:
        if self._open_id is not None and not self._latest_draft(self._open_id).text:
            self.keep()
        else:
            self.saving.save_soon()

    def _on_caret_moved(self) -> None:
        if self._composer.text:
            self.saving.save_soon()

    async def _save(self, consultation_id: ConsultationId) -> None:
        """Save a draft; a disk that takes nothing is asked again, and the text stays on the screen.

        What is being sent is not saved: it must not come back behind what the outbox has.
        """
        if consultation_id in self._sending:
            return
        try:
            await self._drafting.save(consultation_id)
        except StorageError as error:
            self._on_refused(consultation_id, str(error_text(error)))
            self.saving.save_later()
        else:
            self._on_saved(consultation_id)

    def _on_refused(self, consultation_id: ConsultationId, sentence: str) -> None:
        """Show why a draft was not saved: below it while it holds, of another patient's once."""
        again = consultation_id in self._refused
        self._refused[consultation_id] = sentence
        if not again or self._reply.is_open(consultation_id):
            self._reply.show_error(consultation_id, sentence)

    def _on_saved(self, consultation_id: ConsultationId) -> None:
        sentence = self._refused.pop(consultation_id, None)
        is_open = self._reply.is_open(consultation_id)
        if (
            is_open
            and sentence is not None
            and self._composer.message.text == translate_again(sentence)
        ):
            self._composer.show_error("")

    def _show_tray(self, draft: Draft) -> None:
        names = {local_address(each.file_id): each.name for each in draft.documents}
        self._composer.show_files([local_address(name) for name in draft.files], names)
