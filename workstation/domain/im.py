"""How the IM session is reached: servers and the short-lived password (the contract, 1.1, 1.2)."""

from dataclasses import field

from workstation.domain.value import Value


class ImServer(Value):
    """One IM server's host (an address or a name, in ASCII) and port."""

    host: str
    port: int


class ImPassword(Value):
    """The account's password; kept in memory only.

    ``expires_at`` is in monotonic seconds of the clock it was fetched with, so that setting the
    computer's time does not move it.
    """

    secret: str = field(repr=False)
    expires_at: float

    def seconds_left(self, now: float) -> float:
        """Seconds until it runs out, negative afterwards; ``now`` is monotonic."""
        return self.expires_at - now
