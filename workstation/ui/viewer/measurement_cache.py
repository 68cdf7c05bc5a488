"""What was measured, kept in the vault soon after the hand rests."""

from collections.abc import Callable, Collection

import shiboken6
from PySide6.QtCore import QObject, QTimer

from workstation.domain.errors import StorageError
from workstation.domain.ids import ConsultationId
from workstation.domain.measurement import MeasurementSheet
from workstation.ui.kit.strings import tr
from workstation.ui.shell.signed_in import SignedIn

SAVE_MS = 300
RETRY_MS = 3_000


class MeasurementCache(QObject):
    """Sheets by consultation and picture content; those in memory are newer than the vault's.

    A sheet that cannot be saved is reported once, and tried again until it is saved.
    """

    def __init__(
        self, signed_in: SignedIn, notify: Callable[[str], None], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._signed_in, self._notify = signed_in, notify
        self._measurements: dict[tuple[ConsultationId, str], MeasurementSheet] = {}
        self._changed: set[tuple[ConsultationId, str]] = set()
        self._refused: set[tuple[ConsultationId, str]] = set()
        self.save_timer = QTimer(self, singleShot=True, interval=SAVE_MS)
        self.retry_timer = QTimer(self, singleShot=True, interval=RETRY_MS)
        for timer in (self.save_timer, self.retry_timer):
            timer.timeout.connect(self.save_now)

    async def get(self, consultation_id: ConsultationId, digest: str) -> MeasurementSheet:
        """What was measured in a picture. Raises ``StorageError``."""
        place = consultation_id, digest
        if place not in self._measurements:
            measurement = await self._signed_in.media.photos.measured(consultation_id, digest)
            self._measurements.setdefault(place, measurement)
        return self._measurements[place]

    def change(self, consultation_id: ConsultationId, digest: str, sheet: MeasurementSheet) -> None:
        """Take a changed sheet, and save it soon."""
        place = consultation_id, digest
        if self._measurements.get(place, MeasurementSheet()) != sheet:
            self._measurements[place] = sheet
            self._changed.add(place)
            self.save_timer.start()

    def forget(self, consultation_ids: Collection[ConsultationId]) -> None:
        """Drop the sheets of consultations that are gone from this computer, without saving."""
        for place in [place for place in self._measurements if place[0] in consultation_ids]:
            del self._measurements[place]
            self._changed.discard(place)
            self._refused.discard(place)

    def save_now(self) -> None:
        """Write what has changed."""
        self.save_timer.stop()
        changed, self._changed = self._changed, set()
        for place in changed:
            self._signed_in.spawn(self._save(place, self._measurements[place]))

    async def _save(self, place: tuple[ConsultationId, str], sheet: MeasurementSheet) -> None:
        try:
            now_ms = self._signed_in.clock.now_ms()
            await self._signed_in.media.photos.keep_measured(*place, sheet, now_ms)
        except StorageError:
            if not shiboken6.isValid(self) or place not in self._measurements:
                return
            if place not in self._refused:
                self._notify(tr("viewer.measure_failed"))
            self._refused.add(place)
            self._changed.add(place)
            self.retry_timer.start()
        else:
            self._refused.discard(place)
