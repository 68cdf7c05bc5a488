"""Why a reply cannot go out in the open consultation, said beside the text."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from workstation.domain.consultation import Consultation
from workstation.domain.ids import ConsultationId
from workstation.ui.composer.composer import Composer
from workstation.ui.kit.strings import tr
from workstation.ui.shell.signed_in import SignedIn


class SendBlockerWiring(QObject):
    """Shows what hinders, once it has lasted; ``open_consultation`` is for whom one writes."""

    def __init__(
        self,
        signed_in: SignedIn,
        composer: Composer,
        open_consultation: Callable[[], Consultation | None],
    ) -> None:
        super().__init__(composer)
        self._signed_in, self._composer, self._open_consultation = (
            signed_in,
            composer,
            open_consultation,
        )
        self._shown_for: ConsultationId | None = None
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self.show)
        composer.destroyed.connect(
            signed_in.store.send_blockers.changed.subscribe(self._on_changed)
        )

    def show(self) -> None:
        """Say what is true of the open consultation now."""
        consultation = self._open_consultation()
        self._timer.stop()
        sentence = ""
        if consultation is not None:
            blockers = self._signed_in.store.send_blockers
            consultation_id = consultation.consultation_id
            due_in = blockers.seconds_until_due(consultation_id, self._signed_in.clock.monotonic())
            why = blockers.get(consultation_id)
            if why is not None and due_in is not None:
                if due_in <= 0:
                    sentence = tr(f"composer.hindrance.{why.value}")
                    if not self._signed_in.store.is_durable:
                        sentence = tr("composer.hindrance_unkept", what=sentence)
                else:
                    self._timer.start(round(due_in * 1000) + 1)
        if consultation is not None and consultation.consultation_id != self._shown_for:
            self._shown_for = consultation.consultation_id
            self._composer.show_blocker("")  # the same of another patient is said again
        self._composer.show_blocker(sentence)

    def _on_changed(self, consultation_id: ConsultationId) -> None:
        consultation = self._open_consultation()
        if consultation is not None and consultation.consultation_id == consultation_id:
            self.show()
