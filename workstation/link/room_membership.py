"""Being in exactly the rooms of the work queue: joining, leaving, and joining again.

After a resumption the server sends what it had queued, perhaps half of the answer to a join that
was under way. A second join would make the room send the presence of all occupants once more. So a
room that was asked is not asked again before its time is over
(``test_a_resumed_session_brings_the_answer_of_a_room_that_was_asked``)::

    join →          ✂ socket lost
                    resumed ← presence 1, presence 2 … self-presence: joined

Rooms are joined in the order of need, and a few at a time: a server answers one stanza after the
other, and what was missed in the open conversation must not wait behind the joins of hundreds
(``test_rooms_are_joined_in_order_and_a_few_at_a_time``).

A joined room may still have lost us (``self_pings``), or a message of ours (``echo_watch``): these
find that out, and the room is joined again.

Each stay has a number (``visit``): what the outbox decided in one stay, for instance that the
archive lacks a message, is void in the next (``test_each_stay_in_a_room_has_its_own_number``).
"""

import itertools
import logging
from collections.abc import Callable, Iterable, Iterator

from workstation.domain.backoff import JOIN, REFUSED_JOIN
from workstation.domain.connection_report import RoomCounts
from workstation.domain.errors import LocalProtocolError
from workstation.domain.ids import StanzaId
from workstation.link.echo_watch import EchoWatch
from workstation.link.membership import Membership
from workstation.link.self_pings import SILENCE_SECONDS, SelfPings
from workstation.xmpp.departure import Departure
from workstation.xmpp.jid import Jid
from workstation.xmpp.session import XmppSession

log = logging.getLogger(__name__)

JOIN_SECONDS = 15.0
MAX_JOINS_AT_ONCE, JOIN_PLACE_SECONDS = 32, 2.0
"""Joins under way at a time; one without an answer counts no longer after so many seconds."""
FINAL_DEPARTURES = frozenset({Departure.LEFT, Departure.BANNED})
LASTING_REFUSALS = frozenset(
    {"forbidden", "gone", "item-not-found", "not-allowed", "registration-required"}
)
"""The room has to be changed before it lets us in; all other refusals are transient."""


