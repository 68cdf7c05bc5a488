"""The keyring of this computer as the program has it: found when it is there, asked before used."""

import asyncio

from workstation.domain.errors import KeyringUnavailable
from workstation.vault.keys.secret_service import KeyringState
from workstation.vault.keys.secret_store import KeyringSecrets, SecretStore, open_keyring

POLL_SECONDS = 2.0


class SystemKeyring:
    """The keyring of this computer, which may come later than the program, or not at all."""

    def __init__(self) -> None:
        self.reason = KeyringUnavailable("absent")
        self._keyring: KeyringSecrets | None = None

    @property
    def lasting(self) -> bool:
        """Whether a keyring was found."""
        return self._keyring is not None

    async def state(self) -> KeyringState:
        """The state of the keyring; one that was not there is looked for again."""
        try:
            return await (await self._find_keyring()).state()
        except KeyringUnavailable:
            return KeyringState.ABSENT

    async def unlock(self) -> None:
        """Have the system ask the person. Raises ``KeyringUnavailable``."""
        await (await self._find_keyring()).unlock()

    async def read(self, name: str) -> str | None:
        """The secret, ``None`` if there is none. Raises ``KeyringUnavailable``."""
        return await (await self._find_keyring()).read(name)

    async def write(self, name: str, secret: str) -> None:
        """Store a secret, and read it back to make sure. Raises ``KeyringUnavailable``."""
        await (await self._find_keyring()).write(name, secret)

    async def remove(self, name: str) -> None:
        """Forget a secret. Raises ``KeyringUnavailable``."""
        await (await self._find_keyring()).remove(name)

    async def _find_keyring(self) -> KeyringSecrets:
        if self._keyring is None:
            try:
                self._keyring = await open_keyring()
            except KeyringUnavailable as error:
                self.reason = error
                raise
        return self._keyring


async def open_system_keyring() -> SecretStore:
    """The platform's keyring where it may be trusted; where there is none yet it may still come."""
    keys = SystemKeyring()
    await keys.state()
    return keys


async def wait_until_open(keys: SecretStore) -> None:
    """Return once secrets can be read: looked for now and then, as it may be unlocked anywhere."""
    while await keys.state() is not KeyringState.OPEN:  # noqa: ASYNC110 - no backend has an event
        await asyncio.sleep(POLL_SECONDS)
