"""A server says how often a password is stretched; the window does not stand still for it."""

import hashlib
import re
import threading
from collections.abc import Iterable

import pytest
from scramp import ScramMechanism

from tests.link.line import Socket
from tests.link.sign_in_frames import BIND, OPEN, SASL, STREAMS, endpoint
from workstation.domain.errors import RemoteProtocolError
from workstation.link.negotiation import Negotiator, Ready
from workstation.xmpp import limits, sasl
from workstation.xmpp.authentication import Credentials
from workstation.xmpp.stream import Stream

NAME = "SCRAM-SHA-256"
OFFER = (
    f"<stream:features {STREAMS}><mechanisms {SASL}><mechanism>{NAME}</mechanism></mechanisms>"
    "</stream:features>"
)


class Server(Socket):
    """Takes one password by SCRAM, stretched so often."""

    def __init__(self, iterations: int) -> None:
        super().__init__(mute=True)
        self._opened = False
        known = ScramMechanism(NAME)
        self._side = known.make_server(lambda _: known.make_auth_info("p", iterations))

    def send(self, frames: Iterable[str]) -> None:
        for frame in frames:
            name = re.match(r"<(\w+)", frame).group(1)
            carried = frame.partition(">")[2].partition("<")[0]
            if name == "open":
                self.say(OPEN)
                self.say(BIND if self._opened else OFFER)
                self._opened = True
            if name == "auth":
                self._side.set_client_first(sasl.decode(carried))
                text = sasl.encode(self._side.get_server_first())
                self.say(f"<challenge {SASL}>{text}</challenge>")
            if name == "response":
                self._side.set_client_final(sasl.decode(carried))
                text = sasl.encode(self._side.get_server_final())
                self.say(f"<success {SASL}>{text}</success>")


class Password:
    """The platform's one password."""

    async def current(self) -> str:
        return "p"

    async def replace(self, refused: str) -> str:
        raise AssertionError(refused)


async def negotiated(server: Server) -> Ready:
    async def opened(_: object) -> Server:
        return server

    def stream(_: object, password: str) -> Stream:
        return Stream(Credentials("clinic.test", "1001", password, private=False), "nonce")

    negotiator = Negotiator(opened, stream, lambda: "nonce", Password())
    return await negotiator.negotiate(endpoint(1))


async def test_a_password_is_stretched_beside_the_windows_thread(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    threads: list[int] = []
    derive = hashlib.pbkdf2_hmac

    def noted(*arguments: object) -> bytes:
        threads.append(threading.get_ident())
        return derive(*arguments)

    server = Server(4_096)
    monkeypatch.setattr(hashlib, "pbkdf2_hmac", noted)
    ready = await negotiated(server)
    assert ready.socket is server
    mine = threading.get_ident()
    assert [each for each in threads if each != mine]
    # What stands there besides is the server's own, made when it is asked.
    assert len(threads) == 2
    assert threads[-1] != mine


async def test_a_server_that_asks_for_more_than_the_bound_is_not_obeyed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(limits, "SCRAM_ITERATIONS", 5_000)
    with pytest.raises(RemoteProtocolError, match="iteration"):
        await negotiated(Server(5_001))
