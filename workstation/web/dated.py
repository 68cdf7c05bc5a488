"""A wire that notes what time it is at the other end (the header ``Date``)."""

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from datetime import UTC
from email.utils import parsedate_to_datetime

from workstation.base.clock import Clock
from workstation.web.wire import Incoming, Request, Wire

OnServerTime = Callable[[int, int], None]
"""The answer's date in ms since the epoch, and for how many ms it was waited."""


class DatedWire:
    """Tells ``on_server_time`` every answer's date; one that a cache kept says nothing of now.

    It is called in the loop's thread, as soon as the head of the answer is there.
    """

    def __init__(self, wire: Wire, clock: Clock, on_server_time: OnServerTime) -> None:
        self._wire, self._clock, self._on_server_time = wire, clock, on_server_time

    @asynccontextmanager
    async def send(self, request: Request) -> AsyncIterator[Incoming]:
        """Send, and hold the answer open while the context lasts (errors: see ``Wire``)."""
        sent = self._clock.monotonic()
        async with self._wire.send(request) as incoming:
            date_ms = date_of(incoming.headers)
            if date_ms is not None:
                self._on_server_time(date_ms, round((self._clock.monotonic() - sent) * 1000))
            yield incoming

    async def aclose(self) -> None:
        """Close what is open."""
        await self._wire.aclose()


def date_of(headers: Mapping[str, str]) -> int | None:
    """When the answer was made, in ms since the epoch (RFC 9110, 6.6.1); ``None`` if unknown."""
    return None if "age" in headers else moment_of(headers.get("date", ""))


def moment_of(written: str) -> int | None:
    """A date as HTTP writes it (RFC 9110, 5.6.7) in ms since the epoch; ``None`` if it is none.

    One form of three names no zone. It is UTC all the same, and not this computer's.
    """
    try:
        moment = parsedate_to_datetime(written)
        return round((moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp() * 1000)
    except (ValueError, OverflowError):
        return None
