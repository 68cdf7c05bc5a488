"""The question before a reply goes: asked once, and answered for what it was asked about."""

from collections.abc import Callable

from PySide6.QtCore import QObject

from workstation.domain.consultation import Consultation
from workstation.domain.ids import ConsultationId
from workstation.ui.composer.composer_context import ComposerContext
from workstation.ui.composer.guard import PendingQuestion, SendGuard, sentences
from workstation.ui.kit.strings import tr


class SendQuestion(QObject):
    """Asks before a doubtful reply; a yes counts only for the consultation and text asked about."""

    def __init__(self, context: ComposerContext, guard: SendGuard) -> None:
        composer = context.composer
        super().__init__(composer)
        self._signed_in, self._composer = context.signed_in, composer
        self._guard, self._reply = guard, context.reply
        self._pending: PendingQuestion | None = None
        composer.confirmation.answered.connect(self._on_answered)

    async def note_voice_begun(self, consultation_id: ConsultationId) -> None:
        """Note that a recording begins: what colleagues answer from then on is told first."""
        await self._guard.note_begun(consultation_id)

    async def may_send_voice(self, consultation: Consultation, retry: Callable[[], None]) -> bool:
        """Whether a voice may go; else a question stands on the screen, whose yes is ``retry``.

        Raises ``StorageError``.
        """
        self.withdraw()
        self._composer.show_error("")
        doubts = await self._guard.doubts(consultation, "", is_draft=False)
        if doubts:
            self.ask(PendingQuestion(consultation, None, doubts, retry))
        return not doubts

    def ask(self, question: PendingQuestion) -> None:
        """Ask below the text; a doctor who has gone elsewhere is told that it did not go."""
        if not self._reply.is_open(question.consultation.consultation_id):
            self._reply.show_error(question.consultation.consultation_id, tr("composer.unasked"))
        elif self._is_still_shown(question):
            self._pending = question
            now_ms = self._signed_in.clock.now_ms()
            lines = sentences(question.doubts, question.consultation, now_ms)
            self._composer.confirmation.ask(lines)

    def forget(self) -> None:
        """Forget the answer: what is written now is not what was asked about."""
        self._pending = None

    def withdraw(self) -> None:
        """Take the question off the screen; nothing is answered."""
        self._pending = None
        self._composer.withdraw_question()

    def _on_answered(self, send: bool) -> None:  # noqa: FBT001
        question, self._pending = self._pending, None
        self._composer.editor.setFocus()
        if send and question is not None and self._is_still_shown(question):
            self._guard.agree(question.consultation, question.text or "", question.doubts)
            question.retry()

    def _is_still_shown(self, question: PendingQuestion) -> bool:
        """Whether the doctor still looks at what is to be sent."""
        is_open = self._reply.is_open(question.consultation.consultation_id)
        return is_open and question.text in {None, self._composer.text}
