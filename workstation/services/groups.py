"""The services of one sign-in in four groups, each complete when it is made and never changed.

Code that needs one or two services takes these; code that needs several of one kind takes the
group. Only the session, which assembles them (``session.session``), and the window take all four.
"""

from collections.abc import Awaitable, Callable

from workstation.domain.changes import Place
from workstation.domain.commands import Command
from workstation.domain.ids import MemberId
from workstation.domain.unsaved import Unsaved, UnsavedWords
from workstation.domain.value import Value
from workstation.link.link import Link
from workstation.media.library import MediaLibrary
from workstation.services.amendments import AmendmentService
from workstation.services.audit import AuditTrail
from workstation.services.bookmarks import BookmarkService
from workstation.services.catch_up import CatchUp
from workstation.services.closing import ClosingService
from workstation.services.consultation_creation import ConsultationCreator, SymptomUploads
from workstation.services.consultation_refresh import ConsultationRefresh
from workstation.services.deletion import Deletion
from workstation.services.drafting import Drafting
from workstation.services.handover import HandoverService
from workstation.services.hidden_rows import HiddenRows
from workstation.services.history_reader import HistoryReader
from workstation.services.inbound import InboundProcessor
from workstation.services.last_seen import LastSeen
from workstation.services.lists import ListRefresh, ListState
from workstation.services.marking import Marking
from workstation.services.media_reader import MediaReader
from workstation.services.noting import Noting
from workstation.services.opening_draft import OpeningDraftStore
from workstation.services.outbox import Outbox
from workstation.services.outbox_writer import OutboxWriter
from workstation.services.patient_purge import PatientPurge
from workstation.services.profile import ProfileService
from workstation.services.quick_replies import QuickReplies
from workstation.services.read_markers import ReadMarkers
from workstation.services.retention import Retention
from workstation.services.text_reading import TextReader
from workstation.services.uploads import Uploads
from workstation.services.voice_playlist import VoicePlaylist
from workstation.store.feed import Feed
from workstation.store.queries import ConversationQueries, PhotoQueries


class Messaging(Value):
    """Sending and receiving messages. ``upload_progress`` names an upload that made progress."""

    link: Link
    outbox: Outbox
    outbox_writer: OutboxWriter
    amendments: AmendmentService
    inbound: InboundProcessor
    catch_up: CatchUp
    history: HistoryReader
    read_markers: ReadMarkers
    conversations: ConversationQueries
    drafting: Drafting
    quick_replies: QuickReplies
    uploads: Uploads
    upload_progress: Feed[str]

    @property
    def post(self) -> Callable[[Command], None]:
        """Asks something of the IM session, as far as that is possible now."""
        return self.link.post


class Lists(Value):
    """The platform's two lists and the actions on their rows.

    ``states`` publishes how recent each list is.
    """

    queue: ListRefresh
    history: ListRefresh
    states: Feed[tuple[Place, ListState]]
    refresh: ConsultationRefresh
    creator: ConsultationCreator
    opening_draft: OpeningDraftStore
    marking: Marking
    noting: Noting
    last_seen: LastSeen
    hidden_rows: HiddenRows
    deletion: Deletion
    retention: Retention
    purge: PatientPurge


class Media(Value):
    """Photos, voice messages and files: fetched, shown, read, played, uploaded."""

    library: MediaLibrary
    reader: MediaReader
    photos: PhotoQueries
    texts: TextReader
    voices: VoicePlaylist
    bookmarks: BookmarkService
    symptom_uploads: SymptomUploads


class Account(Value):
    """Who is signed in (``member_id``), the doctor's page, summaries, handover, audit trail.

    ``platform`` is the address of the platform that gave the numbers, ``words`` are those of this
    doctor that no disk has taken. ``read_unsaved`` counts what was not sent, drafts among it, and
    the notes as well where memory alone has them; it raises ``StorageError``.
    """

    member_id: MemberId
    platform: str
    profile: ProfileService
    closing: ClosingService
    handover: HandoverService
    audit: AuditTrail
    words: UnsavedWords
    read_unsaved: Callable[[], Awaitable[Unsaved]]
