"""Total deadlines: however slowly bytes trickle in, a call ends."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from workstation.domain.errors import DeadlineExceeded


@asynccontextmanager
async def within(seconds: float, *, call: str = "") -> AsyncIterator[None]:
    """Raise ``DeadlineExceeded`` when the block takes longer than ``seconds`` in all."""
    try:
        async with asyncio.timeout(seconds) as limit:
            yield
    except TimeoutError:
        if not limit.expired():
            raise
        raise DeadlineExceeded(f"{seconds:g} s", call=call) from None
