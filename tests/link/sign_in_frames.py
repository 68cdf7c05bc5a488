"""Endpoints, passwords and the frames of a sign-in, for tests of who is let in."""

import re
from base64 import b64decode

from tests.link.line import Socket
from tests.simulation.virtual_time import VirtualClock
from workstation.domain.errors import (
    Unreachable,
)
from workstation.domain.im import ImPassword
from workstation.link.endpoints import Endpoint


def endpoint(number: int) -> Endpoint:
    """One of several servers, told apart by its number."""
    host = f"10.0.0.{number}"
    return Endpoint(f"wss://{host}:9501/x", host, 9501, private=True, encrypted=True)


class Numbered:
    """The platform: gives numbered passwords, or an error."""

    def __init__(self, clock: VirtualClock) -> None:
        self.fetches, self.away, self.letter = 0, False, "p"
        self._clock = clock

    async def fetch(self) -> ImPassword:
        self.fetches += 1
        if self.away:
            raise Unreachable("platform")
        now = self._clock.monotonic()
        return ImPassword(f"{self.letter}{self.fetches}", now + 3_600.0)


def offered(socket: Socket) -> list[str]:
    """The passwords that went out by PLAIN."""
    sent = re.findall(r'mechanism="PLAIN">([^<]+)<', "".join(socket.sent))
    return [b64decode(each).decode().rpartition("\0")[2] for each in sent]


FRAMING = "xmlns='urn:ietf:params:xml:ns:xmpp-framing'"


SASL = "xmlns='urn:ietf:params:xml:ns:xmpp-sasl'"


STREAMS = "xmlns:stream='http://etherx.jabber.org/streams'"


OPEN = f"<open {FRAMING} version='1.0' from='clinic.test'/>"


PLAIN = (
    f"<stream:features {STREAMS}><mechanisms {SASL}><mechanism>PLAIN</mechanism></mechanisms>"
    "</stream:features>"
)


REFUSAL = f"<failure {SASL}><{{}}/></failure>"


NOT_AUTHORIZED = REFUSAL.format("not-authorized")


BIND = (
    f"<stream:features {STREAMS}><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/></stream:features>"
)


SIGNED_IN = [f"<success {SASL}/>", OPEN, BIND]
