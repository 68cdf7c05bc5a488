"""Speaking and listening in rooms: text, files, markers, typing, corrections, retractions."""

from collections.abc import Sequence
from typing import Final

from workstation.domain.ids import ArchiveId, OriginId, StanzaId
from workstation.domain.message import Attachment
from workstation.xmpp import limits
from workstation.xmpp import namespaces as ns
from workstation.xmpp.attachments import write_shared
from workstation.xmpp.events import Event, MessageOverlooked, MessageRefused, RoomMessage
from workstation.xmpp.ignored import Ignored, Reason
from workstation.xmpp.jid import Jid
from workstation.xmpp.mentions import AccountMention, write_mentions
from workstation.xmpp.poisoned_entries import OVERLOOKED
from workstation.xmpp.reading import (
    BODY,
    DELAY,
    DISPLAYED,
    MESSAGE,
    NO_ARCHIVE_ID,
    ORIGIN_ID,
    REPLACE,
    RETRACT,
    SUBJECT,
    MessageEnvelope,
    payloads_by_name,
    read_message,
    vouched_id,
)
from workstation.xmpp.replies import FALLBACK, Reply, write_reply
from workstation.xmpp.room import NOBODY, Room, Stage
from workstation.xmpp.rooms import Rooms
from workstation.xmpp.stanza_channel import StanzaChannel
from workstation.xmpp.stanza_errors import read_error
from workstation.xmpp.timestamps import read_message_time
from workstation.xmpp.xml import Element, children, element, qualified

# Every message passes these comparisons (as in ``session``).
JOINING, LEFT = Stage.JOINING, Stage.LEFT
MARKABLE: Final = qualified(ns.CHAT_MARKERS, "markable")
STORE: Final = qualified(ns.HINTS, "store")
NO_STORE: Final = qualified(ns.HINTS, "no-store")
RETRACTED: Final = "This message was retracted."
"""Shown by clients that do not know retractions (XEP-0424, 3)."""


def _entry_of(jid: Jid, stanza: Element, payload: dict[str, Element]) -> tuple[str, str]:
    """The room and the archive id that it stamped on a message; the id is empty without one."""
    return jid, vouched_id(stanza, payload, jid)


