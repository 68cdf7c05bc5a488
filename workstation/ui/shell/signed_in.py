"""What the pages need of a sign-in; the session has it all."""

from collections.abc import Coroutine
from typing import Any, Protocol

from workstation.clock import Clock
from workstation.domain.changes import Place
from workstation.domain.commands import Command
from workstation.domain.ids import MemberId
from workstation.domain.profile import Profile
from workstation.services.attachments import MediaReader, Uploads
from workstation.services.closing import ClosingService
from workstation.services.consultation_creation import ConsultationCreator, PictureUploads
from workstation.services.conversations import Conversations
from workstation.services.deletion import Deletion
from workstation.services.drafting import Drafting
from workstation.services.hidden_rows import HiddenRows
from workstation.services.last_seen import LastSeen
from workstation.services.lists import ListRefresh, ListState
from workstation.services.marking import Marking
from workstation.services.outbox import Outbox
from workstation.services.photos import Photos
from workstation.services.profile import ProfileService
from workstation.services.quick_replies import QuickReplies
from workstation.services.read_markers import ReadMarkers
from workstation.services.voice_playlist import VoicePlaylist
from workstation.store.feed import Feed
from workstation.store.session_store import SessionStore


class SignedIn(Protocol):
    """One doctor's sign-in as the window sees it."""

    clock: Clock
    desk: SessionStore
    member_id: MemberId
    profile_page: Profile | None
    queue: ListRefresh
    history: ListRefresh
    list_states: Feed[tuple[Place, ListState]]
    token_rejected: Feed[None]
    upload_progress: Feed[str]
    doctor_known: Feed[Profile]
    errors: Feed[Exception]
    conversations: Conversations
    drafting: Drafting
    quick_replies: QuickReplies
    listening: VoicePlaylist
    closing: ClosingService
    outbox: Outbox
    reading: ReadMarkers
    marking: Marking
    looking: LastSeen
    media: MediaReader
    uploads: Uploads
    opening: ConsultationCreator
    picture_uploads: PictureUploads
    deletion: Deletion
    shelf: HiddenRows
    photos: Photos
    profile: ProfileService

    def post(self, command: Command) -> None:
        """Ask something of the IM session."""

    def spawn(self, work: Coroutine[Any, Any, None]) -> None:
        """Run work that ends with the session."""

    def refresh(self) -> None:
        """Read both lists now."""
