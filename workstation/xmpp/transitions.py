"""The states of one stream and what leads from each to the next.

The table is the law: a frame that has no row in the present state is the server's protocol error,
a command that has none is ours. The drawing in the documentation is made from it.
"""

import enum
from typing import Final

from workstation.domain.errors import LocalProtocolError, RemoteProtocolError


class State(enum.Enum):
    """Where a stream stands."""

    NEW = "new"
    OPENING = "opening"
    NEGOTIATING = "negotiating"
    OFFERED = "offered"
    AUTHENTICATING = "authenticating"
    SUCCEEDED = "succeeded"
    REOPENING = "reopening"
    RENEGOTIATING = "renegotiating"
    AUTHENTICATED = "authenticated"
    RESUMING = "resuming"
    BINDING = "binding"
    BOUND = "bound"
    ENABLING = "enabling"
    ONLINE = "online"
    CLOSING = "closing"
    CLOSED = "closed"


class Command(enum.Enum):
    """What this side does."""

    OPEN = "open"
    AUTHENTICATE = "authenticate"
    RESTART = "restart"
    RESUME = "resume"
    BIND = "bind"
    ENABLE = "enable"
    ENTER = "enter"
    CLOSE = "close"


class Frame(enum.Enum):
    """What the other side sends."""

    OPEN = "<open>"
    FEATURES = "<features>"
    CHALLENGE = "<challenge>"
    SUCCESS = "<success>"
    FAILURE = "<failure>"
    BOUND = "<bind>"
    RESUMED = "<resumed>"
    ENABLED = "<enabled>"
    FAILED = "<failed>"
    STANZA = "stanza"
    ERROR = "<error>"
    CLOSE = "<close>"


TABLE: Final[dict[State, dict[Command | Frame, State]]] = {
    State.NEW: {Command.OPEN: State.OPENING},
    State.OPENING: {Frame.OPEN: State.NEGOTIATING},
    State.NEGOTIATING: {Frame.FEATURES: State.OFFERED},
    State.OFFERED: {Command.AUTHENTICATE: State.AUTHENTICATING},
    State.AUTHENTICATING: {
        Frame.CHALLENGE: State.AUTHENTICATING,
        Frame.SUCCESS: State.SUCCEEDED,
        Frame.FAILURE: State.OFFERED,
    },
    State.SUCCEEDED: {Command.RESTART: State.REOPENING},
    State.REOPENING: {Frame.OPEN: State.RENEGOTIATING},
    State.RENEGOTIATING: {Frame.FEATURES: State.AUTHENTICATED},
    State.AUTHENTICATED: {Command.RESUME: State.RESUMING, Command.BIND: State.BINDING},
    State.RESUMING: {Frame.RESUMED: State.ONLINE, Frame.FAILED: State.AUTHENTICATED},
    State.BINDING: {Frame.BOUND: State.BOUND},
    State.BOUND: {Command.ENABLE: State.ENABLING, Command.ENTER: State.ONLINE},
    State.ENABLING: {
        Frame.STANZA: State.ENABLING,
        Frame.ENABLED: State.ONLINE,
        Frame.FAILED: State.ONLINE,
    },
    State.ONLINE: {Frame.STANZA: State.ONLINE},
    State.CLOSING: {Frame.CLOSE: State.CLOSED},
    State.CLOSED: {},
}
"""State, then input, then the next state. The rows of ``ANYWHERE`` hold in every open state."""

ANYWHERE: Final[dict[Command | Frame, State]] = {
    Command.CLOSE: State.CLOSING,
    Frame.ERROR: State.CLOSING,
    Frame.CLOSE: State.CLOSED,
}
ENDING: Final = frozenset({State.CLOSING, State.CLOSED})


def following(state: State, happened: Command | Frame) -> State:
    """The state after ``happened``; raises the protocol error of whoever did it."""
    rows = TABLE[state] if state in ENDING else TABLE[state] | ANYWHERE
    if happened in rows:
        return rows[happened]
    detail = f"{happened.value} while {state.value}"
    raise (LocalProtocolError if isinstance(happened, Command) else RemoteProtocolError)(detail)


def drawing() -> str:
    """The table as a Mermaid state diagram."""
    lines = [
        "stateDiagram-v2",
        '    state "every state but the last two" as open',
        "    [*] --> new",
    ]
    for state, rows in TABLE.items():
        for happened, after in rows.items():
            lines.append(f"    {state.value} --> {after.value}: {_label(happened)}")
    lines += [
        f"    open --> {after.value}: {_label(happened)}" for happened, after in ANYWHERE.items()
    ]
    return "\n".join([*lines, "    closed --> [*]"])


def _label(happened: Command | Frame) -> str:
    direction = "we" if isinstance(happened, Command) else "server"
    return f"{direction} {happened.value.strip('<>')}"
