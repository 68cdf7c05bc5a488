"""One room and who is in it (XEP-0045), by the room's own word.

We are *joined* when two things have come, in either order: our own presence (status 110), and what
the room can do (XEP-0030). Without the second nobody knows whether its archive ids may be trusted,
and a message whose id is believed wrongly would stand twice or be missed; so until then what is
said is left to the archive
(``test_what_is_said_before_the_end_of_joining_is_left_to_the_archive``)::

    join → ← presences of others … self-presence      inside
           ← features                                 joined

Only what the room vouches for names a speaker. A nick is taken by whoever comes first, and a sender
may write an ``<item>`` of its own beside the room's: where there are two, neither is believed
(``test_without_one_clear_address_nobody_vouches``). Leaving has many codes, several at once; the
more telling one counts (``test_an_own_departure_says_why``). A doctor at two computers has one nick
for both; that one of them goes takes the other nowhere
(``test_another_computer_of_ours_that_leaves_takes_us_nowhere``).
"""

import enum
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from workstation.domain.ids import StanzaId
from workstation.domain.text_direction import name_in_line
from workstation.domain.value import Value
from workstation.xmpp import limits
from workstation.xmpp import namespaces as ns
from workstation.xmpp.departure import Departure
from workstation.xmpp.events import (
    Event,
    JoinRefused,
    OccupantChanged,
    RoomJoined,
    RoomLeft,
)
from workstation.xmpp.ignored import Ignored, Reason
from workstation.xmpp.jid import Jid, bare_account
from workstation.xmpp.stanza_errors import read_error
from workstation.xmpp.xml import Element, child, children, qualified, text

USER: Final = qualified(ns.MUC_USER, "x")
ITEM: Final = qualified(ns.MUC_USER, "item")
STATUS: Final = qualified(ns.MUC_USER, "status")
DESTROY: Final = qualified(ns.MUC_USER, "destroy")
NICK: Final = qualified(ns.NICK, "nick")

NON_ANONYMOUS: Final = "muc_nonanonymous"
"""The feature of a room that shows real addresses to all."""
ROOM_FEATURES: Final = (NON_ANONYMOUS, ns.STANZA_IDS, ns.ARCHIVE)
"""Those that are ever asked for."""

MAX_SHARED: Final = 64
"""People, and sets of features, of which one value serves for all rooms; with a room of its own for
each, 10,000 rooms are 9 MB heavier."""

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
    """How far we are in a room. Only from ``JOINED`` on anything may be said in it."""

    JOINING = "joining"
    JOINED = "joined"
    LEFT = "left"


class Occupant(Value):
    """Somebody in a room: the address the room shows, and the name they give themselves."""

    account: Jid | None
    nickname: str


NOBODY: Final = Occupant(None, "")


@lru_cache(maxsize=MAX_SHARED)
def _occupant(account: Jid | None, nickname: str) -> Occupant:
    """Somebody, as one value: a doctor is in thousands of rooms."""
    return Occupant(account, nickname)


@lru_cache(maxsize=MAX_SHARED)
def _shared(features: frozenset[str]) -> frozenset[str]:
    """These features, as one set: thousands of rooms can do the same."""
    return features


