"""The message that a reply answers: chosen in the conversation, kept with the draft, taken away."""

import asyncio
from dataclasses import replace

from PySide6.QtCore import QObject

from workstation.domain.changes import Changes
from workstation.domain.errors import StorageError
from workstation.domain.ids import ConsultationId
from workstation.domain.message import Message, Quote
from workstation.domain.row_key import NO_ROW, RowKey
from workstation.ui.composer.composer_context import ComposerContext
from workstation.ui.composer.drafts import ComposerDrafts
from workstation.ui.conversation.timeline.quote_text import quote_sentence
from workstation.ui.kit.announcer import announcer
from workstation.ui.kit.strings import error_text, tr


class QuotingWiring(QObject):
    """Lets a reply quote a message; shows as quoted only what the disk has, as that is sent."""

    def __init__(self, context: ComposerContext, drafts: ComposerDrafts) -> None:
        signed_in, composer = context.signed_in, context.composer
        super().__init__(composer)
        self._signed_in, self._composer, self._drafts = signed_in, composer, drafts
        self._scope, self._reply = context.scope, context.reply
        self._choosing: dict[ConsultationId, asyncio.Task[bool]] = {}
        composer.editor.quote_left.connect(self.leave)
        composer.quote.left.connect(self.leave)
        composer.destroyed.connect(signed_in.store.changes.subscribe(self._on_changes))

    def is_choosing(self, consultation_id: ConsultationId) -> bool:
        """Whether the disk does not yet have what was chosen to be quoted there."""
        choosing = self._choosing.get(consultation_id)
        return choosing is not None and not choosing.done()

    async def finish_choosing(self, consultation_id: ConsultationId) -> bool:
        """Wait until the disk has what was chosen; false where the disk refused it."""
        while self.is_choosing(consultation_id):
            await asyncio.wait([self._choosing[consultation_id]])
        return self._choosing[consultation_id].result()

    def begin(self, message: Message) -> None:
        """Answer a message of the consultation on the screen."""
        if self._reply.is_open(message.consultation_id):
            self.begin_in(message.key)

    def leave(self) -> None:
        """Let the reply quote nothing."""
        self.begin_in(NO_ROW)

    def begin_in(self, row: RowKey) -> None:
        """Answer the message in a row of the consultation on the screen."""
        consultation_id = self._reply.consultation_id
        if consultation_id is not None:
            self._composer.enter()
            work = self._choose(consultation_id, row)
            choosing = self._scope.spawn(work, key=f"quote {consultation_id}")
            if choosing is not None:
                self._choosing[consultation_id] = choosing

    async def _choose(self, consultation_id: ConsultationId, key: RowKey) -> bool:
        try:
            draft = await self._signed_in.messaging.drafting.quote(consultation_id, key)
        except StorageError as error:
            self._reply.show_error(consultation_id, str(error_text(error)))
            return False
        self._drafts.set_quote(consultation_id, draft.quote)
        if self._reply.is_open(consultation_id):
            quote, left = draft.quote, tr("composer.quote_left")
            text = left if quote is None else quote_sentence("composer.quote", quote)
            announcer.announce(text, topic="quote", urgent=True)
        return True

    def _on_changes(self, changes: Changes) -> None:
        """Show what is quoted as it is now: it may be corrected or withdrawn before it is sent."""
        for consultation_id in {message.consultation_id for message in changes.messages}:
            quote = self._drafts.quote(consultation_id)
            if quote is not None and quote.message is not None:
                self._renew(consultation_id, quote, quote.message.key, changes)

    def _renew(
        self, consultation_id: ConsultationId, quote: Quote, key: RowKey, changes: Changes
    ) -> None:
        for message in changes.messages:
            if message.key == key and message.consultation_id == consultation_id:
                now = replace(message, quote=None, answer=None)
                self._drafts.set_quote(consultation_id, replace(quote, message=now))
