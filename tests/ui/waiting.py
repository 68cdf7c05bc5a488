"""Waiting on the window's loop until something is true."""

import asyncio
from collections.abc import Callable

PATIENCE = 60.0


async def until(true: Callable[[], object], what: str = "") -> None:
    """Wait until something is true, while the loop goes on."""
    try:
        async with asyncio.timeout(PATIENCE):
            while not true():  # noqa: ASYNC110 - the window has no event for whatever is waited for
                await asyncio.sleep(0.01)
    except TimeoutError:
        raise AssertionError(what or "it never became true") from None
