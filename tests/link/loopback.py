"""WebSocket servers on this computer, as a test connects to them."""

import contextlib
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable

from websockets.asyncio.server import ServerConnection, serve
from websockets.typing import Subprotocol

from workstation.link.endpoints import Endpoint

NO_TRUST = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
"""For an endpoint in the clear: nobody's certificate is taken for good."""


def endpoint(port: int) -> Endpoint:
    """A server of this computer in the clear."""
    return Endpoint(f"ws://127.0.0.1:{port}/xmpp-websocket", "127.0.0.1", port, True, False)


async def be_silent(connection: ServerConnection) -> None:
    """As a server of which only the opening counts."""
    await connection.wait_closed()


@contextlib.asynccontextmanager
async def serving_im(
    certificate: ssl.SSLContext | None,
    speak: Callable[[ServerConnection], Awaitable[None]] = be_silent,
) -> AsyncIterator[Endpoint]:
    """A server of this computer, over TLS where it has a certificate."""
    subprotocols = [Subprotocol("xmpp")]
    async with serve(speak, "127.0.0.1", 0, subprotocols=subprotocols, ssl=certificate) as server:
        port = server.sockets[0].getsockname()[1]
        url = f"wss://127.0.0.1:{port}/xmpp-websocket"
        yield (
            endpoint(port) if certificate is None else Endpoint(url, "127.0.0.1", port, True, True)
        )