class Messages:
    """The groupchat messages of all rooms (XEP-0045, 7.4).

    Every command raises ``LocalProtocolError`` unless the room is entered and the stream online, or
    when the message or the number of unacknowledged ones is over its bound. A received message is
    from the account that the room vouches for, or from nobody.
    """

    def __init__(self, wire: StanzaChannel, rooms: Rooms) -> None:
        self._wire = wire
        self._rooms = rooms
        self._passed_over: dict[tuple[str, str], None] = {}

    @property
    def resent_in_vain(self) -> StanzaId:
        """The id of the message resent first after a resumption, while nothing is acknowledged.

        Empty where there is none (``Resumption.resent_in_vain``).
        """
        return self._wire.resumption.resent_in_vain

    def send_text(  # noqa: PLR0913 - what a message may carry
        self,
        room_jid: Jid,
        origin_id: OriginId,
        words: str,
        *,
        replaces: str = "",
        reply: Reply | None = None,
        mentions: Sequence[AccountMention] = (),
    ) -> None:
        """Send a text; ``replaces`` makes it a correction of that own ``origin_id`` (XEP-0308).

        ``reply`` names what it answers (XEP-0461), ``mentions`` who is spoken to where in the words
        (XEP-0372). Raises ``LocalProtocolError``. No event reports it as sent: the room's echo
        under the same ``origin_id`` does.
        """
        correction = [element(REPLACE, {"id": replaces})] if replaces else []
        body, answered = (words, ()) if reply is None else write_reply(reply, words)
        before = len(body) - len(words)
        more = write_mentions(mention.as_carried(words).moved(before) for mention in mentions)
        content = element(BODY, text=body), *correction, *answered, *more
        self._send(room_jid, origin_id, *content, element(MARKABLE))

    def send_file(
        self,
        room_jid: Jid,
        origin_id: OriginId,
        attachment: Attachment,
        *,
        reply: Reply | None = None,
    ) -> None:
        """Share a file that was uploaded, in all forms that other clients know.

        These are XEP-0447, XEP-0066 and the bare address. ``reply`` names what it answers. Raises
        ``LocalProtocolError``.
        """
        _, answered = ("", ()) if reply is None else write_reply(reply, "")
        body = element(BODY, text=attachment.url)
        file = write_shared(attachment)
        self._send(room_jid, origin_id, body, *file, *answered, element(MARKABLE))

    def retract(self, room_jid: Jid, origin_id: OriginId, archive_id: ArchiveId) -> None:
        """Take back our message with this archive id; ``origin_id`` is the retraction's own."""
        self._send(
            room_jid,
            origin_id,
            element(BODY, text=RETRACTED),
            element(RETRACT, {"id": archive_id}),
            element(FALLBACK, {"for": ns.RETRACTION}),
            element(STORE),
        )

    def mark_displayed(self, room_jid: Jid, archive_id: ArchiveId) -> None:
        """Tell the room that everything up to this archive id was seen (XEP-0333).

        It is stored in the archive (XEP-0334), so that the doctor's other computers learn of it.
        Raises ``LocalProtocolError``.
        """
        marker = element(DISPLAYED, {"id": archive_id})
        self._send(room_jid, self._wire.new_id(), marker, element(STORE))

    def set_composing(self, room_jid: Jid, *, composing: bool) -> None:
        """Tell the room that we write, or stopped (XEP-0085); nobody stores it (XEP-0334).

        Raises ``LocalProtocolError``.
        """
        state = qualified(ns.CHAT_STATES, "composing" if composing else "paused")
        self._rooms.require_joined(room_jid)
        attributes = {"type": "groupchat", "to": room_jid}
        self._wire.send(element(MESSAGE, attributes, element(state), element(NO_STORE)))

    def receive_live(self, stanza: Element) -> list[Event]:
        """Take a groupchat message as the room sends it.

        What comes before the subject is the room's history (XEP-0045, 7.2.15). It is ignored, also
        when it is sent again after a resumption: the archive has it, in order.
        """
        sender, _, nick = stanza.get("from", "").partition("/")
        jid = Jid(sender)
        room = self._rooms.get(jid)
        payload = payloads_by_name(stanza)
        if room is None or room.stage is LEFT:
            return self._pass_over(Ignored(Reason.UNKNOWN_ROOM), jid, stanza, payload)
        if OVERLOOKED in payload:
            room.has_subject = True  # which it may have been; no history was asked for
            if room.stage is not JOINING:
                return [MessageOverlooked(jid)]
        if SUBJECT in payload and BODY not in payload:
            room.has_subject = True
            return []
        if room.stage is JOINING or (DELAY in payload and not room.has_subject):
            return self._pass_over(Ignored(Reason.HISTORY, jid), jid, stanza, payload)
        if (
            self._wire.resumption.retransmitting
            and _entry_of(jid, stanza, payload) in self._passed_over
        ):
            return [Ignored(Reason.HISTORY, jid)]
        event = self._read(room, nick, stanza, payload)
        is_stranger = isinstance(event, RoomMessage) and nick and nick not in room.occupants
        # The list may have been full, or that presence unreadable: the archive tells who it is.
        return [event, MessageOverlooked(jid)] if is_stranger else [event]

    def receive_error(self, stanza: Element) -> list[Event]:
        """Take an error; only the room itself may say that it refused a message.

        ``not-acceptable`` says besides that the room does not know us any more: ``RoomLeft``
        follows.
        """
        jid = Jid(stanza.get("from", ""))
        room = self._rooms.get(jid)
        if room is None or not stanza.get("id"):
            return [Ignored(Reason.STRAY_ERROR)]
        condition, server_text = read_error(stanza)
        refused = MessageRefused(jid, OriginId(stanza.get("id", "")), condition, server_text)
        return [refused, *(self._rooms.mark_expelled(jid) if condition == "not-acceptable" else [])]

    def occupant_of(self, room_jid: Jid, account: Jid) -> Jid | None:
        """The address in a room of somebody who is there now (XEP-0045, 7.2)."""
        room = self._rooms.get(room_jid)
        occupants = {} if room is None else room.occupants
        nicks = (nick for nick, each in occupants.items() if each.account == account)
        return next((Jid(f"{room_jid}/{nick}") for nick in nicks), None)

    def _pass_over(
        self, ignored: Ignored, jid: Jid, stanza: Element, payload: dict[str, Element]
    ) -> list[Event]:
        """Leave a message to the archive, which has it in its place: we were not in the room.

        Its entry is remembered, as a resumed session may send it again once we are in the room.
        """
        entry = _entry_of(jid, stanza, payload)
        if entry[1]:
            self._passed_over[entry] = None
        if len(self._passed_over) > limits.PASSED_OVER:
            del self._passed_over[next(iter(self._passed_over))]
        return [ignored]

    def _read(self, room: Room, nick: str, stanza: Element, payload: dict[str, Element]) -> Event:
        occupant = room.occupants.get(nick, NOBODY) if nick else NOBODY
        archive_id = vouched_id(stanza, payload, room.jid) if room.stamps_ids else NO_ARCHIVE_ID
        at_ms = self._read_resent_time(stanza) if self._wire.resumption.retransmitting else None
        vouched = MessageEnvelope(room.jid, occupant.account, occupant.nickname, archive_id, at_ms)
        return read_message(stanza, payload, vouched)

    def _read_resent_time(self, stanza: Element) -> int | None:
        """The time of a message that the server kept while the socket was lost.

        Prosody signs it with our own account, ejabberd with the domain. Both let a sender write
        the same beside it: of two, none is believed.
        """
        own = {self._wire.jid.domain, self._wire.jid.bare}
        stamps = [
            delay.get("stamp") for delay in children(stanza, DELAY) if delay.get("from") in own
        ]
        return read_message_time(stamps[0]) if len(stamps) == 1 else None

    def _send(self, room_jid: Jid, message_id: OriginId | StanzaId, *content: Element) -> None:
        self._rooms.require_joined(room_jid)
        origin = element(ORIGIN_ID, {"id": message_id})
        attributes = {"type": "groupchat", "to": room_jid, "id": message_id}
        self._wire.send(element(MESSAGE, attributes, *content, origin), StanzaId(message_id))
