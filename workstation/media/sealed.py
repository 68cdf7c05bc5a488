"""Files sealed with AES-256-GCM in chunks (the STREAM construction).

Layout: magic, 16 random bytes of salt, then chunks of 64 KiB with a 16-byte tag each. Every file
has a key of its own, derived from the caller's with the salt (HKDF-SHA-256); a chunk's nonce is
its number and whether it is the last, so that chunks cannot be swapped, dropped or cut off.
``context`` is bound in: a file moved under another name does not open.
"""

import hmac
import os
from typing import TYPE_CHECKING

from workstation.domain.errors import StorageError

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

MAGIC = b"DWSEAL1\n"
CHUNK = 64 * 1024

_SALT = 16
_TAG = 16
_HEAD = len(MAGIC) + _SALT


def seal(key: bytes, content: bytes, context: bytes) -> bytes:
    """The sealed form of ``content`` under a 32-byte key."""
    salt = os.urandom(_SALT)
    cipher, bound = _cipher(key, salt), MAGIC + salt + context
    pieces = _pieces(content, CHUNK) or [b""]
    sealed = [
        cipher.encrypt(_nonce(index, len(pieces)), piece, bound)
        for index, piece in enumerate(pieces)
    ]
    return b"".join([MAGIC, salt, *sealed])


def unseal(key: bytes, sealed: bytes, context: bytes) -> bytes:
    """Unseal content. Raises ``StorageError`` for another key, context, or a changed byte."""
    from cryptography.exceptions import InvalidTag  # noqa: PLC0415  heavy

    if not sealed.startswith(MAGIC) or len(sealed) < _HEAD + _TAG:
        raise StorageError("not a sealed file")
    salt = sealed[len(MAGIC) : _HEAD]
    cipher, bound = _cipher(key, salt), MAGIC + salt + context
    pieces = _pieces(sealed[_HEAD:], CHUNK + _TAG)
    try:
        return b"".join(
            cipher.decrypt(_nonce(index, len(pieces)), piece, bound)
            for index, piece in enumerate(pieces)
        )
    except (InvalidTag, ValueError):
        raise StorageError("sealed file does not open") from None


def _pieces(content: bytes, step: int) -> list[bytes]:
    return [content[start : start + step] for start in range(0, len(content), step)]


def _nonce(index: int, count: int) -> bytes:
    return index.to_bytes(11, "big") + bytes([index + 1 == count])


def _cipher(key: bytes, salt: bytes) -> "AESGCM":
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: PLC0415  heavy

    # HKDF (RFC 5869) with one block of output.
    extracted = hmac.digest(salt, key, "sha256")
    return AESGCM(hmac.digest(extracted, b"media file\x01", "sha256"))
