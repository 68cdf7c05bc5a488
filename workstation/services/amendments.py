"""Corrections and retractions of the doctor's own messages.

Like every message they are committed before they are sent. A message that never went out is edited
or deleted in place; the policy's time limit applies only to messages that were sent.
"""

from collections.abc import Callable

from workstation.base.clock import MINUTE_MS, Clock
from workstation.domain.amending import can_correct, can_withdraw
from workstation.domain.changes import Changes
from workstation.domain.ids import ConsultationId, OriginId
from workstation.domain.message import Message
from workstation.domain.row_key import own_row
from workstation.domain.unsaved import Edits
from workstation.services.outbox import Outbox
from workstation.services.retrying_vault import RetryingVault
from workstation.vault.conversation import line_changes
from workstation.vault.unsent import failures, own_amendments


class AmendmentService:
    """Changes own messages, wherever they are by now.

    ``minutes`` is how long a sent message may be changed, 0 for never. ``cancel_upload`` ends an
    upload that is under way. ``edits`` are under way in the window; where they are given, they
    outlive the sign-in.
    """

    def __init__(  # noqa: PLR0913 - the parts of one machine, put together once
        self,
        vault: RetryingVault,
        outbox: Outbox,
        clock: Clock,
        *,
        new_id: Callable[[], OriginId],
        cancel_upload: Callable[[OriginId], None],
        edits: Edits | None = None,
    ) -> None:
        self.minutes = 0
        self.edits: Edits = {} if edits is None else edits
        self._vault, self._outbox, self._clock = vault, outbox, clock
        self._new_id, self._cancel_upload = new_id, cancel_upload

    async def correct(
        self, consultation_id: ConsultationId, origin_id: OriginId, text: str
    ) -> bool:
        """Give an own message another text (XEP-0308 where it went out).

        On the disk when it returns, and sent by ``Outbox.pump``. False where there is nothing to
        correct any more, or it is too late. Raises ``StorageError``.
        """
        ids = consultation_id, origin_id, self._new_id()
        now_ms = self._clock.now_ms()
        changes = await self._vault.write_once(
            own_amendments.correct, *ids, text, now_ms, self._since_ms(now_ms)
        )
        return await self._follow_up(origin_id, changes)

    async def withdraw(self, consultation_id: ConsultationId, origin_id: OriginId) -> bool:
        """Take an own message back, from here or from everybody's sight (XEP-0424).

        As ``correct``. An upload of it ends at once.
        """
        ids = consultation_id, origin_id, self._new_id()
        now_ms = self._clock.now_ms()
        changes = await self._vault.write_once(
            own_amendments.withdraw, *ids, now_ms, self._since_ms(now_ms)
        )
        return await self._follow_up(origin_id, changes)

    async def read_text(self, consultation_id: ConsultationId, origin_id: OriginId) -> str:
        """What an own message says now, with what waits here; empty where it says nothing more."""
        line = await self._vault.read(line_changes.own_line, consultation_id, origin_id)
        return "" if line is None else line.text

    async def give_up(self, origin_id: OriginId) -> None:
        """Give up a change that the room refused. Raises ``StorageError``."""
        await self._vault.write_once(failures.discard, origin_id)

    def may_correct(self, message: Message) -> bool:
        """Whether another text may be given to a message now."""
        return can_correct(message, self._since_ms(self._clock.now_ms()))

    def may_withdraw(self, message: Message) -> bool:
        """Whether a message may be retracted now."""
        return can_withdraw(message, self._since_ms(self._clock.now_ms()))

    def _since_ms(self, now_ms: int) -> int:
        """From when on a sent message may still be changed; with 0 minutes none may."""
        return now_ms - self.minutes * MINUTE_MS if self.minutes else now_ms + MINUTE_MS

    async def _follow_up(self, origin_id: OriginId, changes: Changes) -> bool:
        """Let nothing more be done for a message that is gone; whether anything was changed."""
        if any(removed.key == own_row(origin_id) for removed in changes.removed):
            self._cancel_upload(origin_id)
            if self._outbox.clear_suspect(origin_id):
                await self._outbox.pump_all()
        return bool(changes)
