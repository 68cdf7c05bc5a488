"""Why a session's socket ended, and how it is closed for each reason."""

from collections.abc import Sequence

from workstation.domain.errors import RemoteProtocolError, WorkstationError
from workstation.domain.sign_in_errors import SessionRefused
from workstation.link.web_socket import PROTOCOL_ERROR, FrameRefused, SizeRefused, WebSocket
from workstation.xmpp import events as wire
from workstation.xmpp.session import XmppSession

CONFLICT, CLOSED, NOT_BOUND = "conflict", "closed", "refused"
"""The server's own condition (RFC 6120, 4.9.3), and two that have none."""
TOO_LARGE, NOT_CARRIED = "frame too large", "frame not carried"
"""Our own conditions: a gateway did not carry a frame, for its size or for another reason."""
CUT = "cut again and again"
"""Nobody says anything, but each resumption is cut."""
CARRIER_CONDITIONS = frozenset({TOO_LARGE, NOT_CARRIED})
"""They do not say whose frame it was: one of ours, or one that was sent to us."""


async def receive(socket: WebSocket, session: XmppSession) -> Sequence[wire.Event]:
    """The events of the next frame; a gateway that refuses ours ends the stream like a server.

    Raises ``ConnectionDropped`` and ``RemoteProtocolError``.
    """
    try:
        frame = await socket.receive()
    except SizeRefused:
        return [wire.StreamFailed(TOO_LARGE)]
    except FrameRefused:
        return [wire.StreamFailed(NOT_CARRIED)]
    return session.receive(frame)


def failure_of(event: wire.Event) -> WorkstationError | None:
    """The failure by which an event ends the stream, ``None`` for one that does not."""
    match event:
        case wire.BindRefused():
            return SessionRefused(NOT_BOUND)
        case wire.StreamFailed(condition):
            return SessionRefused(condition)
        case wire.StreamClosed():
            return SessionRefused(CLOSED)
    return None


def condition_of(failure: WorkstationError) -> str:
    """The condition by which the server ended the stream; empty when it was not the server."""
    return failure.reason if isinstance(failure, SessionRefused) else ""


async def end_socket(socket: WebSocket, failure: WorkstationError) -> None:
    """End a socket: politely where the server still listens, at once where the line is dead."""
    if isinstance(failure, RemoteProtocolError):
        await socket.close(PROTOCOL_ERROR)
    elif condition_of(failure) in {CLOSED, CONFLICT}:
        await socket.close()
    else:
        await socket.abort()
