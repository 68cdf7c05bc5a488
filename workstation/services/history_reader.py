"""Reads the conversation of an ended consultation from its room's archive, on demand.

The room is not entered: its archive is queried from outside (XEP-0313 on the room's address), which
leaves no presence and no read marker behind. The pages take the path of all others (``catch_up``,
``inbound``, ``vault.archive``), so that they are merged, encrypted and purged alike; the vault
counts none of their messages as new (``vault.archive.pages``). Only consultations of the history
list are read, which excludes those that retention or a purge keeps off this computer.

Opening a consultation reads its newest page in the background; older pages are read one by one, as
the doctor scrolls up to a gap. See ``decisions/history-without-joining.md``.
"""

import asyncio
from collections.abc import Awaitable, Callable

from workstation.base.clock import Clock
from workstation.domain.changes import Changes, Gap
from workstation.domain.errors import WorkstationError
from workstation.domain.ids import ConsultationId
from workstation.domain.value import Value
from workstation.store.feed import Feed
from workstation.vault.archive import gaps, pages
from workstation.vault.archive.requests import PageRequest, gap_request
from workstation.vault.database import Vault

READ_AGAIN_SECONDS = 300.0
"""The newest page of one consultation is asked for no more often, as the history itself."""

MAX_REST_PAGES = 20
"""Pages that one search in what is missing reads at most."""


class ReadingState(Value):
    """The state of reading one conversation: under way, failed, or done.

    ``was_empty``: none of its messages was stored here before.
    """

    consultation_id: ConsultationId
    busy: bool = False
    error: WorkstationError | None = None
    was_empty: bool = False


class HistoryReader:
    """Reads pages for the history; ``states`` publishes the progress.

    ``on_changes`` gets the gaps that remain after messages of one were loaded.
    """

    def __init__(
        self,
        vault: Vault,
        clock: Clock,
        read_page: Callable[[PageRequest], Awaitable[None]],
        on_changes: Callable[[Changes], None],
    ) -> None:
        self.states: Feed[ReadingState] = Feed()
        self._vault, self._clock = vault, clock
        self._read_page, self._on_changes = read_page, on_changes
        self._read_at: dict[ConsultationId, float] = {}
        self._under_way: dict[ConsultationId, asyncio.Event] = {}

    async def read_newest(self, consultation_id: ConsultationId) -> None:
        """Read the newest page of a conversation, unless that was done in the last minutes."""
        read_at = self._read_at.get(consultation_id)
        if read_at is not None and self._clock.monotonic() - read_at < READ_AGAIN_SECONDS:
            self.states.publish(ReadingState(consultation_id))
            return
        request = await self._vault.read(pages.history_request, consultation_id)
        if request is None:
            self.states.publish(ReadingState(consultation_id))
        elif await self._read(request, was_empty=not request.asked):
            self._read_at[consultation_id] = self._clock.monotonic()

    async def load_gap(self, gap: Gap) -> bool:
        """Load one page of a gap; whether it came.

        In either case the gap can be loaded again afterwards.
        """
        request = gap_request(gap)
        if request is None:
            return False
        came = await self._read(request.for_history())
        # In turn with what is written, so that no page that comes meanwhile is shown before it.
        of_room = await self._vault.read_in_turn(gaps.of_room, gap.consultation_id)
        self._on_changes(Changes(gaps_of=frozenset({gap.consultation_id}), gaps=of_room))
        return came

    async def is_complete(self, consultation_id: ConsultationId) -> bool:
        """Whether no gap of a conversation remains that the server may fill."""
        return await self._newest_gap(consultation_id) is None

    async def read_rest(self, consultation_id: ConsultationId) -> None:
        """Load up to ``MAX_REST_PAGES`` pages of the gaps, the newest first.

        Ends at the first failure, or when it is cancelled.
        """
        for _ in range(MAX_REST_PAGES):
            gap = await self._gap_at_rest(consultation_id)
            if gap is None or not await self.load_gap(gap):
                return

    async def _gap_at_rest(self, consultation_id: ConsultationId) -> Gap | None:
        """The newest gap, once no page is under way: that page may fill it, and blocks others."""
        while True:
            gap = await self._newest_gap(consultation_id)
            under_way = self._under_way.get(consultation_id)
            if under_way is None:
                return gap
            await under_way.wait()

    async def _newest_gap(self, consultation_id: ConsultationId) -> Gap | None:
        of_room = await self._vault.read(gaps.of_room, consultation_id)
        return next((gap for gap in reversed(of_room) if gap.loadable), None)

    async def _read(self, request: PageRequest, *, was_empty: bool = False) -> bool:
        """Read a page, unless one of this conversation is under way; whether it came."""
        consultation_id = request.consultation_id
        if consultation_id in self._under_way:
            return False
        self._under_way[consultation_id] = asyncio.Event()
        self.states.publish(ReadingState(consultation_id, busy=True))
        error: WorkstationError | None = None
        try:
            await self._read_page(request)
        except WorkstationError as failure:
            error = failure
        finally:
            self._under_way.pop(consultation_id).set()
            self.states.publish(ReadingState(consultation_id, error=error, was_empty=was_empty))
        return error is None
