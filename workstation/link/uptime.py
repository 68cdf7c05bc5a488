"""How long the present socket has been online: a server may let us in and drop us at once."""

from workstation.base.clock import Clock

STEADY_SECONDS = 5.0
"""A session that held so long is the end of an outage."""


class Uptime:
    """Since when the present socket has been online, if it has."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._since: float | None = None

    def begin(self) -> None:
        """Count from now: the socket is online."""
        self._since = self._clock.monotonic()

    def reset(self) -> None:
        """Begin with another socket, which is not online yet."""
        self._since = None

    @property
    def has_begun(self) -> bool:
        """Whether the socket has been online at all."""
        return self._since is not None

    @property
    def is_steady(self) -> bool:
        """Whether it has held for ``STEADY_SECONDS``."""
        return self._since is not None and self._clock.monotonic() - self._since >= STEADY_SECONDS
