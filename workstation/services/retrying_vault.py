"""The vault for messages: what the disk refuses is tried again, and what changed is published.

A message that is passed over while the disk fails would wait until its room is entered again, and
one that came in would be lost (``test_disk_while_sending.py``, ``test_full_disk.py``).
"""

from collections.abc import Callable
from typing import TypeVar

from workstation.domain.changes import Changes
from workstation.domain.errors import StorageError
from workstation.vault.database import Vault, retry_until_stored

T = TypeVar("T")


class RetryingVault:
    """Reads and writes that wait for as long as the disk fails.

    ``on_changes`` gets what was changed, ``on_storage_error`` each failure.
    """

    def __init__(
        self,
        vault: Vault,
        on_changes: Callable[[Changes], None],
        on_storage_error: Callable[[StorageError], None],
    ) -> None:
        self._vault, self.publish, self.report = vault, on_changes, on_storage_error

    async def read(self, question: Callable[..., T], *args: object) -> T:
        """Read, in a thread of its own."""
        return await retry_until_stored(lambda: self._vault.read(question, *args), self.report)

    async def read_once(self, question: Callable[..., T], *args: object) -> T:
        """Read, tried once: who asked tries again later. Raises ``StorageError``."""
        return await self._vault.read(question, *args)

    async def read_in_turn(self, question: Callable[..., T], *args: object) -> T:
        """Read behind all that is being written. Tried once; raises ``StorageError``."""
        return await self._vault.read_in_turn(question, *args)

    async def write(self, change: Callable[..., Changes], *args: object) -> Changes:
        """Write, and publish the changes before anything follows from them."""
        changes = await self.store(change, *args)
        self.publish(changes)
        return changes

    async def write_once(self, change: Callable[..., Changes], *args: object) -> Changes:
        """Write and publish, tried once: who asked is waiting for it. Raises ``StorageError``."""
        changes = await self._vault.write(change, *args)
        self.publish(changes)
        return changes

    async def store(self, change: Callable[..., T], *args: object) -> T:
        """Write, and publish nothing."""
        return await retry_until_stored(lambda: self._vault.write(change, *args), self.report)

    async def absorb(self, change: Callable[..., T], *args: object) -> T:
        """Store what the server keeps until it is stored (``Vault.absorb``); publish nothing."""
        return await retry_until_stored(lambda: self._vault.absorb(change, *args), self.report)
