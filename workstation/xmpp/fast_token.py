"""A token in place of the password (XEP-0484): how it proves itself, and how a new one is read.

The proof is a hash of the token that is the same at every sign-in: whoever reads it may use it
again. So it goes out only where nobody listens (TLS, loopback), with a count that a server which
keeps it takes only once. Binding it to the channel takes what Python's TLS does not give
(``decisions/scram-without-channel-binding.md``), hence ``HT-SHA-256-NONE``. The server answers with
a hash that only the holder of the token can make, so that a success without it is not believed.
"""

import base64
import binascii
import hmac
from dataclasses import field
from typing import Final

from workstation.domain.errors import LocalProtocolError, RemoteProtocolError
from workstation.domain.value import Value
from workstation.xmpp import limits
from workstation.xmpp import namespaces as ns
from workstation.xmpp.events import TokenIssued
from workstation.xmpp.timestamps import read_timestamp
from workstation.xmpp.xml import Element, child, qualified

TOKEN_MECHANISM: Final = "HT-SHA-256-NONE"  # noqa: S105 - the name of a mechanism
TOKEN: Final = qualified(ns.FAST, "token")


class FastToken(Value):
    """A token for one sign-in. ``count`` is higher at each (XEP-0484, 3.5)."""

    secret: str = field(repr=False)
    count: int


class TokenProof:
    """One attempt to sign in with a token; ``HT-SHA-256-NONE`` of the draft on hashed tokens.

    Raises ``LocalProtocolError`` for an account that no message can carry.
    """

    def __init__(self, username: str, token: FastToken) -> None:
        if not username or "\0" in username:
            raise LocalProtocolError("unusable account")
        self._username, self._secret = username, token.secret.encode()

    def initial(self) -> str:
        """Account and proof, in base64."""
        return base64.b64encode(self._username.encode() + b"\0" + self._hash(b"Initiator")).decode()

    def verify(self, carried: str | None) -> None:
        """Check the server's proof, in base64; raises ``RemoteProtocolError`` when it is none."""
        try:
            proof = base64.b64decode(carried or "", validate=True)
        except (binascii.Error, ValueError):
            raise RemoteProtocolError("token's answer is no base64") from None
        if not hmac.compare_digest(proof, self._hash(b"Responder")):
            raise RemoteProtocolError("token's answer does not verify the server")

    def _hash(self, role: bytes) -> bytes:
        return hmac.digest(self._secret, role, "sha256")


def read_issued_token(success: Element) -> TokenIssued | None:
    """The token that a server gave with its success; ``None`` for one that cannot be used.

    Without an end that can be read it would be kept for ever, so it is not kept at all.
    """
    issued = child(success, TOKEN)
    if issued is None:
        return None
    secret, expires_ms = issued.get("token", ""), read_timestamp(issued.get("expiry"))
    if expires_ms is None or not 0 < len(secret) <= limits.TOKEN:
        return None
    return TokenIssued(secret, expires_ms)
