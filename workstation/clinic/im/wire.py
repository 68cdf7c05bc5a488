"""Raw access to the socket below a WebSocket, for faults that no well-behaved server can cause."""

from collections.abc import MutableMapping
from typing import Any, Final

from uvicorn.protocols.utils import ClientDisconnected
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.frames import Frame, Opcode
from websockets.http11 import Request

EXTENSION: Final = "clinic.wire"


class Wire(WebSocketsSansIOProtocol):
    """uvicorn's WebSocket protocol, which hands itself to the application in its scope."""

    def handle_connect(self, event: Request) -> None:
        """Connect as uvicorn does, and then offer this object to the application."""
        super().handle_connect(event)
        if hasattr(self, "scope"):
            self.scope["extensions"][EXTENSION] = {"wire": self}

    async def send(self, message: Any) -> None:
        """Send as uvicorn does; a handshake answered with an HTTP error is complete, too.

        Raises ``ClientDisconnected`` from the moment the socket has failed, where uvicorn goes on
        writing until the event loop has told it so.
        """
        if message["type"] == "websocket.send" and self.transport.is_closing():
            raise ClientDisconnected
        await super().send(message)
        if message["type"] == "websocket.http.response.body":
            self.handshake_complete = True

    def drop(self) -> None:
        """Break the connection off: no close frame, nothing that waits to be written."""
        self.transport.abort()

    def drop_within(self, text: str, length: int) -> None:
        """Write only the first ``length`` bytes of a text frame, then break off."""
        frame = Frame(Opcode.TEXT, text.encode()).serialize(mask=False)
        self.transport.write(frame[:length])
        self.transport.abort()

    def freeze(self) -> None:
        """Read nothing any more, pings neither: a server that hangs."""
        self.read_paused = True
        self.transport.pause_reading()

    def thaw(self) -> None:
        """Go on reading after ``freeze``."""
        self.read_paused = False
        self.transport.resume_reading()


def wire_of(scope: MutableMapping[str, Any]) -> Wire:
    """The wire below a WebSocket scope of the clinic's server."""
    wire: Wire = scope["extensions"][EXTENSION]["wire"]
    return wire
