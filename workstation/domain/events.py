"""What the IM session tells the program, in the clinic's words (no wire terms above ``link``)."""

from dataclasses import replace

from workstation.domain.connection import Connection
from workstation.domain.ids import ArchiveId, ConsultationId, MemberId, OriginId
from workstation.domain.mentions import Mention
from workstation.domain.message import Attachment, MessageKind, Quote
from workstation.domain.value import Value


class ConnectionChanged(Value):
    """The session's state is now this."""

    connection: Connection


class Joined(Value):
    """The room of a consultation is entered.

    ``archives`` says that the room stamps archive ids. A fresh join means a catch-up is due.
    ``visit`` is the number of this stay in the room; no other stay of the program has it.
    """

    consultation_id: ConsultationId
    archives: bool
    visit: int


class Left(Value):
    """The room of a consultation is no longer entered; ``reason`` is a short plain word."""

    consultation_id: ConsultationId
    reason: str


class PresentMembers(Value):
    """Who is in the room of a consultation now: all of them, the doctor included."""

    consultation_id: ConsultationId
    member_ids: frozenset[MemberId]


class Arrived(Value):
    """A message from a room, live or out of its archive.

    ``member_id`` is the account the room vouches for, ``None`` when nobody vouches.
    ``nickname`` is what the sender calls itself: for doctors only, and never an identity.
    ``replaces`` and ``retracts`` name an earlier ``origin_id`` of the same sender; ``quote`` names
    a message of anybody's, which the vault looks for. ``mentions`` are places in ``text``.
    ``is_id_unique`` tells whether the sender promised that no other message of its has this
    ``origin_id``: one that counts its stanzas may begin again with each stream.
    """

    consultation_id: ConsultationId
    member_id: MemberId | None
    origin_id: OriginId
    archive_id: ArchiveId | None
    at_ms: int
    kind: MessageKind
    text: str
    attachment: Attachment | None = None
    nickname: str = ""
    replaces: str = ""
    retracts: str = ""
    live: bool = True
    quote: Quote | None = None
    mentions: tuple[Mention, ...] = ()
    is_id_unique: bool = True

    def unreadable(self) -> "Arrived":
        """What stands in its place when its content cannot be had: who and when, no words."""
        return replace(
            self, kind=MessageKind.TEXT, text="", attachment=None, nickname="", replaces="",
            retracts="", quote=None, mentions=(),
        )  # fmt: skip


class Displayed(Value):
    """A member has read up to the message with this id (archive id or origin id).

    ``archive_id`` is the marker's own place in the archive, given out of an ``ArchivePage``.
    """

    consultation_id: ConsultationId
    member_id: MemberId
    message_id: str
    live: bool = True
    archive_id: ArchiveId | None = None


class Typing(Value):
    """A member of a room began or ceased to write."""

    consultation_id: ConsultationId
    member_id: MemberId
    composing: bool


class ArchivePage(Value):
    """One answered page of a room's archive, oldest first.

    ``items`` holds ``Arrived`` and ``Displayed`` in archive order, ``first`` and ``last`` are the
    archive ids of its ends, ``ids`` those of all its entries, also of what is not shown.
    ``unknown_anchor`` says that the room does not know the asked id, ``from_start`` that it has
    nothing before this page.
    """

    consultation_id: ConsultationId
    query: str
    items: tuple[Arrived | Displayed, ...]
    first: ArchiveId | None
    last: ArchiveId | None
    complete: bool
    unknown_anchor: bool = False
    ids: tuple[ArchiveId, ...] = ()
    from_start: bool = False


class Overlooked(Value):
    """A live message could not be read, or is of nobody known: only the archive tells more."""

    consultation_id: ConsultationId


SESSION_LOST = "session-lost"
"""The session ended before the page came."""

FRAME_REFUSED = "frame-refused"
"""The session ended by a frame that was not carried, which may have been of the page."""

SUSPECTED = "suspected"
"""The session was ended by the page, or by an own message that was under way as well."""

UNFIT = "unfit"
"""The page came and could not be kept."""

TOO_MANY_PAGES = "too-many-pages"
"""Page after page came, and the room has still not caught up."""


class PageFailed(Value):
    """A page of an archive did not come; ``reason`` is the error's condition, or one of these."""

    consultation_id: ConsultationId
    query: str
    reason: str


class Broken(Value):
    """The server ended the session for what it received.

    ``suspects`` are own messages on their way, oldest first, that may be the reason. With
    ``beside_pages`` it may as well have been a page of an archive that was due.
    """

    reason: str
    suspects: tuple[OriginId, ...]
    beside_pages: bool = False


class Undelivered(Value):
    """The room answered an own message with an error; ``reason`` is the error's condition."""

    consultation_id: ConsultationId
    origin_id: OriginId
    reason: str
    server_text: str = ""


class Invited(Value):
    """Somebody says a consultation concerns us: a hint to read the in-process list again."""

    consultation_id: ConsultationId | None


Event = (
    ConnectionChanged
    | Joined
    | PresentMembers
    | Left
    | Arrived
    | Overlooked
    | Displayed
    | Typing
    | ArchivePage
    | PageFailed
    | Broken
    | Undelivered
    | Invited
)
