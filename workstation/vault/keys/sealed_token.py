"""The access token of a doctor whose database opens by a code: sealed under the database's key.

So it lies nowhere weaker than the key: whoever has the keyring but not the code has no token.
"""

import secrets
from pathlib import Path
from typing import TYPE_CHECKING

from workstation.base import held_files
from workstation.base.atomic_write import write_atomically
from workstation.domain.keys import VaultKey
from workstation.vault.faults import storage_fault
from workstation.vault.key_file_names import SEALED_TOKEN
from workstation.vault.keys.key_cost import KEY_BYTES
from workstation.vault.keys.unlock_code import wipe

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_NONCE_BYTES = 12
MAX_BYTES = 64 * 1024


def read(folder: Path, key: VaultKey, account: str) -> str | None:
    """The token; ``None`` where there is none, or none of this key and account. Blocking.

    Raises ``StorageError`` where the disk does not let it be read.
    """
    from cryptography.exceptions import InvalidTag

    try:
        content = held_files.read(folder / SEALED_TOKEN, MAX_BYTES)
    except FileNotFoundError:
        return None
    except OSError as fault:
        raise storage_fault(fault, "token") from None
    nonce, sealed = content[:_NONCE_BYTES], content[_NONCE_BYTES:]
    try:
        return _cipher(key).decrypt(nonce, sealed, account.encode()).decode()
    except (InvalidTag, ValueError):
        return None


def write(folder: Path, key: VaultKey, account: str, token: str) -> None:
    """Seal the token with AES-256-GCM, bound to the account. Blocking. Raises ``StorageError``."""
    nonce = secrets.token_bytes(_NONCE_BYTES)
    sealed = _cipher(key).encrypt(nonce, token.encode(), account.encode())
    write_atomically(folder / SEALED_TOKEN, nonce + sealed)


def remove(folder: Path) -> None:
    """Forget the token; it need not be there. Blocking. Raises ``StorageError``."""
    try:
        held_files.remove(folder / SEALED_TOKEN)
    except OSError as fault:
        raise storage_fault(fault, "token") from None


def _cipher(key: VaultKey) -> "AESGCM":
    """AES-256-GCM under a key of its own, derived from the database's."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    derived = bytearray(KEY_BYTES)
    HKDF(SHA256(), KEY_BYTES, None, b"workstation access token").derive_into(key, derived)
    try:
        return AESGCM(derived)
    finally:
        wipe(derived)
