"""A database key wrapped under the doctor's code, and the file's format in which it lies.

Wrapping is AES-256-GCM under a key that HKDF (RFC 5869) makes of Argon2id's output, for kind
``both`` together with a secret that lies in the system's keyring. Bound in as associated data:
format, account, vault, kind, salt and cost, so that nothing of them can be exchanged. A wrong code
and a changed file look the same to the cipher, so each is told apart before it is asked: by a
checksum (damage), by the account's mark (another doctor's file), by the mark of the keyring's half,
by the bounds of the cost.

    {"format": 1, "kind": "code", "account": ..., "vault": ..., "half": "", "salt": ...,
     "memory_kib": 65536, "passes": 3, "lanes": 1, "nonce": ..., "key": ..., "check": ...}

Bytes are hexadecimal. A later version may add what it likes under a higher ``format``: this one
then says so and touches nothing.
"""

import json
import secrets
from dataclasses import field, replace
from hashlib import blake2b
from typing import Any

from workstation.domain.keys import KeyFileUnusable, KeyKind, VaultKey
from workstation.domain.value import Value
from workstation.vault.engine.opening import fingerprint
from workstation.vault.keys.key_cost import KEY_BYTES, KeyCost, derive
from workstation.vault.keys.unlock_code import wipe

FORMAT = 1
MARK_BYTES = 16
MAX_BYTES = 4096
_TAG = 16
_SIZES = {"account": 16, "vault": 16, "salt": 16, "nonce": 12, "key": KEY_BYTES + _TAG}


class CodeRefused(Exception):
    """The cipher does not open: another code, or nothing that this module could tell apart."""


class WrappedKey(Value):
    """What the file says. ``half`` marks the keyring's secret where one is needed, else empty."""

    kind: KeyKind
    account: bytes
    vault: bytes
    half: bytes
    salt: bytes
    cost: KeyCost
    nonce: bytes = field(repr=False)
    key: bytes = field(repr=False)

    def encode(self) -> bytes:
        """The file's content."""
        fields = self._fields()
        return json.dumps({**fields, "check": _check(fields)}, indent=1).encode()

    @property
    def bound(self) -> bytes:
        """The associated data: everything but nonce and key."""
        fields = self._fields()
        del fields["nonce"], fields["key"]
        return _canonical(fields)

    def _fields(self) -> dict[str, Any]:
        return {
            "format": FORMAT,
            "kind": self.kind.value,
            "account": self.account.hex(),
            "vault": self.vault.hex(),
            "half": self.half.hex(),
            "salt": self.salt.hex(),
            "memory_kib": self.cost.memory_kib,
            "passes": self.cost.passes,
            "lanes": self.cost.lanes,
            "nonce": self.nonce.hex(),
            "key": self.key.hex(),
        }


def decode(content: bytes, account: str) -> WrappedKey:
    """The wrapped key of an account. Raises ``KeyFileUnusable``."""
    fields = _read_fields(content)
    try:
        wrapped = _from_fields(fields)
    except (KeyError, TypeError, ValueError):
        raise KeyFileUnusable("damaged") from None
    if not wrapped.cost.allowed:
        raise KeyFileUnusable("damaged")
    if wrapped.account != mark(account.encode()):
        raise KeyFileUnusable("foreign")
    return wrapped


def wrap(  # noqa: PLR0913 - what is bound together
    key: VaultKey,
    code: bytes | bytearray,
    account: str,
    kind: KeyKind,
    cost: KeyCost,
    *,
    half: bytes = b"",
) -> WrappedKey:
    """The key under a code and, where ``half`` is given, the keyring's secret. Blocking."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    wrapped = WrappedKey(
        kind,
        account=mark(account.encode()),
        vault=fingerprint(key),
        half=mark(half) if half else b"",
        salt=secrets.token_bytes(_SIZES["salt"]),
        cost=cost,
        nonce=secrets.token_bytes(_SIZES["nonce"]),
        key=b"",
    )
    wrapping = _wrapping_key(code, wrapped, half)
    try:
        sealed = AESGCM(wrapping).encrypt(wrapped.nonce, key, wrapped.bound)
    finally:
        wipe(wrapping)
    return replace(wrapped, key=sealed)


def unwrap(wrapped: WrappedKey, code: bytes | bytearray, half: bytes = b"") -> VaultKey:
    """Unwrap the key. Blocking. Raises ``CodeRefused``; ``KeyFileUnusable`` for another half."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    if wrapped.half != (mark(half) if half else b""):
        raise KeyFileUnusable("half")
    wrapping = _wrapping_key(code, wrapped, half)
    try:
        key = AESGCM(wrapping).decrypt(wrapped.nonce, wrapped.key, wrapped.bound)
    except InvalidTag:
        raise CodeRefused from None
    finally:
        wipe(wrapping)
    if fingerprint(key) != wrapped.vault:
        raise KeyFileUnusable("foreign")
    return VaultKey(key)


def mark(content: bytes) -> bytes:
    """What tells one account or random secret from another, and says nothing about a secret."""
    return blake2b(content, digest_size=MARK_BYTES, person=b"workstation mark").digest()


def _wrapping_key(code: bytes | bytearray, wrapped: WrappedKey, half: bytes) -> bytearray:
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    derived = derive(code, wrapped.salt, wrapped.cost)
    both = derived + half
    wrapping = bytearray(KEY_BYTES)
    try:
        info = f"workstation vault key {wrapped.kind.value}".encode()
        HKDF(SHA256(), KEY_BYTES, wrapped.salt, info).derive_into(both, wrapping)
    finally:
        wipe(derived)
        wipe(both)
    return wrapping


def _read_fields(content: bytes) -> dict[str, Any]:
    try:
        fields = json.loads(content) if len(content) <= MAX_BYTES else None
        version = fields["format"] if isinstance(fields, dict) else None
    except (ValueError, KeyError, RecursionError):
        raise KeyFileUnusable("damaged") from None
    if not isinstance(fields, dict) or type(version) is not int or version < FORMAT:
        raise KeyFileUnusable("damaged")
    if version > FORMAT:
        raise KeyFileUnusable("newer")
    if fields.pop("check", None) != _check(fields):
        raise KeyFileUnusable("damaged")
    return fields


def _from_fields(fields: dict[str, Any]) -> WrappedKey:
    kind = KeyKind(fields["kind"])
    parts = {name: bytes.fromhex(fields[name]) for name in (*_SIZES, "half")}
    sizes = {**_SIZES, "half": MARK_BYTES if kind is KeyKind.BOTH else 0}
    numbers = [fields[name] for name in ("memory_kib", "passes", "lanes")]
    if kind is KeyKind.SYSTEM or any(type(number) is not int for number in numbers):
        raise ValueError
    if any(len(parts[name]) != size for name, size in sizes.items()):
        raise ValueError
    return WrappedKey(kind=kind, cost=KeyCost(*numbers), **parts)


def _check(fields: dict[str, Any]) -> str:
    return blake2b(_canonical(fields), digest_size=MARK_BYTES).hexdigest()


def _canonical(fields: dict[str, Any]) -> bytes:
    return json.dumps(fields, sort_keys=True, separators=(",", ":")).encode()
