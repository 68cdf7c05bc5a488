"""Messages of a consultation's room, and what is known of their delivery.

A message is known by ``origin_id`` on the wire, which its sender chose, and by ``key`` on this
computer. Its place is ``position``, given by the room's archive and by nothing else: clocks differ,
and a message typed first may be archived second. Own messages have no position until the room has
confirmed them, and stand below all that have one.
"""

import enum

from workstation.domain.ids import ConsultationId, MemberId, OriginId
from workstation.domain.mentions import Mention
from workstation.domain.row_key import NO_ROW, RowKey
from workstation.domain.value import Value


class MessageKind(enum.Enum):
    """How a message is shown; an attachment of an unknown type is a file."""

    TEXT = "text"
    IMAGE = "image"
    VOICE = "voice"
    FILE = "file"


class SpeakerRole(enum.Enum):
    """Who speaks, as far as the room vouches for it.

    ``UNVERIFIED`` has no vouched account: the message is shown as a neutral system line.
    """

    ME = "me"
    PATIENT = "patient"
    COLLEAGUE = "colleague"
    OTHER = "other"
    UNVERIFIED = "unverified"


class Speaker(Value):
    """The vouched account behind a message, under the name that may be shown for it.

    ``member_id`` is ``None``, and ``name`` empty, where the room vouches for nobody.
    """

    member_id: MemberId | None
    role: SpeakerRole
    name: str


class Delivery(enum.Enum):
    """States of a message; ``RECEIVED`` is for what others wrote.

    ``SENT`` is said on nothing less than the room's echo or an archive hit.
    """

    RECEIVED = "received"
    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    READ = "read"
    FAILED = "failed"


class Amending(enum.Enum):
    """What the doctor has changed of an own message and the room has not confirmed."""

    NOTHING = "nothing"
    CORRECTING = "correcting"
    WITHDRAWING = "withdrawing"


class Attachment(Value):
    """A picture, recording or file that a message carries.

    ``url`` is empty until an own attachment is uploaded. ``size`` is in bytes, ``width`` and
    ``height`` in pixels, ``duration_ms`` in milliseconds; each is ``None`` where nobody told it.
    All of it is the sender's word, and checked again when the file is there.
    """

    url: str
    media_type: str
    name: str = ""
    size: int | None = None
    width: int | None = None
    height: int | None = None
    duration_ms: int | None = None


class Quote(Value):
    """The earlier message that a message answers (XEP-0461).

    ``reference`` is the id that it is named by: the room's, or the one that its sender chose.
    ``message`` is that message as this computer holds it now, itself without a quote; ``None``
    where it is not here, was never said, or is this message itself. ``excerpt`` is what the sender
    repeats of it for readers that know no quotes: the sender's word alone.
    """

    reference: str
    excerpt: str = ""
    message: "Message | None" = None


class AnswerPlace(Value):
    """Where a doctor has answered a message by quoting it, and who that was."""

    key: RowKey
    position: int
    speaker: Speaker


class Message(Value):
    """One message of a consultation, own or another's, sent or not.

    ``origin_id`` is chosen once by the sender and kept for the life of the message.
    ``position`` orders archived messages of one consultation and is ``None`` for own messages the
    room has not confirmed. ``earlier`` holds the texts that corrections and a withdrawal replaced,
    oldest first; ``amended_ms`` is when the last of these was written, ``amending`` what of them
    the room has not confirmed: then ``delivery`` and ``failure`` are those of the change.
    ``key`` names the message on this computer and stays the same when the room confirms it,
    corrects it or gives it another place. ``file_id`` names the bytes of an own attachment that
    are not uploaded yet. ``at_ms`` is when it was written, in milliseconds since the Unix epoch.
    ``failure`` is the condition of an own message that failed, ``server_text`` what the server said
    of it. ``played`` is false for another's voice that the doctor has not heard. ``answer`` is the
    newest answer by a doctor that quotes it, given for what others than doctors said. ``mentions``
    are the places in ``text`` where doctors of the team are spoken to, and ``mentions_me`` says
    whether this doctor is among them.
    """

    consultation_id: ConsultationId
    origin_id: OriginId
    speaker: Speaker
    kind: MessageKind
    text: str
    at_ms: int
    delivery: Delivery
    attachment: Attachment | None = None
    position: int | None = None
    failure: str = ""
    earlier: tuple[str, ...] = ()
    retracted: bool = False
    key: RowKey = NO_ROW
    file_id: str = ""
    played: bool = True
    amended_ms: int | None = None
    amending: Amending = Amending.NOTHING
    quote: Quote | None = None
    answer: AnswerPlace | None = None
    mentions: tuple[Mention, ...] = ()
    mentions_me: bool = False
    server_text: str = ""

    @property
    def edited(self) -> bool:
        """Whether its sender corrected it."""
        return bool(self.earlier) and not self.retracted

    @property
    def quotable(self) -> bool:
        """Whether an answer may quote it: the room has it, and there is something to quote."""
        return self.position is not None and not (self.retracted or self.unreadable)

    @property
    def unreadable(self) -> bool:
        """Whether its content could not be had, so that there is nothing but that to show."""
        return self.kind is MessageKind.TEXT and not (self.text or self.retracted)

    @property
    def written(self) -> str:
        """The words that are shown of it: none of a picture or recording, none once withdrawn."""
        spoken = self.attachment is not None and self.kind is not MessageKind.TEXT
        return "" if self.retracted or spoken else self.text
