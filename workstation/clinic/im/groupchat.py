"""What a room does with a message: who may speak, what is stamped and kept, who hears it."""

from typing import Final

from workstation.clinic.im import names
from workstation.clinic.im.archive import Archive, ArchivedStanza
from workstation.clinic.im.engine import Engine
from workstation.clinic.im.ids import Stamps, number_of_time, uuid_of_time
from workstation.clinic.im.occupant import Occupant, occupant_id
from workstation.clinic.im.room import Room
from workstation.clinic.im.stanza import Outgoing, Recipient, StanzaError
from workstation.xmpp import limits
from workstation.xmpp import namespaces as ns
from workstation.xmpp.xml import Element, child, element, names_in, qualified

NOT_JOINED: Final = StanzaError(
    "cancel", "not-acceptable", "You are not currently connected to this chat"
)
NO_SUBJECT: Final = StanzaError("auth", "forbidden")
TOO_LARGE: Final = StanzaError("modify", "policy-violation", "Too large to be archived")
MAX_ARCHIVED_BYTES: Final = limits.FRAME_BYTES - 2_048
"""So that an archive's answer, which wraps the message, still fits into a frame."""
STORE: Final = qualified(ns.HINTS, "store")
NOT_TO_STORE: Final = frozenset(
    {qualified(ns.HINTS, "no-store"), qualified(ns.HINTS, "no-permanent-store")}
)


class Groupchat:
    """Speaks for all rooms on one archive."""

    def __init__(self, archive: Archive, engine: Engine, stamps: Stamps) -> None:
        self._archive = archive
        self._stamps = stamps
        self.engine = engine

    def say(self, room: Room, sender: Recipient, message: Element) -> StanzaError | None:
        """Archive and reflect one groupchat message.

        Raises ``LocalProtocolError`` if it becomes too large by what the room adds to it.
        """
        occupant = room.occupant_of(sender)
        if occupant is None:
            return NOT_JOINED
        if child(message, names.SUBJECT) is not None and child(message, names.BODY) is None:
            return NO_SUBJECT
        stamp_us = self._stamps.next()
        item_id = self._archive_id(stamp_us)
        outgoing = Outgoing(self._stamp(room, occupant, message, item_id))
        if len(outgoing.text.encode()) > MAX_ARCHIVED_BYTES:
            return TOO_LARGE
        if self._is_archived(message):
            archived = ArchivedStanza(item_id, stamp_us, sender.jid, outgoing.text)
            self._archive.append(room.jid, archived)
        for recipient in room.recipients():
            recipient.deliver(outgoing)
        return None

    def whisper(
        self, room: Room, sender: Recipient, nick: str, message: Element
    ) -> StanzaError | None:
        """Relay a private message between two occupants (XEP-0045, 7.5); never archived."""
        occupant, addressee = room.occupant_of(sender), room.occupants.get(nick)
        if occupant is None:
            return NOT_JOINED
        if addressee is None:
            return StanzaError("cancel", "item-not-found", "Recipient not in room")
        content = [
            payload
            for payload in self._without_forgeries(room, message)
            if payload.tag != names.ROOM_USER
        ]
        attributes = dict(message.attrib) | {"from": f"{room.jid}/{occupant.nick}"}
        mark = element(names.OCCUPANT_ID, {"id": occupant_id(room.jid, occupant.account)})
        private = element(message.tag, attributes, *content, mark, element(names.ROOM_USER))
        for recipient in addressee.recipients.values():
            recipient.deliver(Outgoing(private))
        return None

    def seed(self, room: str, account: str, message: Element, stamp_us: int) -> None:
        """Archive a message that an account said in a room before this server first ran."""
        item_id = self._archive_id(stamp_us)
        stamped = element(
            message.tag,
            dict(message.attrib) | {"from": f"{room}/{account.partition('@')[0]}"},
            *message,
            element(names.OCCUPANT_ID, {"id": occupant_id(room, account)}),
            element(names.STANZA_ID, {"by": room, "id": item_id}),
        )
        self._archive.append(
            room, ArchivedStanza(item_id, stamp_us, account, Outgoing(stamped).text)
        )

    def _stamp(self, room: Room, occupant: Occupant, message: Element, item_id: str) -> Element:
        attributes = dict(message.attrib) | {"from": f"{room.jid}/{occupant.nick}"}
        content = self._without_forgeries(room, message)
        content.append(element(names.OCCUPANT_ID, {"id": occupant_id(room.jid, occupant.account)}))
        if self.engine.stamps_everything or self._is_archived(message):
            content.append(element(names.STANZA_ID, {"by": room.jid, "id": item_id}))
        return element(message.tag, attributes, *content)

    def _without_forgeries(self, room: Room, message: Element) -> list[Element]:
        """The children without what only the room may say of a message."""
        return [payload for payload in message if not self._is_forged(room, payload)]

    def _is_forged(self, room: Room, part: Element) -> bool:
        if part.tag == names.STANZA_ID:
            return _is_address_of(room, part.get("by", ""))
        if part.tag == names.DELAYED and not self.engine.passes_foreign_delay:
            return _is_address_of(room, part.get("from", ""))
        return part.tag == names.OCCUPANT_ID

    def _is_archived(self, message: Element) -> bool:
        tags = {part.tag for part in message}
        if tags & NOT_TO_STORE:
            return False
        if names.BODY in tags or STORE in tags:
            return True
        marked = any(names_in(message, ns.CHAT_MARKERS))
        return marked and self.engine.archives_markers_unasked

    def _archive_id(self, stamp_us: int) -> str:
        return (number_of_time if self.engine.numeric_archive_ids else uuid_of_time)(stamp_us)


def _is_address_of(room: Room, address: str) -> bool:
    return address.partition("/")[0].lower() == room.jid
