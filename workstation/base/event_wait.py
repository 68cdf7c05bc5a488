"""Waiting for an event, but not for ever: the one way in which whatever waits can be hastened."""

import asyncio
import contextlib


async def wait_at_most(event: asyncio.Event, seconds: float | None) -> bool:
    """Wait until ``event`` is set, or so many seconds, ``None`` without end; whether it is set."""
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await event.wait()
    return event.is_set()
