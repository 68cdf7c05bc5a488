"""When the archive of a room is asked: on entering it, after live messages, and after a failure.

Hundreds of rooms are entered at once, so the vault is read once for all of them. A room whose
catch-up failed is tried again after a wait, and blocks sending there in the meantime.
"""

import asyncio
from collections.abc import Callable, Collection, Iterable, Mapping

from workstation.base.task_scope import Spawn
from workstation.domain.changes import Changes
from workstation.domain.events import (
    FRAME_REFUSED,
    SESSION_LOST,
    SUSPECTED,
    TOO_MANY_PAGES,
    Arrived,
    Event,
    Overlooked,
    PageFailed,
)
from workstation.domain.ids import ConsultationId
from workstation.services.catch_up import CatchUp
from workstation.services.retrying_vault import RetryingVault
from workstation.vault.archive import gaps, pages
from workstation.vault.archive.requests import Step

OF_SESSION = frozenset({SESSION_LOST, FRAME_REFUSED, SUSPECTED})
"""Failures of what a lost session was asked: the next one is asked it again."""


class CatchUpStarter:
    """Begins the catch-ups of one session's rooms.

    ``on_failure`` gets failed catch-ups; ``spawn`` runs what waits.
    """

    def __init__(
        self,
        vault: RetryingVault,
        catch_up: CatchUp,
        on_failure: Callable[[PageFailed], None],
        spawn: Spawn,
    ) -> None:
        self._vault, self._catch_up = vault, catch_up
        self._on_failure, self._spawn = on_failure, spawn
        self._retries: dict[ConsultationId, object] = {}
        self._entered: set[ConsultationId] = set()

    def on_joined(self, consultation_id: ConsultationId) -> None:
        """Note that the room was entered: its archive may be asked."""
        self._entered.add(consultation_id)
        self._catch_up.enter(consultation_id)

    def on_left(self, consultation_id: ConsultationId, *, is_final: bool) -> None:
        """Note that the room was left; ``is_final`` where it is no longer in the work queue."""
        self._entered.discard(consultation_id)
        if is_final:
            self._retries.pop(consultation_id, None)
            if self._catch_up.leave(consultation_id):
                self._spawn(self._publish_gaps(consultation_id))

    def on_page_failed(self, event: PageFailed) -> None:
        """Ask for a page again that did not come; what a lost session asked, the next one asks."""
        if self._catch_up.on_page_failed(event):
            self._spawn(self._publish_gaps(event.consultation_id))
        is_catch_up = event.consultation_id in self._catch_up.failed
        if event.reason not in OF_SESSION and is_catch_up:
            self.retry_later(event)

    def rooms_to_verify(self, events: Iterable[Event]) -> set[ConsultationId]:
        """Rooms to ask again: after enough live messages, or one that could not be read."""
        due = set()
        for event in events:
            if isinstance(event, Arrived):
                if self._catch_up.count_live_message(event.consultation_id):
                    due.add(event.consultation_id)
            elif isinstance(event, Overlooked):
                self._catch_up.note_overlooked(event.consultation_id)
        return due | self._catch_up.take_overlooked()

    def apply_steps(self, steps: Mapping[str, Step]) -> None:
        """Follow up on answers that the vault has stored (``CatchUp``); rooms with many rest."""
        for consultation_id in self._catch_up.apply_steps(steps):
            self.retry_later(PageFailed(consultation_id, "", TOO_MANY_PAGES))

    async def begin(
        self, consultation_ids: Collection[ConsultationId], *, again: bool = False
    ) -> None:
        """Ask the archives of these rooms, as far as they are entered.

        The others are asked when they are: asked twice, they would be blamed for neither failure
        (``lost_pages``). ``again`` where the wait of a room that cost a session is over.
        """
        entered = [room for room in consultation_ids if room in self._entered]
        if not entered:
            return
        for request in await self._vault.read(pages.first_requests, entered):
            room = request.consultation_id
            if not self._catch_up.begin(request, again=again):
                self.retry_later(PageFailed(room, "", FRAME_REFUSED))
            elif self._catch_up.lost.is_doubtful(room):
                self._catch_up.go_on_without(room)

    async def resume(self) -> None:
        """Ask the rooms that failed at once, as a session was begun or resumed."""
        await self.begin(sorted(self._catch_up.failed))

    def retry_later(self, failure: PageFailed) -> None:
        """Report that the room has not caught up, and ask it again after a wait.

        One wait for each room, however often it failed: entering a room asks it at once anyway, and
        on a line that comes and goes all day the waits would pile up.
        """
        if self._catch_up.lost.is_doubtful(failure.consultation_id):
            self._catch_up.go_on_without(failure.consultation_id)
        else:
            self._on_failure(failure)
        if failure.consultation_id not in self._retries:
            retry = self._retries[failure.consultation_id] = object()
            self._spawn(self._retry(failure.consultation_id, retry), optional=True)

    async def _retry(self, consultation_id: ConsultationId, retry: object) -> None:
        """Wait, then ask the room unless a new session did meanwhile.

        A room that was left, and is back, has a ``retry`` of its own.
        """
        await asyncio.sleep(self._catch_up.next_backoff(consultation_id))
        if self._retries.get(consultation_id) is not retry:
            return
        del self._retries[consultation_id]
        if consultation_id in self._catch_up.failed:
            await self.begin([consultation_id], again=True)

    async def _publish_gaps(self, consultation_id: ConsultationId) -> None:
        """Show the gaps of a room as they are: one that got no answer can be loaded again."""
        # In turn with what is written, so that no page that comes meanwhile is shown before it.
        of_room = await self._vault.read_in_turn(gaps.of_room, consultation_id)
        self._vault.publish(Changes(gaps_of=frozenset({consultation_id}), gaps=of_room))
