"""Why a reply cannot go out in the open consultation, said beside the text."""

from PySide6.QtCore import QObject, QTimer

from workstation.domain.ids import ConsultationId
from workstation.ui.composer.composer_context import ComposerContext
from workstation.ui.kit.strings import tr


class SendBlockerWiring(QObject):
    """Shows why a reply cannot go out, once that has lasted."""

    def __init__(self, context: ComposerContext) -> None:
        signed_in, composer = context.signed_in, context.composer
        super().__init__(composer)
        self._signed_in, self._composer, self._reply = signed_in, composer, context.reply
        self._shown_for: ConsultationId | None = None
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self.show)
        changed = signed_in.store.send_blockers.changed
        composer.destroyed.connect(changed.subscribe(self._on_changed))

    def show(self) -> None:
        """Show what is true of the open consultation now."""
        self._timer.stop()
        consultation_id = self._reply.consultation_id
        if consultation_id is None:
            self._composer.show_blocker("")
            return
        sentence = self._sentence(consultation_id)
        if consultation_id != self._shown_for:
            self._shown_for = consultation_id
            self._composer.show_blocker("")  # the same of another patient is said again
        self._composer.show_blocker(sentence)

    def _sentence(self, consultation_id: ConsultationId) -> str:
        """The sentence that says why; empty before it has lasted, when it is looked at again."""
        store, now = self._signed_in.store, self._signed_in.clock.monotonic()
        why = store.send_blockers.get(consultation_id)
        due_in = store.send_blockers.seconds_until_due(consultation_id, now)
        if why is None or due_in is None:
            return ""
        if due_in > 0:
            self._timer.start(round(due_in * 1000) + 1)
            return ""
        sentence = tr(f"composer.hindrance.{why.value}")
        return sentence if store.is_durable else tr("composer.hindrance_unkept", what=sentence)

    def _on_changed(self, consultation_id: ConsultationId) -> None:
        if self._reply.is_open(consultation_id):
            self.show()
