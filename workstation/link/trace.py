"""The outcome of each hop to the message server, recorded where it happens, for reports.

Invariant: an outcome is recorded where the hop is taken, never inferred from an error afterwards.
Two timeouts look alike as errors, though one of them had a TCP connection; so the socket reports
how far it came (``test_a_server_that_says_nothing_failed_at_tls``). Only the last attempt at each
server of the platform's list is stored, so the trace cannot grow.
"""

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import replace
from typing import TypeVar

from workstation.base.clock import Clock
from workstation.domain.connection_report import Hop, PlatformCall, ServerAttempt, failed_hop
from workstation.domain.errors import WorkstationError
from workstation.domain.im import ImServer
from workstation.link.endpoints import Endpoint

Answer = TypeVar("Answer")


class ConnectionTrace:
    """The last attempt at each hop; times are monotonic seconds.

    ``heard_at`` is when data of any message server last arrived.
    """

    def __init__(self, clock: Clock) -> None:
        self.calls: dict[Hop, PlatformCall] = {}
        self.heard_at: float | None = None
        self._clock = clock
        self._attempts: dict[Endpoint, ServerAttempt] = {}

    @property
    def attempts(self) -> tuple[ServerAttempt, ...]:
        """The last try of each server, in the order in which they were tried first."""
        return tuple(self._attempts.values())

    def hear(self) -> None:
        """Note that data of a message server arrived."""
        self.heard_at = self._clock.monotonic()

    async def follow(
        self, hop: Hop, call: Callable[[], Awaitable[Answer]], count: Callable[[Answer], int]
    ) -> Answer:
        """Await a call of the platform and note it; gives or raises what the call does."""
        try:
            answer = await call()
        except WorkstationError as error:
            self.calls[hop] = PlatformCall(self._clock.monotonic(), error)
            raise
        self.calls[hop] = PlatformCall(self._clock.monotonic(), count=count(answer))
        return answer

    def keep(self, endpoints: Iterable[Endpoint]) -> None:
        """Keep the named servers: forget those that the platform does not name any more."""
        named = frozenset(endpoints)
        self._attempts = {each: at for each, at in self._attempts.items() if each in named}

    def reach(self, endpoint: Endpoint, hop: Hop) -> None:
        """Note that the attempt at this server has come to ``hop``."""
        server = ImServer(endpoint.host, endpoint.port)
        now = self._clock.monotonic()
        self._attempts[endpoint] = ServerAttempt(server, endpoint.encrypted, hop, now)

    def fail(self, endpoint: Endpoint, error: WorkstationError) -> None:
        """Note that a try ended, and at which hop."""
        before = self._attempts.get(endpoint)
        hop = failed_hop(Hop.TCP if before is None else before.hop, error)
        self.reach(endpoint, hop)
        self._attempts[endpoint] = replace(self._attempts[endpoint], error=error)

    def note_online(self, endpoint: Endpoint) -> None:
        """Note that a session is online there."""
        self.reach(endpoint, Hop.SESSION)
        self._attempts[endpoint] = replace(self._attempts[endpoint], is_online=True)
