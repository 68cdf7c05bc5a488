"""A system keyring that is open."""

from workstation.vault.keys.secret_service import KeyringState


class SafeKeys:
    """A keyring that may be trusted, of this test alone."""

    lasting = True

    def __init__(self) -> None:
        self._secrets: dict[str, str] = {}

    async def state(self) -> KeyringState:
        return KeyringState.OPEN

    async def unlock(self) -> None:
        """It is open."""

    async def read(self, name: str) -> str | None:
        return self._secrets.get(name)

    async def write(self, name: str, secret: str) -> None:
        self._secrets[name] = secret

    async def remove(self, name: str) -> None:
        self._secrets.pop(name, None)
