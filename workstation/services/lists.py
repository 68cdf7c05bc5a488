"""Reads the platform's two lists periodically; the vault's copy is shown meanwhile.

The race: an answer that was under way while we changed the list ourselves describes the time
before. It would bring a deleted consultation back for half a minute, or make one vanish that was
just opened. So every change of our own begins a new generation, and an answer to a request of an
earlier one is discarded and requested again (``test_discarded_answers.py``).

A row without an id adds no consultation and keeps none in the list, unless it is recognised by
fields that never change (``test_retention.py``). ``Retry-After`` of the platform is respected by
all but the doctor's own refresh.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import replace

from workstation.api.rows import Rows
from workstation.base.aligned_waits import aligned_wait
from workstation.base.clock import Clock
from workstation.base.event_wait import wait_at_most
from workstation.domain.changes import Changes, Place
from workstation.domain.consultation import Consultation
from workstation.domain.errors import ServerFault, WorkstationError
from workstation.domain.value import Value
from workstation.vault.database import Vault
from workstation.vault.lists import consultations

log = logging.getLogger(__name__)

PAUSE_SECONDS = 1.0
"""The shortest time between two readings: anybody may invite us, as often as they like."""
RETRY_SECONDS = 30.0
"""So soon a reading that failed is tried again: what has just left the queue may stand in no list
here until the history, which is read more seldom, has it."""


class ListState(Value):
    """How fresh a list is: when it was last read (ms since the epoch), and what went wrong since.

    ``dropped`` counts rows of the last answer that could not be read, ``left_out`` those that do
    not come onto this computer.
    """

    busy: bool = False
    read_ms: int | None = None
    error: WorkstationError | None = None
    dropped: int = 0
    left_out: int = 0


class ListRefresh:
    """Reads one list every ``seconds`` or a little sooner, and at once on request.

    Each answer is the complete list: a row without an id adds no consultation. If it kept all
    missing ones, as it may be any of them, one bad row would keep every closed consultation in the
    queue for good; it keeps only the one that its other fields identify.

    ``on_changes`` gets the changes, ``on_state`` each new ``state``. An error leaves the list as it
    is and is part of the state. Consultations that ``is_retained`` rejects are not stored here.
    ``due_at`` (monotonic seconds) is when it is read next, ``None`` while it is being read.
    """

    def __init__(  # noqa: PLR0913 - the parts of one machine, put together once
        self,
        place: Place,
        read: Callable[[], Awaitable[Rows[Consultation]]],
        vault: Vault,
        clock: Clock,
        *,
        on_changes: Callable[[Changes], None],
        on_state: Callable[[ListState], None],
        seconds: float,
        is_retained: Callable[[Consultation], bool] = lambda _: True,
    ) -> None:
        self.state = ListState()
        self.due_at: float | None = None
        self._place, self._read = place, read
        self._vault, self._clock = vault, clock
        self._on_changes, self._on_state = on_changes, on_state
        self._seconds = seconds
        self._is_retained = is_retained
        self._noted = ListState()
        self._due = asyncio.Event()
        self._generation = 0
        self._backing_off = False
        self._held_seconds = 0.0
        self._read_at: float | None = None

    def discard_in_flight(self) -> None:
        """Discard an answer under way: a change of our own is newer than what it describes."""
        self._generation += 1

    def request(self) -> None:
        """Read again now, unless the platform asked to be left in peace: then after that."""
        if not self._backing_off:
            self._due.set()

    def request_if_old(self) -> None:
        """Read again what is older than it ever is while the computer is awake.

        The time until the next reading stands still while it sleeps.
        """
        read_at = self._read_at
        if read_at is not None and self._clock.monotonic() - read_at > self._seconds:
            self.request()

    def request_now(self) -> None:
        """Read again now, at the doctor's request."""
        self._due.set()

    async def run(self) -> None:
        """Read until cancelled."""
        while True:
            self._due.clear()
            await self.refresh()
            await self._wait_for_next()

    async def _wait_for_next(self) -> None:
        """Wait for the next reading, at least as long as the platform asked for.

        The time that an answer waited for a locked database counts. The platform's pause has no
        timer of its own, which would wake an idle computer for nothing.
        """
        loop = asyncio.get_running_loop()
        began = loop.time()
        error = self.state.error
        retry_after = error.retry_after if isinstance(error, ServerFault) else 0.0
        self._backing_off = retry_after > 0.0
        if self._backing_off:
            self._due.clear()
        usual = self._seconds if error is None else min(self._seconds, RETRY_SECONDS)
        seconds = max(aligned_wait(usual - self._held_seconds, began), retry_after, PAUSE_SECONDS)
        self.due_at = self._clock.monotonic() + seconds
        await wait_at_most(self._due, seconds)
        self.due_at, self._backing_off = None, False
        if (rest := began + PAUSE_SECONDS - loop.time()) > 0.0:
            await asyncio.sleep(rest)

    async def refresh(self) -> None:
        """Read once, and again at once where what came was discarded meanwhile.

        Never raises: an error stands in ``state``, beside the rows of before.
        """
        self._set_state(replace(self.state, busy=True))
        self._held_seconds = 0.0
        try:
            while not await self._read_once():
                pass
        except WorkstationError as error:
            # It is part of the state for minutes, which needs no frames of this reading.
            error = error.with_traceback(None)
            self._set_state(replace(self.state, busy=False, error=error))

    async def _read_once(self) -> bool:
        """Read and show the list; whether no change of our own has overtaken the answer."""
        generation = self._generation
        rows = await self._read()
        read_ms, read_at = self._clock.now_ms(), self._clock.monotonic()
        known = [*rows.items, *await self._match_nameless(rows)]
        # Asked last of all: what is purged while the vault is asked must not come back.
        values = [value for value in known if self._is_retained(value)]
        if generation != self._generation:
            return False
        changes = await self._vault.absorb(consultations.replace_list, self._place, values)
        self._held_seconds, self._read_at = self._clock.monotonic() - read_at, read_at
        self._on_changes(changes)
        left_out = len(known) - len(values)
        self._set_state(ListState(read_ms=read_ms, dropped=len(rows.dropped), left_out=left_out))
        return True

    async def _match_nameless(self, rows: Rows[Consultation]) -> list[Consultation]:
        """The known consultations whose rows have lost their numbers."""
        identities = {_identity(value) for value in rows.nameless if value.created_ms is not None}
        if not identities:
            return []
        ids = {value.consultation_id for value in rows.items}
        stored = await self._vault.read(consultations.in_place, self._place)
        return [
            listed.consultation
            for listed in stored
            if listed.consultation.consultation_id not in ids
            and _identity(listed.consultation) in identities
        ]

    def _set_state(self, state: ListState) -> None:
        self.state = state
        self._note(state)
        self._on_state(state)

    def _note(self, state: ListState) -> None:
        """Log what begins and ends; each reading of a bad hour would drown the log."""
        if state.busy:
            return
        before, self._noted = self._noted, state
        if state.error is not None:
            if before.error is None or before.error.code != state.error.code:
                log.info("the list %s cannot be read: %s", self._place, state.error)
            return
        if before.error is not None:
            log.info("the list %s is read again", self._place)
        if before.dropped != state.dropped:
            log.info("rows of the list %s that cannot be read: %d", self._place, state.dropped)


def _identity(value: Consultation) -> tuple[object, ...]:
    """The facts that make a consultation this one, apart from its number, and never change."""
    people = value.creator.member_id, value.target.member_id, value.team.team_id
    return (*people, value.symptom, value.created_ms)
