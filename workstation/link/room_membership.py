"""Being in exactly the rooms that the work queue names: joining, joining again, asking whether.

A server may lose an occupant without a word: a room service that restarts, a node that falls out of
a cluster. The socket lives, the room is silent, and nothing that a patient writes comes any more.
So membership is never taken for granted: a room that said nothing for a minute is asked whether it
still knows us (XEP-0410), and one that does not answer is joined again
(``test_a_silent_room_is_asked_and_one_that_stays_silent_joined_again``).

The other race is with ourselves. After a resumption the server sends what it kept, perhaps half of
the answer to a join that was under way; a second join would make the room tell everybody who is
inside once more and answer twice. A room that was asked is not asked again until its time is over
(``test_a_resumed_session_brings_the_answer_of_a_room_that_was_asked``)::

    join →          ✂ socket lost
                    resumed ← presence 1, presence 2 … self-presence: joined

Rooms are entered in the order of need, and a few at a time: a server answers one stanza after the
other, and what was missed in the room that the doctor looks at must not wait behind the joins of
hundreds (``test_rooms_are_joined_in_order_and_a_few_at_a_time``).

Nor are hundreds of silent rooms asked every minute. A server seldom loses us in one room alone: a
service that restarted has forgotten us in all. Few rooms are each asked after a minute, of many ten
every twenty seconds, the one that is looked at after its minute. When one has lost us, eight others
are in doubt and asked at once, and each of those that has lost us puts eight more in doubt. So a
whole service is seen through within seconds, and one room with a fault of its own costs eight
questions (``test_one_lost_room_puts_others_in_doubt_and_a_lost_service_all``). A room that alone
has lost us is noticed after a minute, or after two seconds for each room that there is.

Each stay has a number (``visit``): what the outbox decided in one stay, for instance that the
archive lacks a message, says nothing in the next (``test_each_stay_in_a_room_has_its_own_number``).
"""

import itertools
import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from workstation.domain.backoff import JOIN, REFUSED_JOIN
from workstation.domain.connection_report import RoomCounts
from workstation.domain.errors import LocalProtocolError
from workstation.domain.ids import StanzaId
from workstation.xmpp.departure import Departure
from workstation.xmpp.jid import Jid
from workstation.xmpp.session import XmppSession

JOIN_SECONDS = 15.0
SILENCE_SECONDS = 60.0
ANSWER_SECONDS = 10.0
MAX_PINGS_AT_ONCE = 10
"""Rooms in doubt that are asked in one second."""
PING_SECONDS, MAX_SAVED_PINGS = 2.0, 30
"""A question to a silent room every so many seconds; so many may be saved up."""
DOUBTED_ROOMS = 8
MAX_JOINS_AT_ONCE, JOIN_PLACE_SECONDS = 32, 2.0
"""Rooms that are asked to let us in at a time; one without an answer makes room after a while."""
FINAL_DEPARTURES = frozenset({Departure.LEFT, Departure.BANNED})
LASTING_REFUSALS = frozenset(
    {"forbidden", "gone", "item-not-found", "not-allowed", "registration-required"}
)
"""Somebody must change the room before it lets us in; everything else passes by itself."""


@dataclass(slots=True)
class Membership:
    """One wanted room: whether we are in it or asked to be, when it was heard and is due.

    ``in_doubt``: it may have lost us, so its silence is not waited for.
    """

    joined: bool = False
    joining: bool = False
    in_doubt: bool = False
    visit: int = 0
    asked_at: float = 0.0
    joined_at: float = 0.0
    active_at: float = 0.0
    join_at: float | None = None
    waited: float | None = None
    ping: tuple[StanzaId, float] | None = None

    def left(self, join_at: float | None) -> None:
        """We are not in the room; to be joined then, or not any more."""
        self.joined, self.joining, self.ping, self.join_at = False, False, None, join_at
        self.in_doubt = False

    def left_for(self, seconds: float, now: float) -> None:
        """We are not in the room; to be joined after a wait."""
        self.waited = seconds
        self.left(join_at=now + seconds)


