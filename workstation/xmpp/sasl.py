"""Proving the password (RFC 6120, 6; RFC 5802; RFC 4616): SCRAM where offered, PLAIN with care."""

import base64
import binascii
from collections.abc import Iterable
from typing import Final, Protocol

from workstation.domain.errors import LocalProtocolError, RemoteProtocolError
from workstation.xmpp import limits
from workstation.xmpp.scram import Scram

STRENGTH: Final = ("PLAIN", "SCRAM-SHA-1", "SCRAM-SHA-256", "SCRAM-SHA-512")
"""The mechanisms this client speaks, weakest first."""


class Mechanism(Protocol):
    """One attempt to sign in. Each step takes and gives raw bytes, not base64.

    ``derives`` while the answer to the next challenge may take a second of computing.
    """

    name: str

    @property
    def derives(self) -> bool:
        """Whether the next answer costs many hashes (RFC 5802, ``Hi``): for a thread."""

    def initial(self) -> str:
        """The first message, sent with the mechanism's name (RFC 6120, 6.4.2)."""

    def respond(self, challenge: str, /) -> str:
        """Answer a challenge; raises ``RemoteProtocolError`` when the server's is unacceptable."""

    def verify(self, final: str, /) -> None:
        """Check that success is the server's own; raises ``RemoteProtocolError`` when not."""


def strongest_mechanism(offered: Iterable[str]) -> str:
    """The strongest mechanism among those offered that this client speaks, or an empty string."""
    names = set(offered)
    return next((name for name in reversed(STRENGTH) if name in names), "")


def is_weaker(mechanism: str, than: str) -> bool:
    """Whether ``mechanism`` falls behind what the domain offered before (empty: nothing known)."""
    return than in STRENGTH and (
        mechanism not in STRENGTH or STRENGTH.index(mechanism) < STRENGTH.index(than)
    )


def make_mechanism(name: str, username: str, password: str, nonce: str) -> Mechanism:
    """Begin an attempt with one of ``STRENGTH``; ``nonce`` is fresh randomness, printable ASCII.

    ``name`` comes from ``strongest_mechanism``: what was offered is never looked up by name.
    """
    if name == "PLAIN":
        return Plain(username, password)
    return Scram(name, username, password, nonce)


class Plain:
    """The password itself (RFC 4616): for a channel that nobody can listen to.

    Chosen for ``Credentials.private`` connections only.
    """

    name = "PLAIN"
    derives = False

    def __init__(self, username: str, password: str) -> None:
        if not password or "\0" in username + password:
            raise LocalProtocolError("unusable password")
        self._message = f"\0{username}\0{password}"

    def initial(self) -> str:
        """Account and password in one message (RFC 4616, 2)."""
        return self._message

    def respond(self, _challenge: str, /) -> str:
        """Raise ``RemoteProtocolError``: a server that asks speaks another mechanism."""
        raise RemoteProtocolError("PLAIN has no challenge")

    def verify(self, final: str) -> None:
        """Accept success without proof; raises ``RemoteProtocolError`` for data with it."""
        if final:
            raise RemoteProtocolError("PLAIN has no final message")


def encode(message: str) -> str:
    """A message as the wire carries it; an empty one is ``=`` (RFC 6120, 6.4.2)."""
    return base64.b64encode(message.encode()).decode() or "="


def decode(carried: str | None) -> str:
    """Read what the wire carries; raises ``RemoteProtocolError`` when it is not text in base64."""
    if carried in {None, "", "="}:
        return ""
    if len(carried or "") > limits.SASL_BYTES:
        raise RemoteProtocolError("SASL message exceeds the bound")
    try:
        return base64.b64decode(carried or "", validate=True).decode()
    except (binascii.Error, ValueError):
        raise RemoteProtocolError("SASL message is not text in base64") from None
