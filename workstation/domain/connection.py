"""The one state of the IM session that the window shows.

::

    CONNECTING → ONLINE → WAITING → CONNECTING …   by itself, with a back-off
                        → NO_NETWORK               the same, while the system says it has none
                        → CONFLICT                 the account was signed in elsewhere
               → REFUSED                           the platform rejects the token

The program never leaves the last two by itself: two windows that took the session from each other
would do so for ever, and a rejected token stays rejected.
"""

import enum

from workstation.domain.errors import WorkstationError
from workstation.domain.value import Value


class Phase(enum.Enum):
    """Where the session stands; the values are keys of the catalogue (``rail.phase``)."""

    SIGNED_OUT = "signed_out"
    CONNECTING = "connecting"
    ONLINE = "online"
    WAITING = "waiting"
    NO_NETWORK = "no_network"
    CONFLICT = "conflict"
    REFUSED = "refused"


STOPPED = frozenset({Phase.CONFLICT, Phase.REFUSED})
"""Only the doctor goes on from these."""


class Connection(Value):
    """Phase, since when, and when the next try is due, ``None`` where none is planned.

    ``since`` and ``retry_at`` are monotonic seconds of the program's clock, so that setting the
    computer's time moves neither. ``error`` is why there is no session, from the first failure
    until the session is online.
    """

    phase: Phase
    since: float = 0.0
    retry_at: float | None = None
    error: WorkstationError | None = None
