"""The doctor's own marks of consultations: kept in the vault, ended when their time has come.

A mark is read, changed and written whole, so two at once must not both begin with the same one: one
lock for all (``test_two_marks_at_once_are_both_kept``). What is snoozed no longer is
announced once, although its row in the vault may be written only later, by a disk that had no room
(``test_a_disk_that_takes_nothing_changes_nothing_on_the_screen``).
"""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import replace

from workstation.base.clock import Clock, is_vouched_for
from workstation.base.event_wait import wait_at_most
from workstation.domain.changes import Changes
from workstation.domain.errors import StorageError
from workstation.domain.ids import ConsultationId
from workstation.domain.marks import Mark, Snooze
from workstation.store.feed import Feed
from workstation.store.worklist import Worklist
from workstation.vault.database import Vault
from workstation.vault.doctor import marks

log = logging.getLogger(__name__)

TICK_SECONDS = 5.0


class Marking:
    """Pins, snoozes, and marks as unread or as needing no reply, on this computer only.

    ``returned`` publishes consultations whose snooze has ended, once each. All methods raise
    ``StorageError``, and change nothing then.
    """

    def __init__(
        self, vault: Vault, worklist: Worklist, clock: Clock, on_changes: Callable[[Changes], None]
    ) -> None:
        self.returned: Feed[tuple[ConsultationId, ...]] = Feed()
        self._vault, self._worklist = vault, worklist
        self._clock, self._on_changes = clock, on_changes
        self._lock = asyncio.Lock()
        self._announced: set[tuple[int, Snooze | None]] = set()
        self._changed = asyncio.Event()
        worklist.feed.subscribe(lambda _: self._changed.set())

    async def pin(self, consultation_id: ConsultationId, *, pinned: bool) -> None:
        """Keep a consultation at the top, or no longer. Raises ``StorageError``."""
        pinned_ms = self._clock.now_ms() if pinned else None
        await self._change(consultation_id, lambda mark: replace(mark, pinned_ms=pinned_ms))

    async def snooze(self, consultation_id: ConsultationId, until_ms: int | None) -> None:
        """Lay a consultation aside until a time, or until the patient writes.

        ``until_ms`` is since the epoch; ``None`` waits for the patient alone. Nothing happens to
        one that is not in the queue. Raises ``StorageError``.
        """
        row = self._worklist.row(consultation_id)
        if row is not None:
            summary = row.summary
            snooze = Snooze(until_ms, summary.patient_ms, summary.patient_unread)
            await self._change(consultation_id, lambda mark: replace(mark, snooze=snooze))

    async def wake(self, consultation_id: ConsultationId) -> None:
        """Take a consultation back at once."""
        await self._change(consultation_id, lambda mark: replace(mark, snooze=None))

    async def mark_no_reply(self, consultation_id: ConsultationId, covered: int | None) -> None:
        """Mark that no message up to this one needs a reply (``Mark.no_reply_to``), or unmark."""
        await self._change(consultation_id, lambda mark: replace(mark, no_reply_to=covered))

    async def mark_unread(self, consultation_id: ConsultationId, *, unread: bool) -> None:
        """Mark a consultation to be read again, or no longer."""
        await self._change(consultation_id, lambda mark: replace(mark, unread=unread))

    async def run(self) -> None:
        """End snoozes when they are due, until cancelled; idle while nothing is snoozed."""
        while True:
            self._changed.clear()
            await self.end_expired_snoozes()
            seconds = TICK_SECONDS if self._worklist.queue_order.has_snoozed() else None
            await wait_at_most(self._changed, seconds)

    async def end_expired_snoozes(self) -> None:
        """End the snoozes that are due, and publish each once by ``returned``.

        By this computer's clock alone none is taken away: it may be put right later.
        """
        now_ms = self._clock.now_ms()
        numbers = self._worklist.queue_order.expired_snoozes(now_ms)
        back = {number: self._worklist.mark(number).snooze for number in numbers}
        new = {*back.items()} - self._announced
        self._announced = {*back.items()}  # one that is laid aside again by then comes back again
        if new:
            self.returned.publish(tuple(sorted(number for number, _ in new)))
        for consultation_id, over in back.items():
            if not self._is_surely_over(consultation_id, over):
                continue
            try:
                await self._end(consultation_id, over)
            except StorageError as error:
                # It is shown as what it is; the row in the vault goes with a later try.
                log.warning("a mark could not be taken away: %s", error)
                return

    def _is_surely_over(self, consultation_id: ConsultationId, snooze: Snooze | None) -> bool:
        """Whether a snooze is over by the platform's time, or by a message of the patient."""
        row = self._worklist.row(consultation_id)
        if row is None or snooze is None or is_vouched_for(self._clock):
            return True
        too_soon_ms = (snooze.until_ms or 0) - 1
        return snooze.is_over(row.summary.patient_ms, row.summary.patient_unread, too_soon_ms)

    async def _end(self, consultation_id: ConsultationId, over: Snooze | None) -> None:
        """Take a snooze away, unless the doctor has set another one meanwhile."""
        await self._change(
            consultation_id,
            lambda mark: replace(mark, snooze=None) if mark.snooze == over else mark,
        )

    async def _change(
        self, consultation_id: ConsultationId, change: Callable[[Mark], Mark]
    ) -> None:
        async with self._lock:
            mark = self._worklist.mark(consultation_id)
            after = change(mark)
            if after != mark:
                self._on_changes(await self._vault.write(marks.put, after))
