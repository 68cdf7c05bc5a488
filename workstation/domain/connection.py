"""The one state of the IM session that the window shows."""

import enum
from dataclasses import dataclass

from workstation.domain.errors import WorkstationError


class Phase(enum.Enum):
    """Where the session stands."""

    SIGNED_OUT = "signed_out"
    CONNECTING = "connecting"
    ONLINE = "online"
    WAITING = "waiting"
    NO_NETWORK = "no_network"
    CONFLICT = "conflict"
    REFUSED = "refused"


STOPPED = frozenset({Phase.CONFLICT, Phase.REFUSED})
"""Only the doctor goes on from these."""


@dataclass(frozen=True, slots=True)
class Connection:
    """Phase, since when, and when the next try is due (monotonic seconds of the clock).

    ``error`` is why there is no session, from the first failure until the session is online.
    """

    phase: Phase
    since: float = 0.0
    retry_at: float | None = None
    error: WorkstationError | None = None