class RoomMembership:
    """The wanted rooms of one session; times are monotonic seconds."""

    def __init__(self, session: XmppSession, nick: str, display_name: Callable[[], str]) -> None:
        self._session = session
        self._nick = nick
        self._display_name = display_name
        self._memberships: dict[Jid, Membership] = {}
        # Who takes a place: of thousands of rooms a few, so that each answer looks at these alone.
        self._asked: dict[Jid, Membership] = {}
        self._visits = itertools.count(1)
        self._saved_pings, self._saved_at = float(MAX_SAVED_PINGS), 0.0

    def set_rooms(self, room_jids: Iterable[Jid], now: float) -> list[Jid]:
        """Be in these and no others, the most urgent first; the rooms that were left."""
        before = self._memberships
        self._memberships = {
            room_jid: before.get(room_jid) or Membership(join_at=now) for room_jid in room_jids
        }
        left_jids = [room_jid for room_jid in before if room_jid not in self._memberships]
        for room_jid in left_jids:
            self._session.rooms.leave(room_jid)
        if self._session.online:
            self.tick(now)
        return left_jids

    def prefer(self, room_jid: Jid) -> None:
        """Have this room, if it is wanted, before all others from now on."""
        membership = self._memberships.get(room_jid)
        if membership is not None:
            self._memberships = {room_jid: membership, **self._memberships}

    def counts(self) -> RoomCounts:
        """How many rooms are wanted, in how many we are, when the first of the others is due."""
        memberships = self._memberships.values()
        waiting = (each.join_at for each in memberships if each.join_at is not None)
        entered = sum(each.joined for each in memberships)
        return RoomCounts(len(memberships), entered, min(waiting, default=None))

    def wants(self, room_jid: Jid) -> bool:
        """Whether we are to be in this room, entered already or not."""
        return room_jid in self._memberships

    def visit(self, room_jid: Jid) -> int | None:
        """The number of the present stay in the room, ``None`` outside of it.

        Numbers only grow, over sessions, too: what was known of an earlier stay is void.
        """
        membership = self._memberships.get(room_jid)
        return membership.visit if membership is not None and membership.joined else None

    def on_bound(self, now: float) -> None:
        """A new session: every room is to be joined."""
        for membership in self._memberships.values():
            membership.waited = None
            membership.left(join_at=now)
        self.tick(now)

    def on_resumed(self, now: float) -> None:
        """The old session goes on; ask every room whether it still knows us.

        A room that was asked to let us in is not asked again: the session brings its answer, half
        of which may be here already.
        """
        for membership in self._memberships.values():
            membership.in_doubt = membership.joined
            if membership.joining:
                membership.join_at = now + JOIN_SECONDS
            elif not membership.joined:
                membership.join_at = now

    def on_joined(self, room_jid: Jid, now: float) -> int | None:
        """The room let us in; the number of the stay, ``None`` where nobody wants to be."""
        membership = self._memberships.get(room_jid)
        if membership is None:
            self._session.rooms.leave(room_jid)
            return None
        membership.joined, membership.joined_at, membership.active_at = True, now, now
        membership.joining = False
        membership.join_at = membership.ping = None
        membership.visit = next(self._visits)
        self._join_due(now)
        return membership.visit

    def on_left(self, room_jid: Jid, reason: Departure, now: float) -> None:
        """We are out; except after a ban the room is joined again.

        At once, but a room that lets us in only to put us out is tried later and later.
        """
        membership = self._memberships.get(room_jid)
        if membership is None:
            return
        if reason is Departure.NOT_ACCEPTABLE:
            self._doubt(room_jid)
        if now - membership.joined_at >= SILENCE_SECONDS:
            membership.waited = None
        if reason in FINAL_DEPARTURES:
            membership.left(join_at=None)
        else:
            at_once = membership.waited is None
            membership.left_for(0.0 if at_once else JOIN.after(membership.waited or 0.0), now)

    def on_refused(self, room_jid: Jid, condition: str, now: float) -> None:
        """The room did not let us in: tried again later, and later still.

        A condition that will last (``LASTING_REFUSALS``) is tried again rarely. ``now`` is in
        monotonic seconds.
        """
        membership = self._memberships.get(room_jid)
        if membership is not None:
            backoff = REFUSED_JOIN if condition in LASTING_REFUSALS else JOIN
            membership.left_for(backoff.after(membership.waited or 0.0), now)
            self._join_due(now)

    def on_invited(self, room_jid: Jid, now: float) -> None:
        """Somebody changed something: a wanted room may let us in now, so it is tried at once.

        An invitation to any other room changes nothing.
        """
        membership = self._memberships.get(room_jid)
        if membership is not None and not membership.joined:
            membership.left(join_at=now)

    def on_activity(self, room_jid: Jid, now: float) -> None:
        """Something came from the room, so it knows us."""
        membership = self._memberships.get(room_jid)
        if membership is not None:
            membership.active_at, membership.ping, membership.in_doubt = now, None, False

    def tick(self, now: float) -> None:
        """Join what is due, and ask rooms that were silent for a minute (XEP-0410)."""
        self._join_due(now)
        self._ping_due(now)
        self._rejoin_silent(now)

    def due_at(self) -> float:
        """When a room is to be joined, or to have answered; rooms in doubt are asked at once.

        A room that falls silent is asked by whichever tick comes next.
        """
        memberships = self._memberships.values()
        if any(each.in_doubt for each in memberships):
            return -math.inf
        joins = [each.join_at for each in memberships if each.join_at is not None]
        answers = [each.ping[1] + ANSWER_SECONDS for each in memberships if each.ping is not None]
        return min(joins + answers, default=math.inf)

    def _join_due(self, now: float) -> None:
        """Ask the most urgent rooms to let us in, as far as there are places."""
        self._asked = {
            room_jid: membership
            for room_jid, membership in self._asked.items()
            if membership.joining
            and now - membership.asked_at < JOIN_PLACE_SECONDS
            and self._memberships.get(room_jid) is membership
        }
        due = (
            (room_jid, membership)
            for room_jid, membership in self._memberships.items()
            if membership.join_at is not None and membership.join_at <= now
        )
        places = max(0, MAX_JOINS_AT_ONCE - len(self._asked))
        for room_jid, membership in itertools.islice(due, places):
            self._join(room_jid, membership, now)

    def _ping_due(self, now: float) -> None:
        """Ask the rooms in doubt, the first one after its minute, and of the others a few."""
        asked = [
            (room_jid, membership)
            for room_jid, membership in self._memberships.items()
            if membership.joined and membership.ping is None
        ]
        for room_jid, membership in [pair for pair in asked if pair[1].in_doubt][
            :MAX_PINGS_AT_ONCE
        ]:
            self._ping(room_jid, membership, now)
        silent = [
            pair
            for pair in asked
            if not pair[1].in_doubt and now - pair[1].active_at >= SILENCE_SECONDS
        ]
        first = next(iter(self._memberships), None)
        silent.sort(key=lambda pair: (pair[0] != first, pair[1].active_at))
        gained = (now - self._saved_at) / PING_SECONDS
        self._saved_pings = min(self._saved_pings + gained, float(MAX_SAVED_PINGS))
        self._saved_at = now
        saved = min(int(self._saved_pings), MAX_PINGS_AT_ONCE)
        if saved < min(len(silent), MAX_PINGS_AT_ONCE):
            # The answers to many at once wake the computer hardly more often than those to two.
            silent = [pair for pair in silent if pair[0] == first]
        for room_jid, membership in silent[:saved]:
            self._ping(room_jid, membership, now)
            self._saved_pings -= 1

    def _doubt(self, lost_jid: Jid) -> None:
        """A room has lost us: perhaps its whole service has."""
        service = lost_jid.partition("@")[2]
        others = [
            membership
            for room_jid, membership in self._memberships.items()
            if room_jid != lost_jid and room_jid.partition("@")[2] == service
            if membership.joined and not membership.in_doubt and membership.ping is None
        ]
        for membership in sorted(others, key=lambda each: each.active_at)[:DOUBTED_ROOMS]:
            membership.in_doubt = True

    def _join(self, room_jid: Jid, membership: Membership, now: float) -> None:
        """Ask to be let in; without an answer again after a while."""
        try:
            self._session.rooms.join(room_jid, self._nick, self._display_name())
            membership.joining, membership.join_at = True, now + JOIN_SECONDS
            membership.asked_at = now
            self._asked[room_jid] = membership
        except LocalProtocolError:
            return

    def _ping(self, room_jid: Jid, membership: Membership, now: float) -> None:
        try:
            membership.ping = self._session.rooms.self_ping(room_jid), now
            membership.in_doubt = False
        except LocalProtocolError:
            membership.left(join_at=now)

    def _rejoin_silent(self, now: float) -> None:
        """A room that does not answer has lost us: join it again."""
        for room_jid, membership in self._memberships.items():
            if membership.ping is not None and now - membership.ping[1] >= ANSWER_SECONDS:
                self._session.forget(membership.ping[0])
                self._doubt(room_jid)
                membership.left(join_at=now)
                self._join(room_jid, membership, now)
