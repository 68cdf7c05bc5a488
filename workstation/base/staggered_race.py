"""Several ways to one thing: the first that gets there, each giving the one before a head start.

What an IM client does with servers (``link``) and a web client with the addresses of a host (RFC
8305, section 5; ``web``). A way that failed lets the next one start at once. Two may get there in
the same turn of the loop, and one that was cancelled may have got there all the same: whatever
is not taken is handed to ``discard``, so that no connection stays open that nobody holds; nor the
first one, where whoever waits for it goes while the others are ended. Tests:
tests/link/test_racing.py; tests/web/test_reach.py,
``test_of_two_connections_at_once_one_is_taken_and_one_closed``.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import TypeVar

from workstation.base.task_scope import seen_through

Way = TypeVar("Way")
Result = TypeVar("Result")


async def race(
    ways: Sequence[Way],
    attempt: Callable[[Way], Awaitable[Result]],
    *,
    seconds: float,
    discard: Callable[[Result], Awaitable[None]],
    failure: Callable[[list[BaseException]], BaseException],
) -> Result:
    """Race the attempts, each ``seconds`` after the one before; gives what the first brings.

    The losers have ended on return. Where all failed, raises what ``failure`` makes of their
    errors, which are in the order in which they came.
    """
    running: set[asyncio.Task[Result]] = set()
    waiting = list(ways)
    errors: list[BaseException] = []
    winners: list[asyncio.Task[Result]] = []
    try:
        while waiting or running:
            if waiting:
                running.add(asyncio.ensure_future(attempt(waiting.pop(0))))
            done, running = await asyncio.wait(
                running,
                timeout=seconds if waiting else None,
                return_when=asyncio.FIRST_COMPLETED,
            )
            winners = [task for task in done if task.exception() is None]
            errors += [error for task in done if (error := task.exception()) is not None]
            if winners:
                running.update(winners[1:])
                return winners[0].result()
    finally:
        try:
            await _end(running, discard)
        except asyncio.CancelledError:
            await _end(set(winners), discard)
            raise
    raise failure(errors)


@seen_through
async def _end(
    losers: set[asyncio.Task[Result]], discard: Callable[[Result], Awaitable[None]]
) -> None:
    for task in losers:
        task.cancel()
    for outcome in await asyncio.gather(*losers, return_exceptions=True):
        if not isinstance(outcome, BaseException):
            await discard(outcome)
