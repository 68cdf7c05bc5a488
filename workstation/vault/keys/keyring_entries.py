"""What of one account lies in the system's keyring, by name.

``database …``, the key itself, while no code wraps it; ``key half …``, what a key wrapped by both
needs besides the code; ``token …``, the access token beside an unwrapped key; ``earlier database
…``, the key of a vault that was set aside, once another took its entry.
"""

import base64
import binascii
import contextlib
import logging
import secrets

from workstation.domain.errors import KeyringUnavailable
from workstation.domain.keys import KeyFileUnusable, VaultKey
from workstation.vault.keys.key_cost import KEY_BYTES
from workstation.vault.keys.secret_service import KeyringState
from workstation.vault.keys.secret_store import SecretStore

log = logging.getLogger(__name__)


class KeyringEntries:
    """The keyring's entries of one account; all raise ``KeyringUnavailable`` but where said.

    ``profile`` tells its entries from those of the account in other folders (``profile_entries``),
    which ``common`` has; ``is_settled`` once nothing of them is to be taken over.
    """

    def __init__(self, keyring: SecretStore, account: str, profile: str = "") -> None:
        self.keyring, self.is_settled = keyring, not profile
        self.common = KeyringEntries(keyring, account) if profile else None
        owner = f"{account} {profile}" if profile else account
        self._key, self._token = f"database {owner}", f"token {owner}"
        self._half, self._earlier = f"key half {owner}", f"earlier database {owner}"

    async def is_open(self) -> bool:
        """Whether the keyring can be read now; asks nobody, and raises nothing."""
        return await self.keyring.state() is KeyringState.OPEN

    async def require(self) -> None:
        """Raise ``KeyringUnavailable``, with the reason, where there is no keyring."""
        if await self.keyring.state() is KeyringState.ABSENT:
            raise getattr(self.keyring, "reason", None) or KeyringUnavailable("absent")

    async def read_key(self) -> VaultKey | None:
        """The key that lies in the keyring unwrapped."""
        return _decode(await self.keyring.read(self._key))

    async def make_key(self) -> VaultKey:
        """Make a first key, which lies in the keyring from now on."""
        key = VaultKey(secrets.token_bytes(KEY_BYTES))
        await self.write_key(key)
        return key

    async def write_key(self, key: VaultKey) -> None:
        """Write this key into the keyring; another one that lay there is kept beside it."""
        await self.require()
        other = await self.read_key()
        if other is not None and other != key:
            await self.keyring.write(self._earlier, _encode(other))
        await self.keyring.write(self._key, _encode(key))

    async def read_keys(self) -> tuple[VaultKey, ...]:
        """Every key that lies there or in ``common``, as of a vault that was set aside before.

        None where it cannot be read.
        """
        keys: list[VaultKey] = []
        for name in (self._key, self._earlier):
            with contextlib.suppress(KeyringUnavailable):
                key = _decode(await self.keyring.read(name))
                keys.extend([] if key is None else [key])
        if self.common is not None:
            keys += await self.common.read_keys()
        return tuple(dict.fromkeys(keys))

    async def read_token(self) -> str | None:
        """The access token."""
        return await self.keyring.read(self._token)

    async def write_token(self, token: str) -> None:
        """Store the access token."""
        await self.require()
        await self.keyring.write(self._token, token)

    async def take_token(self, other: "KeyringEntries") -> None:
        """Take over the token of other entries, where none is here; it lies in one place."""
        token = await other.read_token()
        if token is None:
            return
        if await self.read_token() is None:
            await self.write_token(token)
        await other.remove_token()

    async def copy_half(self, other: "KeyringEntries") -> None:
        """Copy the half of other entries, where none is here."""
        half = await self.keyring.read(other._half)  # noqa: SLF001 - of the same class
        if half is not None and await self.keyring.read(self._half) is None:
            await self.keyring.write(self._half, half)

    async def remove_token(self) -> None:
        """Forget the token."""
        await self.keyring.remove(self._token)

    async def read_half(self) -> bytes:
        """The half that a wrapped key needs besides its code, or raise ``KeyFileUnusable``."""
        half = _decode(await self.keyring.read(self._half))
        if half is None:
            raise KeyFileUnusable("half")
        return half

    async def ensure_half(self) -> bytes:
        """The half that lies there, else a new one."""
        await self.require()
        half = _decode(await self.keyring.read(self._half))
        if half is None:
            half = VaultKey(secrets.token_bytes(KEY_BYTES))
            await self.keyring.write(self._half, _encode(half))
        return half

    async def clean(self, key: VaultKey, *, half_too: bool) -> None:
        """Remove what this key left where no code is asked; another vault's entries stay.

        Raises nothing: what the keyring does not let go of now is asked for again next time.
        """
        try:
            if not await self.is_open():
                return
            if await self.read_key() == key:
                await self.keyring.remove(self._key)
            await self.remove_token()
            if half_too:
                await self.keyring.remove(self._half)
        except KeyringUnavailable as error:
            log.warning("the keyring may still have the key: %s", error)

    async def remove_all(self) -> None:
        """Forget everything of this account, where the keyring is open.

        Raises nothing: what it does not let go of opens nothing once the data are erased.
        """
        if not await self.is_open():
            return
        for name in (self._key, self._half, self._earlier, self._token):
            with contextlib.suppress(KeyringUnavailable):
                await self.keyring.remove(name)

    async def remove_half(self) -> None:
        """Forget the half; raises nothing, as by itself it opens nothing."""
        with contextlib.suppress(KeyringUnavailable):
            await self.keyring.remove(self._half)


def _encode(secret: bytes) -> str:
    return base64.b64encode(secret).decode()


def _decode(encoded: str | None) -> VaultKey | None:
    if encoded is None:
        return None
    try:
        key = base64.b64decode(encoded, validate=True)
    except binascii.Error:
        key = b""
    if len(key) != KEY_BYTES:
        raise KeyringUnavailable("lost")
    return VaultKey(key)
