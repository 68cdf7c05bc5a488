"""What the core says about one received frame. Nothing here is text of the wire; all is frozen.

Accounts are bare addresses the *room* vouches for (``1001@clinic.example``), never a sender's
own claim; ``None`` means that nobody vouches. Which domain may speak for a member is the
caller's to check. Identifiers are opaque.
"""

from dataclasses import field

from workstation.domain.ids import ArchiveId, OriginId, StanzaId
from workstation.domain.message import Attachment
from workstation.domain.value import Value
from workstation.xmpp.departure import Departure
from workstation.xmpp.ignored import Ignored
from workstation.xmpp.jid import Jid
from workstation.xmpp.mentions import AccountMention
from workstation.xmpp.replies import Reply


class Authenticated(Value):
    """Password or token is proven. Remember ``strongest`` for the domain; ``adopt`` it next."""

    mechanism: str
    strongest: str


class AuthenticationRefused(Value):
    """No sign-in with this password (``not-authorized``), or no mechanism that may be used.

    Own reasons are ``no-mechanism``, ``weaker-mechanism`` (less than the domain offered before)
    and ``plain-forbidden`` (neither TLS nor loopback). After the server's, ``retry`` may follow
    on the same stream; else close it.
    """

    condition: str
    server_text: str = field(default="", repr=False)


class TokenIssued(Value):
    """What the server takes in place of the password from now on (XEP-0484): keep it as a secret.

    It ends at ``expires_ms``, which counts from the Unix epoch by the server's clock.
    """

    secret: str = field(repr=False)
    expires_ms: int


class PasswordWanted(Value):
    """The server takes no token here: give the password by ``retry``."""


class TokenRefused(Value):
    """The server does not take the token; the password is tried next on the same stream."""

    condition: str


class Bound(Value):
    """Online as a new session: no room is joined, nothing sent before is pending any more."""

    jid: str
    resumable: bool


class Resumed(Value):
    """Online, the old session goes on: rooms are still joined, the unacknowledged is resent."""


class ResumptionFailed(Value):
    """The old session is gone, a new one is being bound; ``handled`` are own messages it has.

    Of those of ``unknown`` only the archive can tell: resend what it does not hold.
    """

    condition: str
    handled: tuple[StanzaId, ...]
    unknown: tuple[StanzaId, ...]


class BindRefused(Value):
    """The server gives this account no session (RFC 6120, 8.3.3); close the stream."""

    condition: str


class Acknowledged(Value):
    """The server has these own messages. It does not mean that their rooms do."""

    ids: tuple[StanzaId, ...]


class StreamFailed(Value):
    """The server ended the stream for a reason; send what is pending, then close the socket.

    After ``conflict`` do not reconnect by yourself.
    """

    condition: str


class StreamClosed(Value):
    """The stream is over; send what is pending, then close the socket."""


class RoomJoined(Value):
    """The room is entered and has said what it can do.

    ``created``: it is new. ``stamps_ids``: its archive ids can be trusted. ``archives``: it keeps
    an archive. ``vouches``: it shows real addresses to all.
    """

    room_jid: Jid
    created: bool
    stamps_ids: bool
    archives: bool
    vouches: bool


class JoinRefused(Value):
    """The room did not let us in (``registration-required``, ...; XEP-0045, 7.2)."""

    room_jid: Jid
    condition: str
    server_text: str = field(default="", repr=False)


class RoomLeft(Value):
    """The room is no longer entered; except after ``LEFT`` and ``BANNED``, join again."""

    room_jid: Jid
    reason: Departure


class OccupantChanged(Value):
    """Somebody is now in a room, or no longer; no ``account`` where that is not told."""

    room_jid: Jid
    account: Jid | None
    nickname: str = field(repr=False)
    present: bool


class SelfPinged(Value):
    """Whether the room still knows us; if not, ``RoomLeft`` follows."""

    request: StanzaId
    room_jid: Jid
    joined: bool


