"""One room and who is in it (XEP-0045), by the room's own word."""

import enum
from dataclasses import dataclass, field
from typing import Final

from workstation.xmpp import limits
from workstation.xmpp import namespaces as ns
from workstation.xmpp.events import (
    Departure,
    Event,
    JoinRefused,
    OccupantChanged,
    RoomJoined,
    RoomLeft,
)
from workstation.xmpp.ignored import Ignored, Reason
from workstation.xmpp.jid import account
from workstation.xmpp.stanza_errors import read_error
from workstation.xmpp.xml import Element, child, children, qualified, text

USER: Final = qualified(ns.MUC_USER, "x")
ITEM: Final = qualified(ns.MUC_USER, "item")
STATUS: Final = qualified(ns.MUC_USER, "status")
DESTROY: Final = qualified(ns.MUC_USER, "destroy")
NICK: Final = qualified(ns.NICK, "nick")

VOUCHES: Final = "muc_nonanonymous"
"""The feature of a room that shows real addresses to all."""

SELF, CREATED, RENAMED = "110", "201", "303"
DEPARTURES: Final = {
    "301": Departure.BANNED,
    "321": Departure.AFFILIATION,
    "322": Departure.AFFILIATION,
    "332": Departure.SHUTDOWN,
    "333": Departure.ERROR,
    "307": Departure.KICKED,
}
"""Status codes of an own departure, the telling ones first: 307 may come with any of them."""


class Stage(enum.Enum):
    """How far we are in a room."""

    JOINING = "joining"
    JOINED = "joined"
    LEFT = "left"


@dataclass(frozen=True, slots=True)
class Occupant:
    """Somebody in a room: the address the room shows, and the name they give themselves."""

    account: str | None
    nickname: str


NOBODY: Final = Occupant(None, "")


@dataclass(slots=True)
class Room:
    """What is known about one room since the last attempt to join it; ``me`` is our account."""

    jid: str
    nick: str
    me: str
    stage: Stage = Stage.JOINING
    features: frozenset[str] | None = None
    occupants: dict[str, Occupant] = field(default_factory=dict)
    has_subject: bool = False
    created: bool = False
    inside: bool = False
    request: str = ""

    @property
    def stamps_ids(self) -> bool:
        """Whether ``<stanza-id>`` by this room can be trusted (XEP-0359, 6)."""
        return self.features is not None and ns.STANZA_IDS in self.features

    @property
    def vouches(self) -> bool:
        """Whether this room shows to all who speaks, so that no address is the sender's own."""
        return self.features is not None and VOUCHES in self.features

    def nickname_of(self, person: str | None) -> str:
        """The name an account gives itself, if it is in the room now."""
        if person is None:
            return ""
        return next((who.nickname for who in self.occupants.values() if who.account == person), "")

    def describe(self, features: frozenset[str]) -> list[Event]:
        """The room has said what it can do."""
        self.features = features
        return self._entered()

    def presence(self, nick: str, stanza: Element) -> list[Event]:
        """Take a presence that the room sent for one of its nicks."""
        kind = stanza.get("type")
        if kind == "error":
            return self._refused(nick, stanza)
        if not nick or self.stage is Stage.LEFT:
            return []  # without nick: ejabberd's rooms have a presence of their own
        details = _details(stanza)
        if kind == "unavailable":
            return self._departed(nick, details)
        if kind is not None:
            return [Ignored(Reason.PRESENCE, self.jid)]
        return self._present(nick, stanza, details)

    def leave(self, why: Departure) -> list[Event]:
        """We are no longer inside, for whatever reason."""
        was, self.stage = self.stage, Stage.LEFT
        self.inside = False
        self.occupants.clear()
        return [] if was is Stage.LEFT else [RoomLeft(self.jid, why)]

    def _refused(self, nick: str, stanza: Element) -> list[Event]:
        if self.stage is not Stage.JOINING or self.inside or nick not in {"", self.nick}:
            return [Ignored(Reason.STRAY_ERROR, self.jid)]
        self.stage = Stage.LEFT
        return [JoinRefused(self.jid, *read_error(stanza))]

    def _present(self, nick: str, stanza: Element, details: "_Details") -> list[Event]:
        if nick not in self.occupants and len(self.occupants) >= limits.OCCUPANTS:
            return [Ignored(Reason.CROWDED, self.jid)]
        is_me = SELF in details.statuses
        occupant = Occupant(details.account or (self.me if is_me else None), _own_name(stanza))
        before = self.occupants.get(nick)
        self.occupants[nick] = occupant
        events: list[Event] = []
        if before != occupant:
            events = [OccupantChanged(self.jid, occupant.account, occupant.nickname, present=True)]
        if is_me and self.stage is Stage.JOINING and not self.inside:
            self.nick, self.inside = nick, True
            self.created = CREATED in details.statuses
            events += self._entered()
        return events

    def _entered(self) -> list[Event]:
        """Joined once the room has let us in *and* said what it can do."""
        if not self.inside or self.features is None or self.stage is Stage.JOINED:
            return []
        self.stage = Stage.JOINED
        archives = ns.ARCHIVE in self.features
        return [RoomJoined(self.jid, self.created, self.stamps_ids, archives, self.vouches)]

    def _departed(self, nick: str, details: "_Details") -> list[Event]:
        gone = self.occupants.pop(nick, None)
        if nick == self.nick or SELF in details.statuses:
            if RENAMED in details.statuses and details.new_nick:
                self.nick = details.new_nick
            else:
                return self.leave(details.departure)
        if gone is None:
            return []
        return [OccupantChanged(self.jid, gone.account, gone.nickname, present=False)]


@dataclass(frozen=True, slots=True)
class _Details:
    """The room's ``<x>`` in a presence."""

    statuses: frozenset[str]
    account: str | None = None
    new_nick: str = ""
    destroyed: bool = False

    @property
    def departure(self) -> Departure:
        if self.destroyed:
            return Departure.DESTROYED
        codes = (why for code, why in DEPARTURES.items() if code in self.statuses)
        return next(codes, Departure.ERROR)


def _details(stanza: Element) -> _Details:
    """Read the one ``<x>``; where there are several, nobody knows whose each is."""
    found = list(children(stanza, USER))
    if len(found) != 1:
        return _Details(frozenset())
    statuses = frozenset(status.get("code", "") for status in children(found[0], STATUS))
    item = child(found[0], ITEM)
    new_nick = "" if item is None else item.get("nick", "")
    destroyed = child(found[0], DESTROY) is not None
    return _Details(statuses, vouched_account(stanza), new_nick, destroyed)


def vouched_account(stanza: Element) -> str | None:
    """The real address a room gives for a sender.

    Prosody archives an ``<item>`` that the sender wrote beside its own: of two, none is believed.
    """
    items = [item for user in children(stanza, USER) for item in children(user, ITEM)]
    return account(items[0].get("jid")) if len(items) == 1 else None


def _own_name(stanza: Element) -> str:
    return (text(stanza, NICK) or "").strip()[: limits.DISPLAY_NAME]
