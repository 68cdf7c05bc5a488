"""What the program asks of the IM session, in the clinic's words (no wire terms above ``link``).

A command has no answer of its own: what became of it comes back as an event (``domain.events``),
perhaps in a later session.
"""

from workstation.domain.ids import ArchiveId, ConsultationId, OriginId
from workstation.domain.mentions import Mention
from workstation.domain.message import Attachment, MessageKind, Quote
from workstation.domain.value import Value


class Send(Value):
    """Bring a message to its room; ``origin_id`` stays the same over restarts and resends.

    ``replaces`` makes it the correction of the own message with that ``origin_id``. ``retracts``
    makes it the withdrawal of an own message, by its archive id, or by its ``origin_id`` where the
    room gives none. ``quote`` is the message that it answers, ``mentions`` who is spoken to
    where in ``text``.
    """

    consultation_id: ConsultationId
    origin_id: OriginId
    kind: MessageKind
    text: str
    attachment: Attachment | None = None
    replaces: str = ""
    retracts: str = ""
    quote: Quote | None = None
    mentions: tuple[Mention, ...] = ()


class MarkDisplayed(Value):
    """Tell the room that everything up to this archive id was really seen."""

    consultation_id: ConsultationId
    archive_id: ArchiveId


class SetTyping(Value):
    """Tell the room that the doctor writes, or stopped."""

    consultation_id: ConsultationId
    composing: bool


class SetRooms(Value):
    """Be in exactly these rooms (the in-process list), and in the most urgent ones first."""

    consultation_ids: tuple[ConsultationId, ...]


class PreferRoom(Value):
    """Be in this one of the wanted rooms first; the others stay in their order."""

    consultation_id: ConsultationId


class FetchPage(Value):
    """Ask a room's archive for a page.

    With ``after`` forward from that archive id; with ``before`` backward from it; with neither
    the newest page. ``query`` is echoed in the ``ArchivePage``.
    """

    consultation_id: ConsultationId
    query: str
    after: ArchiveId | None = None
    before: ArchiveId | None = None
    limit: int = 100


Command = Send | MarkDisplayed | SetTyping | SetRooms | PreferRoom | FetchPage
