"""The one state of the IM session that the window shows."""

import enum
from dataclasses import dataclass


class Phase(enum.Enum):
    """Where the session stands."""

    SIGNED_OUT = "signed_out"
    CONNECTING = "connecting"
    ONLINE = "online"
    WAITING = "waiting"
    NO_NETWORK = "no_network"
    CONFLICT = "conflict"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Connection:
    """Phase, since when, and when the next try is due (monotonic seconds of the clock)."""

    phase: Phase
    since: float = 0.0
    retry_at: float | None = None
    reason: str = ""
