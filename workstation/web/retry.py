"""Asking again: for reads only, with exponential back-off and full jitter."""

import asyncio
import random
from collections.abc import Awaitable, Callable, Iterator
from typing import TypeVar

from workstation.domain.errors import NetworkError, ServerFault, TlsFailure, WorkstationError
from workstation.web.bounds import FIRST_DELAY, LONGEST_DELAY, READ_TRIES

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


async def retried(
    read: Callable[[], Awaitable[T]],
    *,
    draw: Draw = random.random,
    sleep: Sleep = asyncio.sleep,
) -> T:
    """What ``read`` gives, tried up to four times; the last error is raised.

    Never use it for a write: a write whose answer was lost may have been carried out.
    """
    for delay in delays(draw):
        try:
            return await read()
        except WorkstationError as error:
            if not passing(error):
                raise
        await sleep(delay)
    return await read()
