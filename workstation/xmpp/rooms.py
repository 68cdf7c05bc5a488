"""All rooms of a session: joining, leaving, presence, self-ping (XEP-0045, XEP-0172, XEP-0410)."""

from sys import intern
from typing import Final

from workstation.domain.errors import LocalProtocolError
from workstation.domain.ids import StanzaId
from workstation.xmpp import limits
from workstation.xmpp import namespaces as ns
from workstation.xmpp.departure import Departure
from workstation.xmpp.discovery import make_info_request, read_features
from workstation.xmpp.events import Event, SelfPinged
from workstation.xmpp.ignored import Ignored, Reason
from workstation.xmpp.jid import Jid, is_bare
from workstation.xmpp.poisoned_entries import is_overlooked
from workstation.xmpp.requests import is_error
from workstation.xmpp.room import NICK, Room, Stage
from workstation.xmpp.stanza_channel import StanzaChannel
from workstation.xmpp.stanza_errors import read_error
from workstation.xmpp.xml import Element, element, qualified

PRESENCE: Final = qualified(ns.CLIENT, "presence")
JOIN: Final = qualified(ns.MUC, "x")
HISTORY: Final = qualified(ns.MUC, "history")
PING: Final = qualified(ns.PING, "ping")

STILL_INSIDE: Final = frozenset({"service-unavailable", "feature-not-implemented"})
"""Errors of our own client at the other end of a self-ping: so the room did pass it on."""


class Rooms:
    """The rooms that were asked for in this session, by address.

    They survive a resumption. A new session begins without any, and all are joined anew.
    """

    def __init__(self, wire: StanzaChannel) -> None:
        self._wire = wire
        self._rooms: dict[Jid, Room] = {}

    def get(self, room_jid: Jid) -> Room | None:
        """What is known about a room, if it was ever asked for."""
        return self._rooms.get(room_jid)

    @property
    def joined(self) -> frozenset[str]:
        """The rooms we are in."""
        return frozenset(jid for jid, room in self._rooms.items() if room.stage is Stage.JOINED)

    def join(self, room_jid: Jid, nick: str, display_name: str = "") -> None:
        """Enter a room; ``RoomJoined`` or ``JoinRefused`` follows. Asking again asks anew.

        Raises ``LocalProtocolError`` offline, beyond the bound of rooms, or for an address that
        is not written as servers write it back (bare, lower case).
        """
        if not is_bare(room_jid):
            raise LocalProtocolError("not a room's address")
        if room_jid not in self._rooms and len(self._rooms) >= limits.ROOMS:
            raise LocalProtocolError("too many rooms")
        own, before = self._wire.jid, self._rooms.get(room_jid)
        # One string for all rooms, and one nick for all that a person is in: rooms are thousands.
        room = Room(room_jid, nick, Jid(intern(own.bare)), intern(str(own)))
        if before is not None:
            self._wire.requests.forget(before.request)
            if before.stage is Stage.JOINING:
                # The room may be telling who is inside, and will hardly begin that again.
                room.occupants = before.occupants
        room.request = self._wire.ask(
            "get",
            room_jid,
            make_info_request(),
            lambda _, stanza: room.describe(read_features(stanza)),
        )
        self._rooms[room_jid] = room
        history = element(HISTORY, {"maxstanzas": "0"})
        content = [element(JOIN, None, history)]
        if display_name:
            content.append(element(NICK, text=display_name[: limits.DISPLAY_NAME]))
        self._wire.send(element(PRESENCE, {"to": f"{room_jid}/{nick}"}, *content))

    def leave(self, room_jid: Jid) -> list[Event]:
        """Go out of a room and forget it; nothing where it was not asked for.

        An open question to it is no longer waited for.
        """
        room = self._rooms.pop(room_jid, None)
        if room is None:
            return []
        self._wire.requests.forget(room.request)
        if room.stage is not Stage.LEFT and self._wire.can_send:
            self._wire.send(
                element(PRESENCE, {"to": f"{room_jid}/{room.nick}", "type": "unavailable"})
            )
        return room.leave(Departure.LEFT)

    def self_ping(self, room_jid: Jid) -> StanzaId:
        """Ask a room whether it still knows us (XEP-0410); gives the request's id.

        ``SelfPinged`` answers it. Raises ``LocalProtocolError`` for a room that is not entered.
        """
        room = self.require_joined(room_jid)
        inside = f"{room_jid}/{room.nick}"
        return self._wire.ask(
            "get",
            inside,
            element(PING),
            lambda request, stanza: self._on_ping_answer(request, room, stanza),
        )

    def require_joined(self, room_jid: Jid) -> Room:
        """The room, if we are in it; else raises ``LocalProtocolError``."""
        room = self._rooms.get(room_jid)
        if room is None or room.stage is not Stage.JOINED:
            raise LocalProtocolError("room not entered")
        return room

    def receive_presence(self, stanza: Element) -> list[Event]:
        """Take a presence; those of no room are of no interest.

        Our own, which the server reflects, and anybody's going are expected; others are
        ``Ignored``.
        """
        sender = stanza.get("from", "")
        jid, _, nick = sender.partition("/")
        room = self._rooms.get(Jid(jid))
        if is_overlooked(stanza):
            forgotten = [] if room is None else room.forget_occupant(nick)
            return [Ignored(Reason.UNREADABLE_STANZA), *forgotten]
        if room is not None:
            return room.receive_presence(intern(nick), stanza)
        is_expected = sender == str(self._wire.jid) or stanza.get("type") == "unavailable"
        return [] if is_expected else [Ignored(Reason.PRESENCE)]

    def mark_expelled(self, room_jid: Jid) -> list[Event]:
        """Note that the room does not know us: ``RoomLeft`` with ``NOT_ACCEPTABLE``."""
        room = self._rooms.get(room_jid)
        return [] if room is None else room.leave(Departure.NOT_ACCEPTABLE)

    def lose(self) -> list[Event]:
        """Leave every room, as the session is gone: a ``RoomLeft`` for each."""
        lost, self._rooms = self._rooms, {}
        return [event for room in lost.values() for event in room.leave(Departure.SESSION_LOST)]

    def _on_ping_answer(self, request: StanzaId, room: Room, stanza: Element) -> list[Event]:
        inside = not is_error(stanza) or read_error(stanza)[0] in STILL_INSIDE
        events: list[Event] = [SelfPinged(request, room.jid, inside)]
        return events if inside else events + room.leave(Departure.NOT_ACCEPTABLE)
