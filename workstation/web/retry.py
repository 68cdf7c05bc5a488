"""Asking again: for reads only, with exponential back-off and full jitter."""

import asyncio
import random
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from workstation.domain.errors import NetworkError, ServerFault, TlsFailure, WorkstationError
from workstation.web.bounds import (
    API_SECONDS,
    FIRST_DELAY,
    LONGEST_DELAY,
    MEDIA_SECONDS,
    READ_TRIES,
)
from workstation.web.deadline import within

T = TypeVar("T")
Sleep = Callable[[float], Awaitable[None]]
Draw = Callable[[], float]


def passing(error: WorkstationError) -> bool:
    """Whether the same read may well succeed a moment later."""
    if isinstance(error, TlsFailure):
        return False
    return isinstance(error, NetworkError | ServerFault)


def delays(draw: Draw = random.random, tries: int = READ_TRIES) -> Iterator[float]:
    """Seconds before each further try: anything up to 0.5, 1, 2, … at most 8."""
    for attempt in range(tries - 1):
        yield draw() * min(LONGEST_DELAY, FIRST_DELAY * 2.0**attempt)


@dataclass(frozen=True, slots=True)
class RetryPolicy:
    """How long a call may take in all, and how the tries of a read are spread over that time."""

    seconds: float
    draw: Draw = random.random
    sleep: Sleep = asyncio.sleep

    async def read(self, action: Callable[[], Awaitable[T]], *, call: str = "") -> T:
        """What ``action`` gives, tried up to four times; the last error is raised.

        A server that asks for a pause gets it; one that asks for a long one is not asked again
        here, and its error tells how long. Raises ``DeadlineExceeded`` when all tries together
        take too long.
        """
        async with within(self.seconds, call=call):
            for delay in delays(self.draw):
                try:
                    return await action()
                except WorkstationError as error:
                    pause = error.retry_after if isinstance(error, ServerFault) else 0.0
                    if not passing(error) or pause > LONGEST_DELAY:
                        raise
                await self.sleep(delay + pause)
            return await action()

    async def write(self, action: Callable[[], Awaitable[T]], *, call: str = "") -> T:
        """What ``action`` gives, tried once: when its answer is lost it may have been done.

        Raises ``DeadlineExceeded``.
        """
        async with within(self.seconds, call=call):
            return await action()


API_RETRY = RetryPolicy(API_SECONDS)
MEDIA_RETRY = RetryPolicy(MEDIA_SECONDS)
