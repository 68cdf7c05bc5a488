"""A thousand computers of one hospital whose engine is away for a while, in virtual time.

Each has the product's link with its waits, its passwords and its list of servers; the server only
lets in, and the platform only counts what it is asked for.
"""

import asyncio
import random
from collections import Counter

from tests.simulation.client import ENDPOINT, Network
from tests.simulation.network import Connection
from tests.simulation.people import DOMAIN, ME
from tests.simulation.server import Server
from tests.simulation.virtual_time import VirtualClock, VirtualLoop, run
from tests.simulation.whims import Whims
from workstation.domain.im import ImPassword
from workstation.domain.network_errors import Unreachable
from workstation.link.endpoints import Endpoint
from workstation.link.im_passwords import ImPasswords
from workstation.link.link import Link
from workstation.link.names import Names
from workstation.link.negotiation import Ready
from workstation.link.reconnect_policy import ReconnectPolicy
from workstation.link.servers import Servers
from workstation.link.session_driver import SessionDriver
from workstation.xmpp.session import XmppSession

MANNERLY = Whims(failed_resume=0.0, asks=0.0, repeats=0.0)
HOUR = 3600.0
BEFORE_SECONDS = 30
STEP_SECONDS = 0.1


class Crowd:
    """Lives through one outage; ``arrivals`` are the seconds from its end to each sign-in."""

    def __init__(
        self, computers: int, seconds_away: float, seed: int, password_seconds: float = HOUR
    ) -> None:
        self._chance = random.Random(seed)  # noqa: S311 - to repeat a run
        self._loop = VirtualLoop()
        self._clock = VirtualClock(self._loop)
        self._computers, self._seconds_away = computers, seconds_away
        self._is_up, self._up_since = True, 0.0
        self._password_seconds = password_seconds
        self._lines: list[tuple[Server, Connection]] = []
        self.arrivals: list[float] = []
        self.calls: Counter[str] = Counter()
        """What was asked for since the outage began; ``calls_away`` until it ended."""
        self.calls_away: Counter[str] = Counter()

    def run(self, seconds_after: float) -> None:
        """Let all sign in, the engine go, come back, and so many seconds pass."""
        run(self._loop, self._live(seconds_after))

    async def _live(self, seconds_after: float) -> None:
        links = [self._computer(number) for number in range(self._computers)]
        tasks = [asyncio.ensure_future(link.run()) for link in links]
        await self._pass(BEFORE_SECONDS)
        assert len(self.arrivals) == self._computers
        self._is_up = False
        for _, line in self._lines:
            line.drop_client()
            line.drop_server()
        self._lines.clear()
        self.arrivals.clear()
        self.calls.clear()
        await self._pass(self._seconds_away)
        self._is_up, self._up_since = True, self._loop.time()
        self.calls_away = self.calls.copy()
        await self._pass(seconds_after)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _pass(self, seconds: float) -> None:
        end = self._loop.time() + seconds
        while self._loop.time() < end:
            await asyncio.sleep(STEP_SECONDS)
            for server, line in self._lines:
                while line.up and line.server_open:
                    server.receive(line)
                while line.down:
                    line.deliver_down()

    def _computer(self, number: int) -> Link:
        passwords = ImPasswords(self._give_password, self._clock)
        chance = random.Random(self._chance.random())  # noqa: S311 - to repeat a run

        async def fetch() -> list[Endpoint]:
            self.calls["lists"] += 1
            await passwords.fetch_ahead()
            return [ENDPOINT]

        ids = iter(range(1 << 30))
        session = XmppSession("desk", lambda: f"i{number}-{next(ids)}")
        return Link(
            SessionDriver(session, Names(DOMAIN), self._clock, ME, lambda: "李医生"),
            _Door(self, passwords),
            Servers(fetch, on_pass_begun=passwords.begin_pass),
            ReconnectPolicy(chance.random, self._is_open),
            self._clock,
        )

    async def _give_password(self) -> ImPassword:
        self.calls["passwords"] += 1
        now = self._clock.monotonic()
        return ImPassword("secret", now + self._password_seconds)

    async def _is_open(self, _: str) -> bool:
        self.calls["looks"] += 1
        return self._is_up

    def let_in(self, line: Connection) -> None:
        """One more computer is there. Raises ``Unreachable`` while the engine is away."""
        self.calls["knocks"] += 1
        if not self._is_up:
            raise Unreachable("nobody listens")
        self.arrivals.append(self._loop.time() - self._up_since)
        self._lines.append((Server([], MANNERLY, self._chance, self._chance), line))


class _Door(Network):
    """One computer's way to the engine."""

    def __init__(self, crowd: Crowd, passwords: ImPasswords) -> None:
        super().__init__(crowd.let_in)
        self._passwords = passwords

    async def negotiate(self, endpoint: Endpoint) -> Ready:
        ready = await super().negotiate(endpoint)
        await self._passwords.current()
        return ready
