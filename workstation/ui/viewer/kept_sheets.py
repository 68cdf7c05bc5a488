"""What was measured, kept in the vault soon after the hand rests."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from workstation.domain.errors import StorageError
from workstation.domain.ids import ConsultationId
from workstation.domain.measurement import MeasurementSheet
from workstation.ui.kit.strings import tr
from workstation.ui.shell.signed_in import SignedIn

REST_MS = 300


class KeptSheets(QObject):
    """Sheets by consultation and picture content; what is on show is newer than the vault's."""

    def __init__(
        self, signed_in: SignedIn, tell: Callable[[str], None], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._signed_in, self._tell = signed_in, tell
        self._known: dict[tuple[ConsultationId, str], MeasurementSheet] = {}
        self._changed: set[tuple[ConsultationId, str]] = set()
        self._rest = QTimer(self, singleShot=True, interval=REST_MS)
        self._rest.timeout.connect(self.keep_now)

    async def of(self, consultation_id: ConsultationId, digest: str) -> MeasurementSheet:
        """What was measured in a picture. Raises ``StorageError``."""
        place = consultation_id, digest
        if place not in self._known:
            found = await self._signed_in.media.photos.measured(consultation_id, digest)
            self._known.setdefault(place, found)
        return self._known[place]

    def change(self, consultation_id: ConsultationId, digest: str, sheet: MeasurementSheet) -> None:
        """It is this now."""
        place = consultation_id, digest
        if self._known.get(place, MeasurementSheet()) != sheet:
            self._known[place] = sheet
            self._changed.add(place)
            self._rest.start()

    def keep_now(self) -> None:
        """Write what has changed."""
        self._rest.stop()
        changed, self._changed = self._changed, set()
        for place in changed:
            self._signed_in.spawn(self._keep(place, self._known[place]))

    async def _keep(self, place: tuple[ConsultationId, str], sheet: MeasurementSheet) -> None:
        try:
            await self._signed_in.media.photos.keep_measured(*place, sheet)
        except StorageError:
            self._tell(tr("viewer.measure_failed"))
