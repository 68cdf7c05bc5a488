"""A person's photographs over all consultations, and what was measured in them."""

from workstation.clock import Clock
from workstation.domain.ids import ConsultationId
from workstation.domain.measurement import MeasurementSheet
from workstation.domain.photos import PhotoTimeline
from workstation.vault import measurements, photos
from workstation.vault.database import Vault


class Photos:
    """Reads photographs' order out of the vault; keeps measurements in it."""

    def __init__(self, vault: Vault, clock: Clock) -> None:
        self._vault, self._clock = vault, clock

    async def timeline(self, consultation_id: ConsultationId) -> PhotoTimeline:
        """All known photographs of the person whom a consultation is about."""
        return await self._vault.read(photos.timeline, consultation_id)

    async def measured(self, consultation_id: ConsultationId, digest: str) -> MeasurementSheet:
        """What was measured in the picture of that content (SHA-256 in hexadecimal)."""
        return await self._vault.read(measurements.get, consultation_id, digest)

    async def keep_measured(
        self, consultation_id: ConsultationId, digest: str, sheet: MeasurementSheet
    ) -> None:
        """Keep what is measured now. Raises ``StorageError``."""
        now_ms = self._clock.now_ms()
        await self._vault.write(measurements.put, consultation_id, digest, sheet, now_ms)
