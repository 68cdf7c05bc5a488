"""A system keyring that can be locked."""

import asyncio

from tests.fakes.secrets import SafeKeys
from workstation.domain.errors import KeyringUnavailable
from workstation.vault.keys.secret_service import KeyringState


class LockedKeys(SafeKeys):
    """A keyring that can be locked; its dialog stands until it is answered."""

    def __init__(self) -> None:
        super().__init__()
        self.now = KeyringState.OPEN
        self.dialog: asyncio.Future[bool] | None = None
        self.dialogs = 0

    async def state(self) -> KeyringState:
        return self.now

    async def unlock(self) -> None:
        self.dialogs += 1
        self.dialog = asyncio.get_running_loop().create_future()
        if not await self.dialog:
            raise KeyringUnavailable("dismissed")
        self.now = KeyringState.OPEN

    async def read(self, name: str) -> str | None:
        self._require_open()
        return await super().read(name)

    async def write(self, name: str, secret: str) -> None:
        self._require_open()
        await super().write(name, secret)

    async def remove(self, name: str) -> None:
        self._require_open()
        await super().remove(name)

    def _require_open(self) -> None:
        if self.now is not KeyringState.OPEN:
            raise KeyringUnavailable(self.now.value)