@dataclass(slots=True)
class Room:
    """What is known about one room since the last attempt to join it (XEP-0045).

    It is joined once the room has shown our own presence (status 110) and its features.
    """

    jid: Jid
    nick: str
    own_account: Jid
    own_address: str
    """This session's full JID."""
    stage: Stage = Stage.JOINING
    features: frozenset[str] | None = None
    occupants: dict[str, Occupant] = field(default_factory=dict)
    has_subject: bool = False
    created: bool = False
    inside: bool = False
    request: StanzaId = StanzaId("")

    @property
    def stamps_ids(self) -> bool:
        """Whether ``<stanza-id>`` by this room can be trusted (XEP-0359, 6)."""
        return self.features is not None and ns.STANZA_IDS in self.features

    @property
    def vouches(self) -> bool:
        """Whether this room shows to all who speaks, so that no address is the sender's own."""
        return self.features is not None and NON_ANONYMOUS in self.features

    @property
    def accounts(self) -> frozenset[Jid]:
        """Whoever is in the room now, ourselves included, as far as the room tells who that is."""
        vouched = (occupant.account for occupant in self.occupants.values())
        return frozenset(account for account in vouched if account is not None)

    def nickname_of(self, person: str | None) -> str:
        """The name an account gives itself, if it is in the room now."""
        if person is None:
            return ""
        return next(
            (
                occupant.nickname
                for occupant in self.occupants.values()
                if occupant.account == person
            ),
            "",
        )

    def describe(self, features: frozenset[str]) -> list[Event]:
        """Take in what the room can do (XEP-0030).

        Gives ``RoomJoined`` when that completes the join. Of a dozen features only
        ``ROOM_FEATURES`` are held: 500 rooms are 0.6 MB lighter.
        """
        self.features = _shared(frozenset(each for each in ROOM_FEATURES if each in features))
        self.request = StanzaId("")  # answered
        return self._complete_join()

    def receive_presence(self, nick: str, stanza: Element) -> list[Event]:
        """Take a presence that the room sent for one of its nicks.

        Gives ``OccupantChanged``, ``RoomJoined``, ``JoinRefused`` or ``RoomLeft``; nothing once the
        room is left.
        """
        kind = stanza.get("type")
        if kind == "error":
            return self._on_error(nick, stanza)
        if not nick or self.stage is Stage.LEFT:
            return []  # without nick: ejabberd's rooms have a presence of their own
        details = _read_details(stanza)
        if kind == "unavailable":
            return self._on_unavailable(nick, details)
        if kind is not None:
            return [Ignored(Reason.PRESENCE, self.jid)]
        return self._on_available(nick, stanza, details)

    def leave(self, reason: Departure) -> list[Event]:
        """Note that we are out of the room; gives ``RoomLeft`` the first time only."""
        previous_stage, self.stage = self.stage, Stage.LEFT
        self.inside = False
        self.occupants.clear()
        return [] if previous_stage is Stage.LEFT else [RoomLeft(self.jid, reason)]

    def forget_occupant(self, nick: str) -> list[Event]:
        """Forget who has a nick, as a presence from it could not be read.

        Not our own, once the room gave it to us: another computer of ours has the same.
        """
        is_ours = self.inside and nick == self.nick
        occupant = None if is_ours else self.occupants.pop(nick, None)
        return [] if occupant is None else [self._gone(occupant)]

    def _gone(self, occupant: Occupant) -> OccupantChanged:
        return OccupantChanged(self.jid, occupant.account, occupant.nickname, present=False)

    def _on_error(self, nick: str, stanza: Element) -> list[Event]:
        if self.stage is not Stage.JOINING or self.inside or nick not in {"", self.nick}:
            return [Ignored(Reason.STRAY_ERROR, self.jid)]
        self.stage = Stage.LEFT
        return [JoinRefused(self.jid, *read_error(stanza))]

    def _on_available(self, nick: str, stanza: Element, details: "_Details") -> list[Event]:
        is_me = SELF in details.statuses
        if nick not in self.occupants and len(self.occupants) >= limits.OCCUPANTS and not is_me:
            return [Ignored(Reason.CROWDED, self.jid)]
        account = details.account or (self.own_account if is_me else None)
        occupant = _occupant(account, _read_nickname(stanza))
        before = self.occupants.get(nick)
        self.occupants[nick] = occupant
        events: list[Event] = []
        if before != occupant:
            events = [OccupantChanged(self.jid, occupant.account, occupant.nickname, present=True)]
        if is_me and self.stage is Stage.JOINING and not self.inside:
            self.nick, self.inside = nick, True
            self.created = CREATED in details.statuses
            events += self._complete_join()
        return events

    def _complete_join(self) -> list[Event]:
        """Join once the room has let us in *and* said what it can do."""
        if not self.inside or self.features is None:
            return []
        self.stage = Stage.JOINED
        archives = ns.ARCHIVE in self.features
        return [RoomJoined(self.jid, self.created, self.stamps_ids, archives, self.vouches)]

    def _on_unavailable(self, nick: str, details: "_Details") -> list[Event]:
        if nick == self.nick and self._is_about_another_device(details):
            return []
        occupant = self.occupants.pop(nick, None)
        if nick == self.nick or SELF in details.statuses:
            if RENAMED in details.statuses and details.new_nick:
                self.nick = details.new_nick
            else:
                return self.leave(details.departure)
        return [] if occupant is None else [self._gone(occupant)]

    def _is_about_another_device(self, details: "_Details") -> bool:
        """Whether a presence is about another session of ours; 110 always means this one."""
        is_session = "/" in details.address
        return is_session and details.address != self.own_address and SELF not in details.statuses


class _Details(Value):
    """What a room's ``<x>`` in a presence says."""

    statuses: frozenset[str]
    account: Jid | None = None
    address: str = ""
    new_nick: str = ""
    destroyed: bool = False

    @property
    def departure(self) -> Departure:
        if self.destroyed:
            return Departure.DESTROYED
        codes = (departure for code, departure in DEPARTURES.items() if code in self.statuses)
        return next(codes, Departure.ERROR)


def _read_details(stanza: Element) -> _Details:
    """Read the one ``<x>``; where there are several, nobody knows whose each is."""
    user_elements = list(children(stanza, USER))
    if len(user_elements) != 1:
        return _Details(frozenset())
    statuses = frozenset(status.get("code", "") for status in children(user_elements[0], STATUS))
    item = child(user_elements[0], ITEM)
    new_nick, address = ("", "") if item is None else (item.get("nick", ""), item.get("jid", ""))
    destroyed = child(user_elements[0], DESTROY) is not None
    return _Details(statuses, vouched_account(stanza), address, new_nick, destroyed)


def vouched_account(stanza: Element) -> Jid | None:
    """The real address a room gives for a sender.

    Prosody archives an ``<item>`` that the sender wrote beside its own: of two, none is believed.
    """
    items = [item for user in stanza if user.tag == USER for item in user if item.tag == ITEM]
    return bare_account(items[0].get("jid")) if len(items) == 1 else None


def _read_nickname(stanza: Element) -> str:
    return name_in_line(text(stanza, NICK) or "", limits.DISPLAY_NAME)
