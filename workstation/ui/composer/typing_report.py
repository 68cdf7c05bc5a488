"""The other side is told that the doctor writes, and that this has stopped."""

from PySide6.QtCore import QObject, QTimer

from workstation.domain.commands import SetTyping
from workstation.ui.composer.composer_context import ComposerContext

PAUSED_MS = 4_000


class TypingReport(QObject):
    """Reports typing: begun by a key that leaves words, ended by a pause or ``stop``."""

    def __init__(self, context: ComposerContext) -> None:
        signed_in, composer = context.signed_in, context.composer
        super().__init__(composer)
        self._signed_in, self._composer, self._reply = signed_in, composer, context.reply
        self.is_typing = False
        self._pause = QTimer(self, singleShot=True, interval=PAUSED_MS)
        self._pause.timeout.connect(self.stop)
        composer.edited.connect(self._on_edited)

    def stop(self) -> None:
        """Report that the doctor writes no longer."""
        self._report(composing=False)

    def _on_edited(self) -> None:
        if self._composer.text:
            self._report(composing=True)
            self._pause.start()

    def _report(self, *, composing: bool) -> None:
        consultation = self._reply.consultation
        if consultation is not None and composing is not self.is_typing:
            self.is_typing = composing
            self._signed_in.messaging.post(SetTyping(consultation.consultation_id, composing))
