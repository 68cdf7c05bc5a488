"""The platform's two lists, read again and again; what the vault keeps is shown meanwhile."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace

from workstation.api.rows import SEEN_BEFORE, Rows
from workstation.clock import Clock
from workstation.domain.changes import Changes, Place
from workstation.domain.consultation import Consultation
from workstation.domain.errors import WorkstationError
from workstation.vault import consultations
from workstation.vault.database import Vault

PAUSE_SECONDS = 1.0
"""The shortest time between two readings: anybody may invite us, as often as they like."""


@dataclass(frozen=True, slots=True)
class ListState:
    """How fresh a list is: when it was last read (ms since the epoch), and what went wrong since.

    ``dropped`` counts rows of the last answer that could not be read.
    """

    busy: bool = False
    read_ms: int | None = None
    error: WorkstationError | None = None
    dropped: int = 0


class ListRefresh:
    """Reads one list every ``seconds``, and at once when poked.

    ``show`` gets what became different, ``told`` each new ``state``. An error leaves the list as
    it is and says so. What ``keeps`` denies does not come onto this computer.
    """

    def __init__(  # noqa: PLR0913 - the parts of one machine, put together once
        self,
        place: Place,
        read: Callable[[], Awaitable[Rows[Consultation]]],
        vault: Vault,
        clock: Clock,
        *,
        show: Callable[[Changes], None],
        told: Callable[[ListState], None],
        seconds: float,
        keeps: Callable[[Consultation], bool] | None = None,
    ) -> None:
        self.state = ListState()
        self._place, self._read = place, read
        self._vault, self._clock = vault, clock
        self._show, self._told = show, told
        self._seconds = seconds
        self._keeps = keeps or _all
        self._wanted = asyncio.Event()
        self._overtaken = 0

    def overtake(self) -> None:
        """The list has just been changed by us: an answer on its way tells of the time before."""
        self._overtaken += 1

    def poke(self) -> None:
        """Read again now."""
        self._wanted.set()

    async def run(self) -> None:
        """Read until cancelled."""
        while True:
            self._wanted.clear()
            await self.refresh()
            await asyncio.sleep(PAUSE_SECONDS)
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(self._seconds - PAUSE_SECONDS):
                    await self._wanted.wait()

    async def refresh(self) -> None:
        """Read once."""
        self._tell(replace(self.state, busy=True))
        try:
            while not await self._take():
                pass
        except WorkstationError as error:
            self._tell(replace(self.state, busy=False, error=error))

    async def _take(self) -> bool:
        """Read and show the list, unless a change of our own has overtaken the answer."""
        before = self._overtaken
        rows = await self._read()
        read_ms = self._clock.now_ms()
        wanted = await self._wanted_rows(rows)
        if before != self._overtaken:
            return False
        self._show(await self._vault.absorb(consultations.replace_list, self._place, wanted))
        self._tell(ListState(read_ms=read_ms, dropped=len(rows.dropped)))
        return True

    async def _wanted_rows(self, rows: Rows[Consultation]) -> list[Consultation]:
        """The answer's rows; where some were unreadable, also those that are known and missing.

        A row that cannot be read may be any of them: no patient disappears on a doubt.
        """
        wanted = [told for told in rows.items if self._keeps(told)]
        if any(dropped.reason != SEEN_BEFORE for dropped in rows.dropped):
            there = {told.consultation_id for told in rows.items}
            known = await self._vault.read(consultations.in_place, self._place)
            wanted += [
                listed.consultation
                for listed in known
                if listed.consultation.consultation_id not in there
            ]
        return wanted

    def _tell(self, state: ListState) -> None:
        self.state = state
        self._told(state)


def _all(_told: Consultation) -> bool:
    return True
