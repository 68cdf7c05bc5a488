"""What playing a recording looks like from outside; no multimedia library is loaded for it."""

import enum

from workstation.domain.value import Value


class PlayerPhase(enum.Enum):
    """What the player is doing."""

    EMPTY = "empty"
    PAUSED = "paused"
    PLAYING = "playing"
    ENDED = "ended"
    FAILED = "failed"
    SILENCED = "silenced"
    """What it plays through went away."""


class PlayerState(Value):
    """A moment of playback; times in milliseconds."""

    phase: PlayerPhase
    position_ms: int = 0
    duration_ms: int = 0
    rate: float = 1.0
