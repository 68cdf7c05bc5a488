"""What the core says about a token that stands for the password; frozen, as all events are."""

from dataclasses import field

from workstation.domain.value import Value


class TokenIssued(Value):
    """What the server takes in place of the password from now on (XEP-0484): keep it as a secret.

    It ends at ``expires_ms``, which counts from the Unix epoch by the server's clock.
    """

    secret: str = field(repr=False)
    expires_ms: int


class PasswordWanted(Value):
    """The server takes no token here: give the password by ``retry``."""


class TokenRefused(Value):
    """The server does not take the token; the password is tried next on the same stream."""

    condition: str