class RoomMessage(Value):
    """A message of a room, live or out of its archive.

    ``origin_id`` is the sender's own, the key of an echo and, per verified sender, of
    deduplication; ``archive_id`` is the room's; both empty when absent. ``replaces`` names the
    ``origin_id`` of an earlier one of the same sender, ``retracts`` that or its ``archive_id``.
    ``at_ms`` is the server's trusted time, UTC. ``text`` is without what ``reply`` repeats of the
    message that it answers, and ``mentions`` are places in it. ``is_id_unique`` tells whether
    ``origin_id`` was declared as one (XEP-0359); a stanza's own id may be unique on its stream
    alone (RFC 6120, 8.1.3).
    """

    room_jid: Jid
    account: Jid | None
    nickname: str = field(repr=False)
    origin_id: OriginId
    archive_id: ArchiveId
    text: str = field(repr=False)
    attachment: Attachment | None = field(repr=False)
    replaces: str
    retracts: str
    at_ms: int | None
    reply: Reply | None = field(default=None, repr=False)
    mentions: tuple[AccountMention, ...] = field(default=(), repr=False)
    is_id_unique: bool = False


class MessageOverlooked(Value):
    """A live message could not be read, or is of nobody known: only the archive tells more."""

    room_jid: Jid


class Displayed(Value):
    """An account has read a room up to ``message_id`` (archive or origin id; XEP-0333)."""

    room_jid: Jid
    account: Jid
    message_id: str
    archive_id: ArchiveId
    at_ms: int | None


class DisplayedElsewhere(Value):
    """Some computer of this account has seen a room up to ``archive_id`` (XEP-0490)."""

    room_jid: Jid
    archive_id: ArchiveId


class Composing(Value):
    """An account began to write in a room, or ceased to (XEP-0085)."""

    room_jid: Jid
    account: Jid
    composing: bool


class MessageRefused(Value):
    """A room answered an own message with an error (RFC 6120, 8.3): it is not archived."""

    room_jid: Jid
    origin_id: OriginId
    condition: str
    server_text: str = field(default="", repr=False)


class ArchivePage(Value):
    """One whole page of a room's archive, oldest first.

    ``items`` can be shown, ``ids`` are all of it. ``unknown_anchor``: the room does not know the id
    asked for. ``index`` of the first entry and ``count`` of all: where the room tells (XEP-0059).
    """

    request: StanzaId
    room_jid: Jid
    items: tuple[RoomMessage | Displayed, ...]
    ids: tuple[ArchiveId, ...]
    complete: bool
    unknown_anchor: bool = False
    index: int | None = None
    count: int | None = None

    @property
    def from_start(self) -> bool:
        """Whether the room says that it has nothing before this page."""
        if self.index is not None or not self.ids:
            return self.index == 0
        return self.complete and self.count is not None and self.count <= len(self.ids)

    @property
    def first(self) -> ArchiveId | None:
        """The archive id at the old end."""
        return self.ids[0] if self.ids else None

    @property
    def last(self) -> ArchiveId | None:
        """The archive id at the new end: where the next page goes on."""
        return self.ids[-1] if self.ids else None


class Invited(Value):
    """Somebody says that a room waits for us: a hint to read the list of consultations again."""

    room_jid: Jid


class UploadService(Value):
    """Where files can be stored (XEP-0363, 4); no address when the domain offers none."""

    request: StanzaId
    jid: str | None


class UploadSlot(Value):
    """Where to PUT one file, with which headers, and where all will GET it. Secret until sent."""

    request: StanzaId
    put_url: str = field(repr=False)
    get_url: str = field(repr=False)
    headers: tuple[tuple[str, str], ...] = field(repr=False)


class RequestFailed(Value):
    """An own request will not succeed.

    ``condition`` is the answer's, or ``session-lost`` or ``malformed-answer``.
    """

    request: StanzaId
    condition: str
    server_text: str = field(default="", repr=False)


SignInEvent = Authenticated | AuthenticationRefused | PasswordWanted | TokenIssued | TokenRefused
StreamEvent = SignInEvent | StreamFailed | StreamClosed | Ignored
SessionEvent = Bound | Resumed | ResumptionFailed | BindRefused | Acknowledged
RoomEvent = RoomJoined | JoinRefused | RoomLeft | OccupantChanged | SelfPinged
MessageEvent = (
    RoomMessage | MessageOverlooked | Displayed | Composing | MessageRefused | ArchivePage | Invited
)
AnswerEvent = UploadService | UploadSlot | DisplayedElsewhere | RequestFailed
Event = StreamEvent | SessionEvent | RoomEvent | MessageEvent | AnswerEvent
