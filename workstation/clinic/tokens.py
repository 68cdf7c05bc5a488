"""Access tokens: who a caller is, without a table of secrets.

A token is ``{member_id}.{generation}.{mac}``: the MAC is made with a key that lives in the data
folder, so tokens survive a restart; raising a member's generation ends all tokens before it.
"""

import hashlib
import hmac
import secrets
from pathlib import Path

from workstation.base.atomic_write import write_atomically
from workstation.clinic.database import Database

KEY_BYTES = 32
TOKEN_LENGTH_LIMIT = 200


def folder_key(path: Path) -> bytes:
    """The folder's own secret, made at the first call; readable by its owner only.

    One that was cut short is made anew: with an empty one anybody could sign tokens.
    """
    if not path.exists() or path.stat().st_size != KEY_BYTES:
        write_atomically(path, secrets.token_bytes(KEY_BYTES))
    return path.read_bytes()


class Tokens:
    """Makes and checks ``X-AUTH-TOKEN`` values."""

    def __init__(self, database: Database, key: bytes) -> None:
        self._database = database
        self._key = key

    def of(self, member_id: int) -> str:
        """The member's token that is good now; raises KeyError for an unknown member."""
        generation = self._generation(member_id)
        if generation is None:
            raise KeyError(member_id)
        return self._sign(f"{member_id}.{generation}")

    def member(self, token: str) -> int | None:
        """The member that a token speaks for, or None if it is not good (any more)."""
        head, _, _ = token[:TOKEN_LENGTH_LIMIT].rpartition(".")
        expected = self._sign(head)
        if not hmac.compare_digest(expected.encode(), token.encode(errors="replace")):
            return None
        member_id, _, generation = head.partition(".")
        return int(member_id) if str(self._generation(int(member_id))) == generation else None

    def renew(self, member_id: int) -> str:
        """End the member's tokens and give a new one."""
        self._database.execute(
            "UPDATE members SET token_generation = token_generation + 1 WHERE member_id = ?",
            member_id,
        )
        return self.of(member_id)

    def control_key(self) -> str:
        """What the control calls ask for: only who can read the data folder has it."""
        return self._mac("control")

    def password_salt(self, member_id: int) -> bytes:
        """The salt of all of a member's IM passwords, so that SCRAM can offer it at once."""
        return hashlib.sha256(self._mac(f"salt {member_id}").encode()).digest()[:16]

    def _generation(self, member_id: int) -> int | None:
        row = self._database.row(
            "SELECT token_generation FROM members WHERE member_id = ?", member_id
        )
        return None if row is None else int(row["token_generation"])

    def _sign(self, head: str) -> str:
        return f"{head}.{self._mac(f'token {head}')}"

    def _mac(self, purpose: str) -> str:
        mac = hmac.new(self._key, purpose.encode(errors="replace"), hashlib.sha256)
        return mac.hexdigest()[:40]
