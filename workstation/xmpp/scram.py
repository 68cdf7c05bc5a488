"""SCRAM from the client's side (RFC 5802, RFC 7677), without channel binding.

What channel binding would take: ``decisions/scram-without-channel-binding.md``. Account and
password are ASCII here (the platform gives a number and 32 hex digits): SASLprep, which RFC 5802
asks for, leaves printable ASCII as it is, and for anything else nobody could say that both sides
prepare it alike.
"""

import base64
import hashlib
import hmac
from typing import Final

from workstation.domain.errors import LocalProtocolError, RemoteProtocolError
from workstation.xmpp import limits

_NO_BINDING: Final = "n,,"
_MIN_ITERATIONS: Final = 4_096
_MIN_SALT: Final = 12


class Scram:
    """A salted challenge; proves the password without showing it, and the server too.

    Deriving the key takes tens of ms (``derives``): the caller does it in a thread. Raises
    ``LocalProtocolError`` for an account, a password or a nonce that cannot be used.
    """

    def __init__(self, name: str, username: str, password: str, nonce: str) -> None:
        if not (_printable(username) and _printable(password)):
            raise LocalProtocolError("unusable account or password")
        if not _printable(nonce) or "," in nonce or " " in nonce:
            raise LocalProtocolError("unusable nonce")
        self.name = name
        self._hash = name.removeprefix("SCRAM-").replace("-", "").lower()
        self._password, self._nonce = password.encode(), nonce
        escaped = username.replace("=", "=3D").replace(",", "=2C")
        self._first = f"n={escaped},r={nonce}"
        self._signature = b""

    @property
    def derives(self) -> bool:
        """Whether the answer takes the hashes: true up to the challenge."""
        return not self._signature

    def initial(self) -> str:
        """The account and the nonce (RFC 5802, 5, client-first-message)."""
        return _NO_BINDING + self._first

    def respond(self, challenge: str) -> str:
        """The proof (RFC 5802, 5, client-final-message).

        Raises ``RemoteProtocolError`` for a challenge that is none, or that would cost more than
        ``SCRAM_ITERATIONS``.
        """
        if self._signature:
            raise RemoteProtocolError("SCRAM has one challenge")
        try:
            nonce, salt, iterations = _read_challenge(challenge)
        except ValueError:
            raise RemoteProtocolError("SCRAM challenge unacceptable") from None
        if not nonce.startswith(self._nonce) or nonce == self._nonce or len(salt) < _MIN_SALT:
            raise RemoteProtocolError("SCRAM challenge unacceptable")
        if not _MIN_ITERATIONS <= iterations <= limits.SCRAM_ITERATIONS:
            raise RemoteProtocolError("SCRAM iteration count exceeds the bounds")
        bare = f"c={base64.b64encode(_NO_BINDING.encode()).decode()},r={nonce}"
        dialogue = f"{self._first},{challenge},{bare}".encode()
        salted = hashlib.pbkdf2_hmac(self._hash, self._password, salt, iterations)
        key = self._hmac(salted, b"Client Key")
        mask = self._hmac(hashlib.new(self._hash, key).digest(), dialogue)
        proof = bytes(left ^ right for left, right in zip(key, mask, strict=True))
        self._signature = self._hmac(self._hmac(salted, b"Server Key"), dialogue)
        return f"{bare},p={base64.b64encode(proof).decode()}"

    def verify(self, final: str) -> None:
        """Check the server's own proof; without it whoever answers may be anybody.

        Raises ``RemoteProtocolError`` for a success that came without a challenge, or whose
        signature is not made from the password.
        """
        if not self._signature:
            raise RemoteProtocolError("SCRAM success without challenge")
        expected = f"v={base64.b64encode(self._signature).decode()}"
        signature = final.partition(",")[0]
        if not hmac.compare_digest(signature.encode(), expected.encode()):
            raise RemoteProtocolError("SCRAM signature does not verify the server")

    def _hmac(self, key: bytes, text: bytes) -> bytes:
        return hmac.digest(key, text, self._hash)


def _printable(text: str) -> bool:
    return bool(text) and text.isascii() and text.isprintable()


def _read_challenge(challenge: str) -> tuple[str, bytes, int]:
    """Nonce, salt and iterations; more may follow, nothing may precede. Raises ``ValueError``."""
    nonce, salt, iterations, *_ = challenge.split(",")
    for part, name in ((nonce, "r="), (salt, "s="), (iterations, "i=")):
        if not part.startswith(name):
            raise ValueError(name)
    if not _printable(nonce) or not iterations[2:].isdigit():
        raise ValueError(nonce)
    return nonce[2:], base64.b64decode(salt[2:], validate=True), int(iterations[2:])
