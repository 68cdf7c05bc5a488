"""Bookmarks in recordings: set, given another note, taken away."""

from collections.abc import Callable

from workstation.domain.bookmarks import Bookmark, Bookmarks
from workstation.domain.ids import ConsultationId
from workstation.store.feed import Feed
from workstation.vault.database import Vault
from workstation.vault.doctor import bookmarks


class BookmarkService:
    """The bookmarks of all conversations; ``changed`` names the consultation where they changed."""

    def __init__(self, vault: Vault, now_ms: Callable[[], int]) -> None:
        self.changed: Feed[ConsultationId] = Feed()
        self._vault, self._now_ms = vault, now_ms

    async def read(self, consultation_id: ConsultationId) -> Bookmarks:
        """The bookmarks of a consultation. Raises ``StorageError``."""
        return await self._vault.read(bookmarks.of_consultation, consultation_id)

    async def put(self, consultation_id: ConsultationId, url: str, bookmark: Bookmark) -> None:
        """Set a bookmark, or change the note of the one at that moment. Raises ``StorageError``."""
        await self._vault.write(bookmarks.put, consultation_id, url, bookmark, self._now_ms())
        self.changed.publish(consultation_id)

    async def remove(self, consultation_id: ConsultationId, url: str, at_ms: int) -> None:
        """Take a bookmark away. Raises ``StorageError``."""
        await self._vault.write(bookmarks.remove, consultation_id, url, at_ms)
        self.changed.publish(consultation_id)
