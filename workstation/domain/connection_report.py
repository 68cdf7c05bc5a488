"""How each hop on the way to the message server stands, as the link and the session know it.

Nothing here is found out by trying: each part of the program that takes a hop writes down what
became of it, so that a report can be given while nothing works. Times are monotonic seconds of the
program's clock unless their name ends in ``_ms``.
"""

import enum
from collections.abc import Mapping
from dataclasses import field

from workstation.domain.connection import Connection, Phase
from workstation.domain.errors import NameNotResolved, ProxyRefused, TlsFailure, WorkstationError
from workstation.domain.im import ImServer
from workstation.domain.send_blocker import SendBlocker
from workstation.domain.value import Value


class Hop(enum.Enum):
    """A hop, in the order of the way; the values are keys of the catalogue."""

    PLATFORM = "platform"
    SERVER_LIST = "server_list"
    PROXY = "proxy"
    NAME = "name"
    TCP = "tcp"
    TLS = "tls"
    WEB_SOCKET = "web_socket"
    PASSWORD = "password"  # noqa: S105 - the name of a hop
    SASL = "sasl"
    SESSION = "session"
    ROOMS = "rooms"


SERVER_HOPS = (Hop.NAME, Hop.TCP, Hop.TLS, Hop.WEB_SOCKET, Hop.SASL, Hop.SESSION)
"""Those that are taken at one server, and are always shown."""

ORDER = tuple(Hop)


def failed_hop(reached: Hop, error: WorkstationError) -> Hop:
    """The hop at which an attempt failed that had ``reached`` one.

    The error itself tells a name, a proxy and a certificate apart: the code that opens the socket
    only learns whether it is connected.
    """
    match error:
        case NameNotResolved():
            return Hop.NAME
        case ProxyRefused():
            return Hop.PROXY
        case TlsFailure():
            return Hop.TLS
    return reached


class PlatformCall(Value):
    """The last call of its kind: when it was answered, or why it was not."""

    at: float
    error: WorkstationError | None = None
    count: int = 0


class ServerAttempt(Value):
    """The last try of one server: how far it came; ``error`` is why it ended there."""

    server: ImServer
    encrypted: bool
    hop: Hop
    at: float
    error: WorkstationError | None = None
    is_online: bool = False

    @property
    def progress(self) -> tuple[bool, int]:
        """The sort key of attempts: the largest came furthest."""
        return self.is_online, ORDER.index(self.hop)


class RoomCounts(Value):
    """How many rooms the queue names, in how many we are, when the next is asked again."""

    total: int = 0
    entered: int = 0
    join_at: float | None = None


class ListReading(Value):
    """The queue as the platform gives it: read when, what went wrong since, read again when."""

    read_ms: int | None = None
    error: WorkstationError | None = None
    due_at: float | None = None


class UnsentCounts(Value):
    """Messages that no room has confirmed: those that go by themselves, those that failed."""

    waiting: int
    failed: int


class ConnectionReport(Value):
    """How everything stands at one moment (``now``, ``now_ms``).

    ``heard_at`` is when the message server was heard last. ``clock_ahead_ms`` is by how much this
    computer's clock is ahead of the platform's, ``None`` before any answer; ``unsent`` is ``None``
    while the disk does not say.
    """

    now: float
    now_ms: int
    platform: str
    connection: Connection = field(default_factory=lambda: Connection(Phase.SIGNED_OUT))
    heard_at: float | None = None
    queue: ListReading = ListReading()
    server_list: PlatformCall | None = None
    password: PlatformCall | None = None
    attempts: tuple[ServerAttempt, ...] = ()
    rooms: RoomCounts = RoomCounts()
    blocked: Mapping[SendBlocker, int] = field(default_factory=dict)
    unsent: UnsentCounts | None = None
    clock_ahead_ms: int | None = None

    @property
    def furthest(self) -> ServerAttempt | None:
        """The server that holds the session, or came closest to one."""
        return max(self.attempts, key=lambda each: each.progress, default=None)
