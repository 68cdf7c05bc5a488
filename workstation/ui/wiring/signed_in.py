"""What the pages need of a sign-in; the session has it all."""

from collections.abc import Coroutine
from typing import Any, Protocol

from workstation.clock import Clock
from workstation.domain.changes import Place
from workstation.domain.commands import Command
from workstation.domain.profile import Profile
from workstation.services.attachments import Media, Uploads
from workstation.services.closing import Closing
from workstation.services.conversations import Conversations
from workstation.services.deletion import Deletion
from workstation.services.drafting import Drafting
from workstation.services.listening import Listening
from workstation.services.lists import ListRefresh, ListState
from workstation.services.looking import Looking
from workstation.services.marking import Marking
from workstation.services.opening import Opening, PictureUploads
from workstation.services.outbox import Outbox
from workstation.services.photos import Photos
from workstation.services.profile import ProfileService
from workstation.services.quick_replies import QuickReplies
from workstation.services.reading import Reading
from workstation.services.shelf import HistoryShelf
from workstation.store.desk import Desk
from workstation.store.feed import Feed


class SignedIn(Protocol):
    """One doctor's sign-in as the window sees it."""

    clock: Clock
    desk: Desk
    member_id: int
    profile_page: Profile | None
    queue: ListRefresh
    history: ListRefresh
    list_states: Feed[tuple[Place, ListState]]
    token_rejected: Feed[None]
    uploads_moved: Feed[str]
    doctor_known: Feed[Profile]
    troubles: Feed[Exception]
    conversations: Conversations
    drafting: Drafting
    quick_replies: QuickReplies
    listening: Listening
    closing: Closing
    outbox: Outbox
    reading: Reading
    marking: Marking
    looking: Looking
    media: Media
    uploads: Uploads
    opening: Opening
    picture_uploads: PictureUploads
    deletion: Deletion
    shelf: HistoryShelf
    photos: Photos
    profile: ProfileService

    def post(self, command: Command) -> None:
        """Ask something of the IM session."""

    def spawn(self, work: Coroutine[Any, Any, None]) -> None:
        """Run work that ends with the session."""

    def refresh(self) -> None:
        """Read both lists now."""
