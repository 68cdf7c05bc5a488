"""The conversation of a consultation that is over, read from its room's archive on demand.

The room is not entered: its archive is asked from outside (XEP-0313 on the room's address), which
leaves no presence and no read marker behind. What comes goes the way of every other page
(``catch_up``, ``inbound``, ``vault.archive``), so that it is merged, marked with gaps, sealed,
purged and forgotten like all else; that nothing of it is news is the vault's to say
(``vault.archive.pages``). Only what the history lists is read: what the policy's days or a purge
keep off this computer is in no list here.

An opened consultation is asked for its newest page, behind what is shown; older pages come one by
one, when somebody reads up to where they are missing. See
``decisions/history-without-joining.md``.
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
    """How the reading of one conversation stands: under way, failed, or done.

    ``was_empty`` says that none of its messages was here before.
    """

    consultation_id: ConsultationId
    busy: bool = False
    error: WorkstationError | None = None
    was_empty: bool = False


class HistoryReader:
    """Reads pages for the history; ``states`` tells how that stands.

    ``on_changes`` is told of the gaps that are there after one was read into.
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
        """Ask for the end of a conversation, unless that was done in the last minutes."""
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
        """Ask for one page of what a gap lacks; whether it came.

        Whatever came of it, nobody loads the gap any more.
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
        """Whether no message is missing here that the server may have."""
        return await self._newest_gap(consultation_id) is None

    async def read_rest(self, consultation_id: ConsultationId) -> None:
        """Ask for page after page of what is missing, the newest first, but for so many only.

        Ends at the first that does not come. Cancelled, it asks for no more.
        """
        for _ in range(MAX_REST_PAGES):
            gap = await self._gap_at_rest(consultation_id)
            if gap is None or not await self.load_gap(gap):
                return

    async def _gap_at_rest(self, consultation_id: ConsultationId) -> Gap | None:
        """The newest gap once no page is under way, which may fill it and lets no other be read."""
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
        """Ask for a page, unless one of this conversation is under way; whether it came."""
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
