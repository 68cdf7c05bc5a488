"""Tokens that stand for a member's password (XEP-0484), of each installation its own.

A new one leaves the one before good until it is used itself: the client may not have got it. Who
uses one says how often that was (``count``), and what does not exceed the last is a replay. In
memory only: after a restart of the clinic everybody proves the password again.
"""

import hmac
import secrets
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final

from workstation.base.clock import Clock

LIFE_MS: Final = 21 * 24 * 3_600_000
MECHANISM: Final = "HT-SHA-256-NONE"


@dataclass(slots=True)
class _Token:
    secret: str = field(repr=False)
    expires_ms: int
    count: int = -1


class FastTokens:
    """The newest token of every member and installation (``user_agent``), and the one before."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._tokens: dict[tuple[int, str], list[_Token]] = {}

    def issue(self, member_id: int, user_agent: str) -> tuple[str, str]:
        """A new token and when it ends, as XEP-0082 writes that."""
        token = _Token(secrets.token_urlsafe(24), self._clock.now_ms() + LIFE_MS)
        tokens = self._tokens.get((member_id, user_agent), [])
        self._tokens[member_id, user_agent] = [*tokens[-1:], token]
        return token.secret, datetime.fromtimestamp(token.expires_ms / 1_000, UTC).isoformat()

    def answer(self, member_id: int, user_agent: str, proof: bytes, count: int) -> bytes | None:
        """Check a token; the server's own proof for a good one, ``None`` for any other."""
        tokens = self._tokens.get((member_id, user_agent), [])
        for at, token in enumerate(tokens):
            if not hmac.compare_digest(proof, _hash(token, b"Initiator")):
                continue
            if token.expires_ms <= self._clock.now_ms() or count <= token.count:
                return None
            token.count = count
            del tokens[:at]
            return _hash(token, b"Responder")
        return None

    def revoke(self, member_id: int) -> None:
        """Revoke a member's tokens: none is good any more."""
        for key in [key for key in self._tokens if key[0] == member_id]:
            del self._tokens[key]


def _hash(token: _Token, role: bytes) -> bytes:
    return hmac.digest(token.secret.encode(), role, "sha256")
