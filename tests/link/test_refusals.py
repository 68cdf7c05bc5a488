"""Passwords that servers refuse: how many of them see which, and how often the platform is asked.

A hospital may shut out (fail2ban) whoever offers wrong passwords; a PC must not look like that.
"""

import asyncio
from collections import Counter
from collections.abc import Callable, Sequence

import pytest

from tests.link.line import Socket
from tests.link.sign_in_frames import NOT_AUTHORIZED, OPEN, PLAIN, Numbered, endpoint, offered
from tests.simulation.virtual_time import VirtualClock, VirtualLoop, run
from workstation.domain.errors import Unreachable
from workstation.domain.sign_in_errors import PasswordRefused
from workstation.link.endpoints import Endpoint
from workstation.link.im_passwords import ImPasswords
from workstation.link.negotiation import Negotiator
from workstation.link.servers import Servers
from workstation.xmpp.authentication import Credentials
from workstation.xmpp.stream import Stream

SERVERS = [endpoint(number) for number in range(3)]


class Refusing(Socket):
    """A server that takes no password; it needs a moment for each."""

    def __init__(self, seconds: float) -> None:
        super().__init__(mute=True)
        self._seconds = seconds

    def send(self, frames) -> None:
        sent = list(frames)
        super().send(sent)
        if any("<auth " in frame for frame in sent):
            asyncio.get_running_loop().call_later(self._seconds, self.say, NOT_AUTHORIZED)
        if any("<open " in frame for frame in sent):
            self.say(OPEN)
            self.say(PLAIN)


class Hospital:
    """Three servers that refuse, and rounds over them."""

    def __init__(self, clock: VirtualClock, seconds: Sequence[float]) -> None:
        self.platform = Numbered(clock)
        self.seen: list[Counter[str]] = []
        self._passwords = ImPasswords(self.platform.fetch, clock)
        self._servers = Servers(self._list, on_pass_begun=self._passwords.begin_pass)
        self._seconds = dict(zip(SERVERS, seconds, strict=True))
        self._negotiator = Negotiator(self._open, _stream, lambda: "nonce", self._passwords)

    async def round(self) -> None:
        """Try all; ``seen`` has what was offered in it, by server and password."""
        self._sockets: dict[Endpoint, Refusing] = {}
        with pytest.raises((PasswordRefused, Unreachable)):
            await self._servers.connect_first(self._negotiator.negotiate)
        offers = {server: offered(socket) for server, socket in self._sockets.items()}
        self.seen.append(
            Counter(f"{server.host} {each}" for server in offers for each in offers[server])
        )

    async def know_a_password(self) -> None:
        await self._passwords.current()

    async def _list(self) -> list[Endpoint]:
        return SERVERS

    async def _open(self, where: Endpoint) -> Refusing:
        self._sockets[where] = Refusing(self._seconds[where])
        return self._sockets[where]


def _stream(_: Endpoint, password: str) -> Stream:
    return Stream(Credentials("clinic.test", "1001", password, private=True), "nonce")


def trying(seconds: Sequence[float], days: Callable[[Hospital], object]) -> Hospital:
    loop = VirtualLoop()
    hospital = Hospital(VirtualClock(loop), seconds)

    async def live() -> None:
        await hospital.know_a_password()
        await days(hospital)

    run(loop, live())
    return hospital


ORDERS = [(0.0, 0.0, 0.0), (0.3, 0.3, 0.3), (2.0, 0.1, 2.0), (2.0, 2.0, 0.1)]


@pytest.mark.parametrize("seconds", ORDERS)
def test_no_server_sees_a_password_twice_and_the_platform_is_asked_once_a_round(seconds) -> None:
    async def three_rounds(hospital: Hospital) -> None:
        for _ in range(3):
            await hospital.round()

    hospital = trying(seconds, three_rounds)
    assert max(sum(hospital.seen, Counter()).values()) == 1
    assert hospital.platform.fetches == 1 + len(hospital.seen)
    # The password that was known may be refused first; later every server sees one a round.
    assert [sum(each.values()) for each in hospital.seen[1:]] == [len(SERVERS)] * 2


@pytest.mark.parametrize("seconds", ORDERS)
def test_while_the_platform_is_away_no_refused_password_is_offered_again(seconds) -> None:
    async def three_rounds(hospital: Hospital) -> None:
        hospital.platform.away = True
        for _ in range(3):
            await hospital.round()

    hospital = trying(seconds, three_rounds)
    assert [sum(each.values()) for each in hospital.seen] == [len(SERVERS), 0, 0]
    assert hospital.platform.fetches == 1 + len(hospital.seen)