class RoomMembership:
    """The wanted rooms of one session; times are monotonic seconds.

    ``echoes`` is to be told what is sent to them, and what they answer.
    """

    def __init__(self, session: XmppSession, nick: str, display_name: Callable[[], str]) -> None:
        self._session = session
        self._nick = nick
        self._display_name = display_name
        self._memberships: dict[Jid, Membership] = {}
        # Joins under way: few of thousands of rooms, so that an answer need not look at all.
        self._asked: dict[Jid, Membership] = {}
        # What is due and was not come to yet, as of the last look at all rooms in this order.
        self._due: Iterator[tuple[Jid, Membership]] | None = None
        self._visits = itertools.count(1)
        self._pings, self.echoes = SelfPings(session), EchoWatch(session)

    def set_rooms(self, room_jids: Iterable[Jid], now: float) -> list[Jid]:
        """Be in these rooms and no others, the most urgent first; returns those that were left."""
        before = self._memberships
        self._memberships = {
            room_jid: before.get(room_jid) or Membership(join_at=now) for room_jid in room_jids
        }
        self._due = None
        left_jids = [room_jid for room_jid in before if room_jid not in self._memberships]
        for room_jid in left_jids:
            self.echoes.forget(room_jid)
            self._session.rooms.leave(room_jid)
        if self._session.online:
            self.tick(now)
        return left_jids

    def prefer(self, room_jid: Jid) -> None:
        """Join this room, if it is wanted, before all others from now on."""
        membership = self._memberships.get(room_jid)
        if membership is not None:
            self._memberships = {room_jid: membership, **self._memberships}
            self._due = None

    def counts(self) -> RoomCounts:
        """How many rooms are wanted, how many are joined, and when the next join is due."""
        memberships = self._memberships.values()
        waiting = (each.join_at for each in memberships if each.join_at is not None)
        entered = sum(each.joined for each in memberships)
        return RoomCounts(len(memberships), entered, min(waiting, default=None))

    def wants(self, room_jid: Jid) -> bool:
        """Whether we are to be in this room, joined already or not."""
        return room_jid in self._memberships

    def visit(self, room_jid: Jid) -> int | None:
        """The number of the present stay in the room, ``None`` outside of it.

        Numbers only grow, also over sessions: what was known of an earlier stay is void.
        """
        membership = self._memberships.get(room_jid)
        return membership.visit if membership is not None and membership.joined else None

    def on_bound(self, now: float) -> None:
        """Have every room joined: there is a new session."""
        self.echoes.forget_all()
        for membership in self._memberships.values():
            membership.waited = None
            membership.note_left(join_at=now)
        self.tick(now)

    def on_resumed(self, now: float) -> None:
        """Ping every joined room: the old session continues.

        A join under way is not repeated: the session delivers its answer, half of which may have
        arrived already.
        """
        for membership in self._memberships.values():
            membership.in_doubt = membership.joined
            if membership.joining:
                membership.join_at = now + JOIN_SECONDS
            elif not membership.joined:
                membership.join_at = now

    def on_joined(self, room_jid: Jid, now: float) -> int | None:
        """Note that the room let us in; the number of the stay, ``None`` for an unwanted room."""
        membership = self._memberships.get(room_jid)
        if membership is None:
            self._session.rooms.leave(room_jid)
            return None
        membership.joined, membership.joined_at, membership.active_at = True, now, now
        membership.joining = False
        membership.join_at = membership.ping = None
        membership.visit = next(self._visits)
        self.echoes.forget(room_jid)
        self._join_next(now)
        return membership.visit

    def on_left(self, room_jid: Jid, reason: Departure, now: float) -> None:
        """Note that we left the room or were removed; it is joined again, except after a ban.

        At once, but with growing waits where a room removes us soon after each join.
        """
        membership = self._memberships.get(room_jid)
        if membership is None:
            return
        self.echoes.forget(room_jid)
        if reason is Departure.NOT_ACCEPTABLE:
            self._pings.doubt_others(self._memberships, room_jid)
        if now - membership.joined_at >= SILENCE_SECONDS:
            membership.waited = None
        if reason in FINAL_DEPARTURES:
            membership.note_left(join_at=None)
        else:
            at_once = membership.waited is None
            membership.note_left_for(0.0 if at_once else JOIN.after(membership.waited or 0.0), now)

    def on_refused(self, room_jid: Jid, condition: str, now: float) -> None:
        """Note that the room did not let us in; it is tried again after growing waits.

        A condition that will last (``LASTING_REFUSALS``) is tried again rarely. ``now`` is in
        monotonic seconds.
        """
        membership = self._memberships.get(room_jid)
        if membership is not None:
            backoff = REFUSED_JOIN if condition in LASTING_REFUSALS else JOIN
            membership.note_left_for(backoff.after(membership.waited or 0.0), now)
            self._join_next(now)

    def on_invited(self, room_jid: Jid, now: float) -> None:
        """Try a wanted room at once: by the invitation it may let us in now.

        An invitation to any other room is ignored.
        """
        membership = self._memberships.get(room_jid)
        if membership is not None and not membership.joined:
            membership.note_left(join_at=now)

    def on_activity(self, room_jid: Jid, now: float) -> None:
        """Note that a stanza came from the room, so that it knows us."""
        membership = self._memberships.get(room_jid)
        if membership is not None:
            membership.active_at, membership.ping, membership.in_doubt = now, None, False

    def on_pinged(self, room_jid: Jid, request: StanzaId, now: float) -> None:
        """Note that a room knows us; join it again if a message of ours was lost on its way."""
        self.on_activity(room_jid, now)
        membership = self._memberships.get(room_jid)
        if self.echoes.on_pinged(room_jid, request) and membership is not None:
            log.info("a room never returned a message of ours: it is joined again")
            membership.note_left(join_at=now)
            self._join(room_jid, membership, now)

    def tick(self, now: float) -> None:
        """Join what is due, ping silent rooms, and join again those that do not answer."""
        self._join_due(now)
        self._pings.send_due(self._memberships, now)
        self.echoes.ask_due(now)
        for room_jid, membership in self._pings.take_unanswered(self._memberships, now):
            membership.note_left(join_at=now)
            self._join(room_jid, membership, now)

    def due_at(self) -> float:
        """When a join, an echo or the answer to a ping is due; rooms in doubt are pinged at once.

        A room that falls silent is pinged by whichever tick comes next.
        """
        joins = (each.join_at for each in self._memberships.values() if each.join_at is not None)
        return min([*joins, self._pings.due_at(self._memberships), self.echoes.due_at()])

    def _join_due(self, now: float) -> None:
        """Join the most urgent of all that are due, as far as there are places."""
        self._due = (
            (room_jid, membership)
            for room_jid, membership in self._memberships.items()
            if membership.join_at is not None and membership.join_at <= now
        )
        self._join_next(now)

    def _join_next(self, now: float) -> None:
        """Join the rooms that come next, as far as there are places.

        None is looked at twice between two ticks: of thousands most have been entered, and each
        answer would look at all of them again.
        """
        if self._due is None:
            self._join_due(now)
            return
        self._asked = {
            room_jid: membership
            for room_jid, membership in self._asked.items()
            if membership.joining
            and now - membership.asked_at < JOIN_PLACE_SECONDS
            and self._memberships.get(room_jid) is membership
        }
        places = max(0, MAX_JOINS_AT_ONCE - len(self._asked))
        for room_jid, membership in itertools.islice(self._due, places):
            self._join(room_jid, membership, now)

    def _join(self, room_jid: Jid, membership: Membership, now: float) -> None:
        """Join a room; again after a while without an answer."""
        try:
            self._session.rooms.join(room_jid, self._nick, self._display_name())
            membership.joining, membership.join_at = True, now + JOIN_SECONDS
            membership.asked_at = now
            self._asked[room_jid] = membership
        except LocalProtocolError:
            return
