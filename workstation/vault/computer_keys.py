"""The keyring of this computer as the program has it: found when it is there, asked before used."""

import asyncio

from workstation.domain.errors import KeyringUnavailable
from workstation.vault.keys import KeyringKeys, Keys, open_keyring
from workstation.vault.secret_service import KeyringState

LOOK_SECONDS = 2.0


class ComputerKeys:
    """The keyring of this computer, which may come later than the program, or not at all."""

    def __init__(self) -> None:
        self.because = KeyringUnavailable("absent")
        self._keyring: KeyringKeys | None = None

    @property
    def lasting(self) -> bool:
        """Whether one was found."""
        return self._keyring is not None

    async def state(self) -> KeyringState:
        """How it is; one that was not there is looked for again."""
        try:
            return await (await self._found()).state()
        except KeyringUnavailable:
            return KeyringState.ABSENT

    async def unlock(self) -> None:
        """Have the system ask the person. Raises ``KeyringUnavailable``."""
        await (await self._found()).unlock()

    async def read(self, name: str) -> str | None:
        """The secret, ``None`` if there is none. Raises ``KeyringUnavailable``."""
        return await (await self._found()).read(name)

    async def write(self, name: str, secret: str) -> None:
        """Keep it and make sure of it. Raises ``KeyringUnavailable``."""
        await (await self._found()).write(name, secret)

    async def remove(self, name: str) -> None:
        """Forget it. Raises ``KeyringUnavailable``."""
        await (await self._found()).remove(name)

    async def _found(self) -> KeyringKeys:
        if self._keyring is None:
            try:
                self._keyring = await open_keyring()
            except KeyringUnavailable as error:
                self.because = error
                raise
        return self._keyring


async def keys_of_this_computer() -> Keys:
    """The platform's keyring where it may be trusted; where there is none yet it may still come."""
    keys = ComputerKeys()
    await keys.state()
    return keys


async def until_open(keys: Keys) -> None:
    """Return once secrets can be read: looked for now and then, as it may be unlocked anywhere."""
    while await keys.state() is not KeyringState.OPEN:  # noqa: ASYNC110 - no backend has an event
        await asyncio.sleep(LOOK_SECONDS)
