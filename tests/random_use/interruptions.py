"""Something begins, and before the program has come to its end something else comes over it.

Chance alone brings a lock into the middle of an upload, a recording or an export too rarely.
"""

import asyncio
import random
from collections.abc import Callable, Sequence

from tests.random_use.surroundings import Note

Act = Callable[[], object]
BETWEEN_SECONDS = 0.0, 0.0, 0.02, 0.1


class Interruptions:
    """``interrupt`` lets one of ``begun`` be overtaken by one of ``coming``."""

    def __init__(
        self, chance: random.Random, note: Note, begun: Sequence[Act], coming: Sequence[Act]
    ) -> None:
        self._chance, self._note = chance, note
        self._begun, self._coming = begun, coming

    async def interrupt(self) -> None:
        """Begin one thing, and do the other at once."""
        first, second = self._chance.choice(self._begun), self._chance.choice(self._coming)
        self._note(f"{second.__name__.strip('_')} over {first.__name__.strip('_')}")
        started = asyncio.ensure_future(_do(first))
        await asyncio.sleep(self._chance.choice(BETWEEN_SECONDS))
        await _do(second)
        await started


async def _do(act: Act) -> None:
    if asyncio.iscoroutine(going_on := act()):
        await going_on
