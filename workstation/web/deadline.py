"""Total deadlines: however slowly bytes trickle in, a call ends.

A timeout of the library counts from byte to byte: a server that sends one byte every nine seconds
keeps a call of ten seconds open for ever, and with it the page that waits for it. Here the whole
call has one time, all its tries and redirects together
(``test_slow_bytes_do_not_outlast_the_deadline``, ``test_all_tries_of_a_read_share_one_deadline``).

The quirk: a ``TimeoutError`` from within may be somebody else's, for instance an inner timeout or
the system's ETIMEDOUT. Only when this limit has expired is it called a deadline; another one goes
on as what it is.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from workstation.domain.errors import DeadlineExceeded


@asynccontextmanager
async def within(seconds: float, *, call: str = "") -> AsyncIterator[None]:
    """Raise ``DeadlineExceeded`` when the block takes longer than ``seconds`` in all.

    The block is cancelled then, so what it holds open is closed in its ``finally``. A cancellation
    from outside goes on as one. ``call`` is what the error names, such as ``GET /consult/:id``.
    """
    try:
        async with asyncio.timeout(seconds) as limit:
            yield
    except TimeoutError:
        if not limit.expired():
            raise
        raise DeadlineExceeded(f"{seconds:g} s", call=call) from None
