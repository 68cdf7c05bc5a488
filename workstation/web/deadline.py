"""Total deadlines: however slowly bytes trickle in, a call ends.

A timeout of the library counts from byte to byte: a server that sends one byte every nine seconds
keeps a call of ten seconds open for ever, and with it the page that waits for it. Here the whole
call has one time, all its tries and redirects together
(``test_slow_bytes_do_not_outlast_the_deadline``, ``test_all_tries_of_a_read_share_one_deadline``).

But a list of two hundred consultations takes a minute on a line of 2 kB/s, and a photo ten. Cut off
in the middle they would be asked for again for ever, and each time take the line from everything
else. So a read has a second more for each ``READ_BYTES_A_SECOND`` that came, up to ten times as
long in all (``tests/web/test_slow_downloads.py``).

The quirk: a ``TimeoutError`` from within may be somebody else's, for instance an inner timeout or
the system's ETIMEDOUT. Only when this limit has expired is it called a deadline; another one goes
on as what it is.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from contextvars import ContextVar

from workstation.domain.errors import DeadlineExceeded
from workstation.web.bounds import MAX_LENGTHENING, READ_BYTES_A_SECOND


class Deadline:
    """The time of one call, in the loop's seconds; what comes of an answer moves it."""

    def __init__(self, limit: asyncio.Timeout, seconds: float) -> None:
        self._limit: asyncio.Timeout | None = limit
        self._ends_at = asyncio.get_running_loop().time() + seconds
        self._latest = self._ends_at + seconds * (MAX_LENGTHENING - 1)

    def on_received(self, count: int) -> None:
        """Extend the deadline, as so many bytes have come."""
        self._ends_at = min(self._ends_at + count / READ_BYTES_A_SECOND, self._latest)
        if self._limit is not None and not self._limit.expired():
            self._limit.reschedule(self._ends_at)

    def end(self) -> None:
        """Let go of the call: a task or timer begun within it may outlive it and its session."""
        self._limit = None


_present: ContextVar[Deadline | None] = ContextVar("deadline", default=None)


def note_received(count: int) -> None:
    """Note bytes of an answer for the call of this task, if its time is lengthened by them."""
    deadline = _present.get()
    if deadline is not None:
        deadline.on_received(count)


@asynccontextmanager
async def within_lengthened(seconds: float, *, call: str) -> AsyncIterator[None]:
    """``within``, but longer while enough of an answer comes."""
    async with _limited(seconds, call) as limit:
        deadline = Deadline(limit, seconds)
        token = _present.set(deadline)
        try:
            yield
        finally:
            _present.reset(token)
            deadline.end()


@asynccontextmanager
async def within(seconds: float, *, call: str = "") -> AsyncIterator[None]:
    """Raise ``DeadlineExceeded`` when the block takes longer than ``seconds`` in all.

    The block is cancelled then, so what it holds open is closed in its ``finally``. A cancellation
    from outside goes on as one. ``call`` is what the error names, such as ``GET /consult/:id``.
    """
    async with _limited(seconds, call):
        yield


@asynccontextmanager
async def _limited(seconds: float, call: str) -> AsyncIterator[asyncio.Timeout]:
    try:
        async with asyncio.timeout(seconds) as limit:
            yield limit
    except TimeoutError:
        if not limit.expired():
            raise
        raise DeadlineExceeded(f"{seconds:g} s", call=call) from None
