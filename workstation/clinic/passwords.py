"""Short-lived IM passwords (contract 1.2), kept as SCRAM keys (RFC 5802) and never in plain."""

import hashlib
import hmac
import secrets
from dataclasses import dataclass, field
from typing import Final

from workstation.base.clock import Clock
from workstation.clinic.database import Database
from workstation.clinic.tokens import Tokens

ITERATIONS: Final = 4096
MECHANISMS: Final = {"SCRAM-SHA-1": "sha1", "SCRAM-SHA-256": "sha256"}
DEFAULT_SECONDS: Final = 3600


@dataclass(frozen=True, slots=True)
class ScramKeys:
    """What RFC 5802 section 3 lets a server keep of a password."""

    salt: bytes = field(repr=False)
    iterations: int
    stored_key: bytes = field(repr=False)
    server_key: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class IssuedPassword:
    """A fresh password: 32 hexadecimal digits, and the seconds that it lasts."""

    password: str = field(repr=False)
    expire: int


def derive(password: str, salt: bytes, iterations: int, mechanism: str) -> ScramKeys:
    """The SCRAM keys of a password under ``SCRAM-SHA-1`` or ``SCRAM-SHA-256``."""
    digest = MECHANISMS[mechanism]
    salted = hashlib.pbkdf2_hmac(digest, password.encode(), salt, iterations)
    client_key = hmac.digest(salted, b"Client Key", digest)
    stored_key = hashlib.new(digest, client_key).digest()
    return ScramKeys(salt, iterations, stored_key, hmac.digest(salted, b"Server Key", digest))


class Passwords:
    """Issues and verifies; several passwords of a member may be alive at once (two PCs)."""

    def __init__(
        self, database: Database, tokens: Tokens, clock: Clock, seconds: int = DEFAULT_SECONDS
    ) -> None:
        self._database = database
        self._tokens = tokens
        self._clock = clock
        self.seconds = seconds

    def issue(self, member_id: int) -> IssuedPassword:
        """A new password for a member; the earlier ones live on until they expire."""
        password = secrets.token_hex(16)
        now = self._clock.now_ms()
        with self._database.transaction():
            self._database.execute("DELETE FROM im_passwords WHERE expires <= ?", now)
            for mechanism in MECHANISMS:
                self._remember(member_id, mechanism, password, now + self.seconds * 1000)
        return IssuedPassword(password, self.seconds)

    def keys(self, member_id: int, mechanism: str) -> list[ScramKeys]:
        """The keys of all live passwords, newest first; they share salt and iterations."""
        rows = self._database.rows(
            "SELECT * FROM im_passwords WHERE member_id = ? AND mechanism = ? AND expires > ?"
            " ORDER BY password_id DESC",
            member_id,
            mechanism,
            self._clock.now_ms(),
        )
        salt = self.salt(member_id)
        return [
            ScramKeys(salt, row["iterations"], row["stored_key"], row["server_key"]) for row in rows
        ]

    def salt(self, member_id: int) -> bytes:
        """The salt to offer in SCRAM, also for a member who has no password or is unknown."""
        return self._tokens.password_salt(member_id)

    def verify(self, member_id: int, password: str) -> bool:
        """Whether this is a live password of the member."""
        live = self.keys(member_id, "SCRAM-SHA-256")
        stored_key = derive(password, self.salt(member_id), ITERATIONS, "SCRAM-SHA-256").stored_key
        return any(hmac.compare_digest(keys.stored_key, stored_key) for keys in live)

    def revoke(self, member_id: int) -> None:
        """End all passwords of a member before their time."""
        self._database.execute("DELETE FROM im_passwords WHERE member_id = ?", member_id)

    def _remember(self, member_id: int, mechanism: str, password: str, expires: int) -> None:
        keys = derive(password, self.salt(member_id), ITERATIONS, mechanism)
        self._database.execute(
            "INSERT INTO im_passwords"
            " (member_id, mechanism, iterations, stored_key, server_key, expires)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            member_id,
            mechanism,
            keys.iterations,
            keys.stored_key,
            keys.server_key,
            expires,
        )
