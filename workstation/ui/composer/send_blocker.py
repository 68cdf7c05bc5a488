"""Why a reply cannot go out in the open consultation, said beside the text."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from workstation.domain.consultation import Consultation
from workstation.domain.ids import ConsultationId
from workstation.ui.composer.composer import Composer
from workstation.ui.kit.strings import tr
from workstation.ui.shell.signed_in import SignedIn


class HindranceWiring(QObject):
    """Shows what hinders, once it has lasted; ``told`` is for whom one writes."""

    def __init__(
        self, signed_in: SignedIn, composer: Composer, told: Callable[[], Consultation | None]
    ) -> None:
        super().__init__(composer)
        self._signed_in, self._composer, self._told = signed_in, composer, told
        self._again = QTimer(self, singleShot=True)
        self._again.timeout.connect(self.show)
        composer.destroyed.connect(signed_in.store.send_blockers.changed.subscribe(self._changed))

    def show(self) -> None:
        """Say what is true of the open consultation now."""
        told = self._told()
        self._again.stop()
        sentence = ""
        if told is not None:
            hindrances = self._signed_in.store.send_blockers
            number = told.consultation_id
            due = hindrances.seconds_until_due(number, self._signed_in.clock.monotonic())
            why = hindrances.get(number)
            if why is not None and due is not None:
                if due <= 0:
                    sentence = tr(f"composer.hindrance.{why.value}")
                else:
                    self._again.start(round(due * 1000) + 1)
        self._composer.show_blocker(sentence)

    def _changed(self, consultation_id: ConsultationId) -> None:
        told = self._told()
        if told is not None and told.consultation_id == consultation_id:
            self.show()
