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
    """``interrupt`` lets one of ``begun`` be overtaken by one of ``coming``.

    ``is_at_work`` says whether there are pages to do it on: what came first may have ended that.
    """

    def __init__(
        self,
        chance: random.Random,
        note: Note,
        begun: Sequence[Act],
        coming: Sequence[Act],
        is_at_work: Callable[[], bool],
    ) -> None:
        self._chance, self._note, self._is_at_work = chance, note, is_at_work
        self._begun, self._coming = begun, coming

    async def interrupt(self) -> None:
        """Begin one thing, and do the other at once."""
        first, second = self._chance.choice(self._begun), self._chance.choice(self._coming)
        self._note(f"{second.__name__.strip('_')} over {first.__name__.strip('_')}")
        started = asyncio.ensure_future(self._do(first))
        await asyncio.sleep(self._chance.choice(BETWEEN_SECONDS))
        await self._do(second)
        await started

    async def _do(self, act: Act) -> None:
        if self._is_at_work() and asyncio.iscoroutine(going_on := act()):
            await going_on
