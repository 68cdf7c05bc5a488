"""A store of secrets that needs no keyring and forgets all with the test."""

import json
import os
from pathlib import Path

from workstation.domain.errors import KeyringUnavailable
from workstation.vault.keys.secret_service import KeyringState


class MemorySecrets:
    """Secrets kept in memory until the program ends; ``reason`` says what was wrong elsewhere."""

    lasting = False

    def __init__(self, reason: KeyringUnavailable | None = None) -> None:
        self.reason = reason or KeyringUnavailable("absent")
        self.secrets: dict[str, str] = {}

    async def state(self) -> KeyringState:
        """There is none, and so nothing to unlock."""
        return KeyringState.OPEN if self.lasting else KeyringState.ABSENT

    async def unlock(self) -> None:
        """Raises ``KeyringUnavailable``: there is none."""
        if not self.lasting:
            raise self.reason

    async def read(self, name: str) -> str | None:
        """The secret, ``None`` if there is none."""
        return self.secrets.get(name)

    async def write(self, name: str, secret: str) -> None:
        """Keep it for this run."""
        self.secrets[name] = secret

    async def remove(self, name: str) -> None:
        """Forget it."""
        self.secrets.pop(name, None)


class SafeKeys(MemorySecrets):
    """A keyring that is open and may be trusted, of this test alone."""

    lasting = True


class FileSecrets(SafeKeys):
    """A keyring that outlives a process that is killed: a JSON file, replaced whole."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._path = path
        if path.exists():
            self.secrets = json.loads(path.read_text())

    async def write(self, name: str, secret: str) -> None:
        """Keep it on the disk."""
        await super().write(name, secret)
        self._save()

    async def remove(self, name: str) -> None:
        """Forget it on the disk."""
        await super().remove(name)
        self._save()

    def _save(self) -> None:
        new = self._path.with_suffix(".writing")
        new.write_text(json.dumps(self.secrets))
        os.replace(new, self._path)  # noqa: PTH105 - Path.replace is a step of the tests that kill
