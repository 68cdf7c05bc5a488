"""Whether the rooms that we have joined still know us (XEP-0410).

A server may lose an occupant without notice: a room service restarts, or a node leaves a cluster.
The socket lives, the room is silent, and the patient's messages no longer arrive. So a room that
was silent for a minute is pinged, and one that does not answer is joined again
(``test_a_silent_room_is_asked_and_one_that_stays_silent_joined_again``).

Hundreds of silent rooms are not pinged every minute. A server seldom loses us in one room alone: a
service that restarted has forgotten us in all. Few rooms are each pinged after a minute; of many,
ten every twenty seconds, and the open conversation's after its minute. When one has lost us, eight
others are in doubt and pinged at once, and each of those that has lost us puts eight more in doubt.
So a whole service is checked within seconds, and one room with a fault of its own costs eight pings
(``test_one_lost_room_puts_others_in_doubt_and_a_lost_service_all``). A single room that has lost us
is noticed after a minute, or after two seconds for each room that there is.
"""

import math
from collections.abc import Iterator, Mapping

from workstation.domain.errors import LocalProtocolError
from workstation.link.membership import Membership
from workstation.xmpp.jid import Jid
from workstation.xmpp.session import XmppSession

SILENCE_SECONDS = 60.0
ANSWER_SECONDS = 10.0
MAX_PINGS_AT_ONCE = 10
"""Rooms in doubt that are pinged in one second."""
PING_SECONDS, MAX_SAVED_PINGS = 2.0, 30
"""One ping of a silent room every so many seconds; unused ones are saved up to that number."""
DOUBTED_ROOMS = 8

Memberships = Mapping[Jid, Membership]


class SelfPings:
    """Pings silent rooms within a budget; the rooms are given in the order of need."""

    def __init__(self, session: XmppSession) -> None:
        self._session = session
        self._saved, self._saved_at = float(MAX_SAVED_PINGS), 0.0

    def send_due(self, memberships: Memberships, now: float) -> None:
        """Ping the rooms in doubt, the first room after its minute, and a few of the others."""
        in_doubt, silent = list[tuple[Jid, Membership]](), list[tuple[Jid, Membership]]()
        for pair in memberships.items():
            membership = pair[1]
            if membership.ping is not None or not membership.joined:
                continue
            if membership.in_doubt:
                in_doubt.append(pair)
            elif now - membership.active_at >= SILENCE_SECONDS:
                silent.append(pair)
        for room_jid, membership in in_doubt[:MAX_PINGS_AT_ONCE]:
            self._ping(room_jid, membership, now)
        first = next(iter(memberships), None)
        gained = (now - self._saved_at) / PING_SECONDS
        self._saved = min(self._saved + gained, float(MAX_SAVED_PINGS))
        self._saved_at = now
        saved = min(int(self._saved), MAX_PINGS_AT_ONCE)
        if saved < min(len(silent), MAX_PINGS_AT_ONCE):
            # Many pings at once wake an idle computer hardly more often than two.
            silent = [pair for pair in silent if pair[0] == first]
        silent.sort(key=lambda pair: (pair[0] != first, pair[1].active_at))
        for room_jid, membership in silent[:saved]:
            self._ping(room_jid, membership, now)
            self._saved -= 1

    def take_unanswered(
        self, memberships: Memberships, now: float
    ) -> Iterator[tuple[Jid, Membership]]:
        """Rooms that did not answer, and so have lost us; the caller joins each again."""
        for room_jid, membership in memberships.items():
            if membership.ping is not None and now - membership.ping[1] >= ANSWER_SECONDS:
                self._session.forget(membership.ping[0])
                self.doubt_others(memberships, room_jid)
                yield room_jid, membership

    @staticmethod
    def doubt_others(memberships: Memberships, lost_jid: Jid) -> None:
        """Ping some other rooms of a service of which one room has lost us: perhaps all have."""
        service = lost_jid.partition("@")[2]
        others = [
            membership
            for room_jid, membership in memberships.items()
            if room_jid != lost_jid and room_jid.partition("@")[2] == service
            if membership.joined and not membership.in_doubt and membership.ping is None
        ]
        for membership in sorted(others, key=lambda each: each.active_at)[:DOUBTED_ROOMS]:
            membership.in_doubt = True

    @staticmethod
    def due_at(memberships: Memberships) -> float:
        """When an answer is due, in monotonic seconds; at once where a room is in doubt."""
        asked_at = math.inf
        for each in memberships.values():
            if each.in_doubt:
                return -math.inf
            if each.ping is not None:
                asked_at = min(asked_at, each.ping[1])
        return asked_at + ANSWER_SECONDS

    def _ping(self, room_jid: Jid, membership: Membership, now: float) -> None:
        try:
            membership.ping = self._session.rooms.self_ping(room_jid), now
            membership.in_doubt = False
        except LocalProtocolError:
            membership.note_left(join_at=now)
