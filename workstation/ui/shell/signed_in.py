"""What the window hands on of a sign-in: four groups of services, the store, the clock."""

from collections.abc import Coroutine
from typing import Any, Protocol

from workstation.base.clock import Clock
from workstation.services.connection_report import ConnectionReporter
from workstation.services.groups import Account, Lists, Media, Messaging
from workstation.services.unlock_code import UnlockCode
from workstation.store.feed import Feed
from workstation.store.session_store import SessionStore


class SignedIn(Protocol):
    """One doctor's sign-in as the window sees it (``session.session.UserSession``)."""

    clock: Clock
    store: SessionStore
    messaging: Messaging
    lists: Lists
    media: Media
    account: Account
    unlock_code: UnlockCode
    errors: Feed[Exception]
    token_rejected: Feed[None]

    @property
    def connection(self) -> ConnectionReporter:
        """How the way to the servers stands."""

    async def save_profile_draft(self) -> None:
        """Seal what is unsaved on the doctor's page, or delete it. Raises ``StorageError``."""

    def spawn(self, work: Coroutine[Any, Any, object], *, optional: bool = False) -> None:
        """Run work that ends with the session."""

    def refresh(self) -> None:
        """Read both lists now, and try the IM session now if it waits."""
