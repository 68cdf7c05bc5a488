"""Who is typing, shown in the queue and above the conversation, with a time limit.

Another client that announces "composing" should also announce that it stopped (XEP-0085), which a
phone that loses its network does not. So each is valid for 30 s, and only during a session.
"""

import asyncio

from workstation.base.clock import Clock
from workstation.domain.events import Typing
from workstation.domain.ids import ConsultationId, MemberId
from workstation.store.session_store import SessionStore

TICK_SECONDS = 5.0


class TypingIndicator:
    """Keeps the store's typing names true. Only the patient's writing is shown."""

    def __init__(self, store: SessionStore, clock: Clock, member_id: MemberId) -> None:
        self._store, self._clock, self._member_id = store, clock, member_id
        self._typing_began = asyncio.Event()

    def on_typing(self, event: Typing) -> None:
        """Note that a member began or stopped typing."""
        if event.member_id != self._member_id:
            consultation_id, member = event.consultation_id, event.member_id
            self._store.typing.update(
                consultation_id, member, self._now_ms(), composing=event.composing
            )
            self._update_row(consultation_id)
            if event.composing:
                self._typing_began.set()

    async def run(self) -> None:
        """End the typing of members after a while, until cancelled; idle while nobody is typing."""
        while True:
            await self._typing_began.wait()
            await asyncio.sleep(TICK_SECONDS)
            consultation_ids = self._store.typing.consultation_ids()
            self._store.typing.forget_silent(self._now_ms())
            for consultation_id in consultation_ids:
                self._update_row(consultation_id)
            if not self._store.typing.consultation_ids():
                self._typing_began.clear()

    def _update_row(self, consultation_id: ConsultationId) -> None:
        row = self._store.worklist.row(consultation_id)
        writers = self._store.typing.writers(consultation_id, self._now_ms())
        name = None
        if row is not None and row.consultation.creator.member_id in writers:
            name = row.consultation.creator.name
        self._store.worklist.set_typing(consultation_id, name)

    def _now_ms(self) -> int:
        return round(self._clock.monotonic() * 1000)
