"""What keeps the IM session from beginning: a branch of the tree of ``errors``.

::

MessagingError
├── PasswordRefused           by the IM server, also a fresh one
│   └── WeakerSignIn          by us: the server offers less than it once did
├── NoServers                 the platform names none that can be one
├── NoImServer                what answers at an address is no IM server
└── SessionRefused            the IM server ended the stream, or binds no session
"""

from workstation.domain.errors import MessagingError


class PasswordRefused(MessagingError):
    """The IM server takes neither the password nor a fresh one."""

    code = "messaging.password"


class WeakerSignIn(PasswordRefused):
    """The IM server offers only ways to sign in that are weaker than before: nothing was sent."""

    code = "messaging.weaker"


class NoServers(MessagingError):
    """The platform's list has no IM server that could be asked."""

    code = "messaging.servers"


class NoImServer(MessagingError):
    """What answers at an IM server's address does not speak XMPP over WebSocket."""

    code = "messaging.foreign"


class SessionRefused(MessagingError):
    """The IM server ended the stream or gives no session.

    ``reason`` is its condition (RFC 6120, 4.9.3), or conflict, closed or refused.
    """

    code = "messaging.session"

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
