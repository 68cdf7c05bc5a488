"""The same client on a real socket: TCP, WebSocket, SASL, everything but window and REST."""

import random
import secrets
from collections.abc import Callable

from tests.link.loopback import NO_TRUST
from tests.simulation.client import Client, OnePassword
from tests.simulation.people import DOMAIN, ME
from workstation.base.clock import SystemClock
from workstation.domain.changes import Changes
from workstation.link.endpoints import Endpoint
from workstation.link.negotiation import Negotiator
from workstation.link.opening import open_socket
from workstation.link.web_socket import WebSocket
from workstation.vault.database import Vault
from workstation.xmpp.authentication import Credentials
from workstation.xmpp.stream import Stream

MOMENT = 0.05


async def _open(endpoint: Endpoint) -> WebSocket:
    return await open_socket(endpoint, NO_TRUST, server_name=DOMAIN)


def desk(
    vault: Vault,
    port: int,
    password: str,
    *,
    show: Callable[[Changes], None] = lambda _: None,
    resource: str = "desk",
) -> Client:
    """A client of the server that listens on this port of the own computer.

    On one computer nothing is under way for long, so it waits but a moment before it says again
    what was under way.
    """
    url = f"ws://127.0.0.1:{port}/xmpp-websocket"

    def stream(endpoint: Endpoint, secret: str) -> Stream:
        credentials = Credentials(DOMAIN, str(ME), secret, endpoint.private)
        return Stream(credentials, secrets.token_hex(16))

    return Client(
        vault,
        SystemClock(),
        lambda _: Negotiator(_open, stream, lambda: secrets.token_hex(16), OnePassword(password)),
        draw=random.random,
        show=show,
        new_id=lambda: secrets.token_hex(12),
        endpoint=Endpoint(url, "127.0.0.1", port, private=True, encrypted=False),
        grace=MOMENT,
        resource=resource,
    )
