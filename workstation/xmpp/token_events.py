"""What the core says about a token that stands for the password; frozen, as all events are."""

from dataclasses import field

from workstation.domain.value import value


@value
class TokenIssued:
    """What the server takes in place of the password from now on (XEP-0484): keep it as a secret.

    It ends at ``expires_ms``, which counts from the Unix epoch by the server's clock.
    """

    secret: str = field(repr=False)
    expires_ms: int


@value
class PasswordWanted:
    """The server takes no token here: give the password by ``retry``."""


@value
class TokenRefused:
    """The server does not take the token; the password is tried next on the same stream."""

    condition: str
