"""Waiting while the servers are down: back-off, cheap probes, and requests to try now.

Three things end a wait: its time, a request (by the doctor, the network's return, or the computer's
waking up), and a server that listens again. The last is detected by a bare TCP connection every
second or so, which is cheap for a server; a full pass costs a handshake, a password and a session
from each of three hundred computers. A port may have been open all along, because the fault is
behind it. An open port therefore ends the wait only after it was seen closed::

    shut … shut … open      the server is back: try now
    open … open … open      says nothing: the wait runs out

Without that, a server that accepts and fails is tried every quarter of a second
(``test_a_port_that_was_open_all_the_time_ends_nothing``). A request during a round that fails
skips the wait after it: the round may have begun before the network was back
(``test_who_asks_during_a_round_that_fails_does_not_wait_after_it``). And where the platform sent
Retry-After, only the doctor ends the wait
(``test_in_peace_only_the_doctor_ends_a_wait``).
"""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

from workstation.base.event_wait import wait_at_most
from workstation.domain.backoff import PROBE, RECONNECT
from workstation.link.opening import next_address_after

PROBE_SECONDS = 2.0


class ReconnectPolicy:
    """The waits of one outage; ``reset`` makes the next one begin with short waits again.

    ``draw`` gives random numbers from 0 to 1; ``probe`` says whether a server's port is open.
    """

    def __init__(
        self,
        draw: Callable[[], float],
        probe: Callable[[str], Awaitable[bool]] | None = None,
    ) -> None:
        self._draw = draw
        self._probe = probe or is_port_open
        self._waits = RECONNECT.waits(draw)
        self._probe_waits = PROBE.waits(draw)
        self._retry_now = asyncio.Event()
        self._undisturbed = False
        self._is_asked_by_doctor = False

    def reset(self) -> None:
        """Begin with the shortest wait again, as the session is online."""
        self._waits = RECONNECT.waits(self._draw)
        self._probe_waits = PROBE.waits(self._draw)
        self._forget_requests()

    def next_wait(self) -> float:
        """Seconds until the next full pass."""
        return next(self._waits)

    def end_wait(self) -> None:
        """End the wait: try now."""
        self._is_asked_by_doctor = True
        self._retry_now.set()

    def nudge(self) -> None:
        """End the wait, unless the platform asked for peace: network or computer came back."""
        if not self._undisturbed:
            self._retry_now.set()

    async def wait_for_retry(self) -> None:
        """Wait for a request, without a limit."""
        self._forget_requests()
        await self._retry_now.wait()

    async def wait(self, seconds: float, last_good: str, *, undisturbed: bool = False) -> None:
        """Wait, at most until a request, or until the last good server listens again.

        After a request since the last wait there is none: the failed round may have begun before.
        ``undisturbed`` (Retry-After of the platform): only ``end_wait`` ends the wait.
        """
        self._undisturbed = undisturbed
        if undisturbed and not self._is_asked_by_doctor:
            self._forget_requests()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                if last_good and not undisturbed and not self._retry_now.is_set():
                    await self._wait_until_listening(last_good)
                else:
                    await self._retry_now.wait()
        self._forget_requests()
        self._undisturbed = False

    def _forget_requests(self) -> None:
        self._is_asked_by_doctor = False
        self._retry_now.clear()

    async def _wait_until_listening(self, url: str) -> None:
        """Wait until a server's port opens; one open from the beginning ends nothing."""
        if await self._probe(url):
            await self._retry_now.wait()
        while not await wait_at_most(self._retry_now, next(self._probe_waits)):
            if await self._probe(url):
                return


async def is_port_open(url: str) -> bool:
    """Whether something accepts a TCP connection there; the connection is closed at once.

    Within ``PROBE_SECONDS``; no error is raised, whatever the reason.
    """
    parts = urlsplit(url)
    host = parts.hostname or ""
    delay = next_address_after(host)
    try:
        async with asyncio.timeout(PROBE_SECONDS):
            _, writer = await asyncio.open_connection(host, parts.port, happy_eyeballs_delay=delay)
    except (OSError, TimeoutError):
        return False
    writer.transport.abort()
    return True
