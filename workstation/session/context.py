"""What every group of a session is made of: settings, disk, clock, and where news go."""

import uuid
from collections.abc import Callable

from workstation.base.clock import Clock
from workstation.base.paths import Folders
from workstation.base.task_scope import Spawn
from workstation.config import Settings
from workstation.domain.changes import Changes
from workstation.domain.documents import DocumentRules
from workstation.domain.ids import MemberId, OriginId
from workstation.domain.unsaved import UnsavedWords
from workstation.domain.value import Value
from workstation.services.access import Access
from workstation.services.audit import AuditTrail
from workstation.store.feed import Feed
from workstation.store.session_store import SessionStore
from workstation.vault.database import Vault


class SessionContext(Value):
    """What all groups of one sign-in share. ``spawn`` runs work that ends with it.

    ``words`` are texts that are not on the disk, also of earlier sign-ins of this run. ``errors``
    publishes failures of background work, to be shown.
    """

    settings: Settings
    access: Access
    vault: Vault
    folders: Folders
    clock: Clock
    audit: AuditTrail
    member_id: MemberId
    words: UnsavedWords
    store: SessionStore
    errors: Feed[Exception]
    spawn: Spawn

    @property
    def on_changes(self) -> Callable[[Changes], None]:
        """Show what became different."""
        return self.store.apply

    @property
    def document_rules(self) -> DocumentRules:
        """Which files may be sent and received."""
        return DocumentRules.of(self.settings.file_kinds, self.settings.file_megabytes)


def new_id() -> OriginId:
    """An id for a message of our own: a random UUID, as XEP-0359 advises."""
    return OriginId(str(uuid.uuid4()))
