"""The keys of a repository: files with a passphrase, which never lie in the repository itself.

Ed25519 in PKCS #8, encrypted, so that other tools (``openssl pkey``) read them, too.
"""

import os
from collections.abc import Callable
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    PrivateFormat,
    load_pem_private_key,
)
from securesystemslib.signer import CryptoSigner, SSlibKey

from workstation.base import held_files
from workstation.domain.errors import InputError

MIN_PASSPHRASE = 12
"""Characters. A key file that was copied can be guessed at for as long as somebody likes."""

AskPassphrase = Callable[[str], str]
"""Gives the passphrase of the key with that name."""


def make_key(folder: Path, name: str, ask: AskPassphrase) -> SSlibKey:
    """Make a key file and return the public half.

    Raises ``InputError`` for a passphrase that is too short, ``OSError`` (a file that is there is
    never written over).
    """
    passphrase = ask(name)
    if len(passphrase) < MIN_PASSPHRASE:
        raise InputError("passphrase", "too_short", limit=MIN_PASSPHRASE)
    private = Ed25519PrivateKey.generate()
    encryption = BestAvailableEncryption(passphrase.encode())
    content = private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, encryption)
    handle = os.open(folder / _file_name(name), os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with held_files.file_of(handle, "wb") as file:
        file.write(content)
    return SSlibKey.from_crypto(private.public_key())


class KeyRing:
    """The key files at hand; each is opened once, when it is first needed."""

    def __init__(self, folder: Path, ask: AskPassphrase) -> None:
        self._folder, self._ask = folder, ask
        self._signers: dict[str, CryptoSigner] = {}

    def names(self, prefix: str) -> list[str]:
        """The keys at hand of a kind, such as ``release-1``."""
        return sorted(path.stem for path in self._folder.glob(f"{prefix}*.pem"))

    def signer(self, name: str) -> CryptoSigner:
        """The signer with a key. Raises ``InputError`` for a wrong passphrase, ``OSError``."""
        if name not in self._signers:
            self._signers[name] = self._open(name)
        return self._signers[name]

    def _open(self, name: str) -> CryptoSigner:
        content = held_files.read_whole(self._folder / _file_name(name))
        try:
            private = load_pem_private_key(content, self._ask(name).encode())
        except (ValueError, TypeError):
            raise InputError("passphrase", "wrong") from None
        return CryptoSigner(private)


def _file_name(name: str) -> str:
    return f"{name}.pem"
