"""A store of secrets that needs no keyring and forgets all with the test."""

from workstation.domain.errors import KeyringUnavailable
from workstation.vault.keys.secret_service import KeyringState


class MemorySecrets:
    """Secrets kept in memory until the program ends; ``reason`` says what was wrong elsewhere."""

    lasting = False

    def __init__(self, reason: KeyringUnavailable | None = None) -> None:
        self.reason = reason or KeyringUnavailable("absent")
        self._secrets: dict[str, str] = {}

    async def state(self) -> KeyringState:
        """There is none, and so nothing to unlock."""
        return KeyringState.OPEN if self.lasting else KeyringState.ABSENT

    async def unlock(self) -> None:
        """Raises ``KeyringUnavailable``: there is none."""
        if not self.lasting:
            raise self.reason

    async def read(self, name: str) -> str | None:
        """The secret, ``None`` if there is none."""
        return self._secrets.get(name)

    async def write(self, name: str, secret: str) -> None:
        """Keep it for this run."""
        self._secrets[name] = secret

    async def remove(self, name: str) -> None:
        """Forget it."""
        self._secrets.pop(name, None)
