"""The states of one stream and what leads from each to the next.

The table is the law: a frame that has no row in the present state is the server's protocol error,
a command that has none is ours. The drawing in the documentation is made from it.
"""

import enum
from typing import Final

from workstation.domain.errors import LocalProtocolError, RemoteProtocolError


class StreamState(enum.Enum):
    """Where a stream stands, from a new socket to the last ``<close/>``."""

    NEW = "new"
    OPENING = "opening"
    NEGOTIATING = "negotiating"
    OFFERED = "offered"
    AUTHENTICATING = "authenticating"
    SUCCEEDED = "succeeded"
    REOPENING = "reopening"
    RENEGOTIATING = "renegotiating"
    SIGNING_IN = "signing-in"
    ACCEPTED = "accepted"
    AUTHENTICATED = "authenticated"
    ADMITTED = "admitted"
    RESUMING = "resuming"
    BINDING = "binding"
    BOUND = "bound"
    ENABLING = "enabling"
    ONLINE = "online"
    CLOSING = "closing"
    CLOSED = "closed"


class StreamCommand(enum.Enum):
    """What this side does."""

    OPEN = "open"
    AUTHENTICATE = "authenticate"
    RESTART = "restart"
    SIGN_IN = "sign in inline"
    AWAIT_FEATURES = "await features"
    TAKE_SESSION = "take the session"
    RESUME = "resume"
    BIND = "bind"
    ENABLE = "enable"
    ENTER = "enter"
    CLOSE = "close"


class ServerFrame(enum.Enum):
    """What the other side sends, by the element that says it."""

    OPEN = "<open>"
    FEATURES = "<features>"
    CHALLENGE = "<challenge>"
    SUCCESS = "<success>"
    FAILURE = "<failure>"
    INLINE_CHALLENGE = "<inline challenge>"
    INLINE_SUCCESS = "<inline success>"
    INLINE_FAILURE = "<inline failure>"
    BOUND = "<bind>"
    RESUMED = "<resumed>"
    ENABLED = "<enabled>"
    FAILED = "<failed>"
    STANZA = "stanza"
    ERROR = "<error>"
    CLOSE = "<close>"


TABLE: Final[dict[StreamState, dict[StreamCommand | ServerFrame, StreamState]]] = {
    StreamState.NEW: {StreamCommand.OPEN: StreamState.OPENING},
    StreamState.OPENING: {ServerFrame.OPEN: StreamState.NEGOTIATING},
    StreamState.NEGOTIATING: {ServerFrame.FEATURES: StreamState.OFFERED},
    StreamState.OFFERED: {
        StreamCommand.AUTHENTICATE: StreamState.AUTHENTICATING,
        StreamCommand.SIGN_IN: StreamState.SIGNING_IN,
    },
    StreamState.AUTHENTICATING: {
        ServerFrame.CHALLENGE: StreamState.AUTHENTICATING,
        ServerFrame.SUCCESS: StreamState.SUCCEEDED,
        ServerFrame.FAILURE: StreamState.OFFERED,
    },
    StreamState.SUCCEEDED: {StreamCommand.RESTART: StreamState.REOPENING},
    StreamState.REOPENING: {ServerFrame.OPEN: StreamState.RENEGOTIATING},
    StreamState.RENEGOTIATING: {ServerFrame.FEATURES: StreamState.AUTHENTICATED},
    StreamState.SIGNING_IN: {
        ServerFrame.INLINE_CHALLENGE: StreamState.SIGNING_IN,
        ServerFrame.INLINE_SUCCESS: StreamState.ACCEPTED,
        ServerFrame.INLINE_FAILURE: StreamState.OFFERED,
    },
    StreamState.ACCEPTED: {
        StreamCommand.AWAIT_FEATURES: StreamState.RENEGOTIATING,
        StreamCommand.TAKE_SESSION: StreamState.ADMITTED,
    },
    StreamState.AUTHENTICATED: {
        StreamCommand.RESUME: StreamState.RESUMING,
        StreamCommand.BIND: StreamState.BINDING,
    },
    StreamState.ADMITTED: {
        ServerFrame.RESUMED: StreamState.ONLINE,
        ServerFrame.BOUND: StreamState.BOUND,
    },
    StreamState.RESUMING: {
        ServerFrame.RESUMED: StreamState.ONLINE,
        ServerFrame.FAILED: StreamState.AUTHENTICATED,
    },
    StreamState.BINDING: {ServerFrame.BOUND: StreamState.BOUND},
    StreamState.BOUND: {
        StreamCommand.ENABLE: StreamState.ENABLING,
        StreamCommand.ENTER: StreamState.ONLINE,
    },
    StreamState.ENABLING: {
        ServerFrame.STANZA: StreamState.ENABLING,
        ServerFrame.ENABLED: StreamState.ONLINE,
        ServerFrame.FAILED: StreamState.ONLINE,
    },
    StreamState.ONLINE: {
        ServerFrame.STANZA: StreamState.ONLINE,
        ServerFrame.FEATURES: StreamState.ONLINE,
    },
    StreamState.CLOSING: {ServerFrame.CLOSE: StreamState.CLOSED},
    StreamState.CLOSED: {},
}
"""State, then input, then the next state. The rows of ``ANYWHERE`` hold in every open state."""

ANYWHERE: Final[dict[StreamCommand | ServerFrame, StreamState]] = {
    StreamCommand.CLOSE: StreamState.CLOSING,
    ServerFrame.ERROR: StreamState.CLOSING,
    ServerFrame.CLOSE: StreamState.CLOSED,
}
ENDING: Final = frozenset({StreamState.CLOSING, StreamState.CLOSED})


def next_state(state: StreamState, trigger: StreamCommand | ServerFrame) -> StreamState:
    """The state after ``trigger``.

    Raises ``LocalProtocolError`` for a command, ``RemoteProtocolError`` for a frame that this state
    does not have: the blame goes to whoever did it.
    """
    rows = TABLE[state] if state in ENDING else TABLE[state] | ANYWHERE
    if trigger in rows:
        return rows[trigger]
    detail = f"{trigger.value} while {state.value}"
    raise (LocalProtocolError if isinstance(trigger, StreamCommand) else RemoteProtocolError)(
        detail
    )
