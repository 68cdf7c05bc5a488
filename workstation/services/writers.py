"""Who writes right now, shown in the queue and over the conversation, and forgotten in time."""

import asyncio

from workstation.clock import Clock
from workstation.domain.events import Typing
from workstation.store.desk import Desk

TICK_SECONDS = 5.0


class TypingIndicator:
    """Keeps the desk's typing names true. Only the patient's writing is shown."""

    def __init__(self, desk: Desk, clock: Clock, member_id: int) -> None:
        self._desk, self._clock, self._member_id = desk, clock, member_id

    def on_typing(self, event: Typing) -> None:
        """Somebody began or ceased to write."""
        if event.member_id != self._member_id:
            consultation_id, member = event.consultation_id, event.member_id
            self._desk.typing.heard(
                consultation_id, member, self._now_ms(), composing=event.composing
            )
            self._update_row(consultation_id)

    async def run(self) -> None:
        """Forget whoever fell silent, until cancelled."""
        while True:
            await asyncio.sleep(TICK_SECONDS)
            for consultation_id in self._desk.typing.rooms():
                self._update_row(consultation_id)

    def _update_row(self, consultation_id: int) -> None:
        row = self._desk.worklist.row(consultation_id)
        if row is not None:
            patient = row.consultation.creator
            writes = patient.member_id in self._desk.typing.writers(consultation_id, self._now_ms())
            self._desk.worklist.set_typing(consultation_id, patient.name if writes else None)

    def _now_ms(self) -> int:
        return round(self._clock.monotonic() * 1000)
