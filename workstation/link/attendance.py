"""Being in exactly the rooms that the work queue names: joining, joining again, asking whether."""

import itertools
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from workstation.domain.errors import LocalProtocolError
from workstation.xmpp.events import Departure
from workstation.xmpp.session import Session

FIRST_WAIT = 2.0
LONGEST_WAIT = 30.0
LONGEST_REFUSED = 60.0
JOIN_SECONDS = 15.0
SILENCE = 60.0
ANSWER_SECONDS = 10.0
ASKED_AT_ONCE = 10
FINAL = frozenset({Departure.LEFT, Departure.BANNED})
REFUSED = frozenset({"forbidden", "gone", "item-not-found", "not-allowed", "registration-required"})
"""Somebody must change the room before it lets us in; everything else passes by itself."""


@dataclass(slots=True)
class Seat:
    """One wanted room: whether we are in it or asked to be, when it was heard and is due."""

    joined: bool = False
    asking: bool = False
    visit: int = 0
    entered: float = 0.0
    heard: float = 0.0
    again: float | None = None
    wait: float = 0.0
    asked: tuple[str, float] | None = None

    def out(self, again: float | None) -> None:
        """We are not in the room; to be joined then, or not any more."""
        self.joined, self.asking, self.asked, self.again = False, False, None, again

    def out_until(self, now: float, least: float, longest: float) -> None:
        """We are not in the room; to be joined after a wait, a longer one each time."""
        wait = min(max(self.wait, least), longest)
        self.wait = max(wait * 2, FIRST_WAIT)
        self.out(again=now + wait)


class Attendance:
    """The wanted rooms of one session; times are monotonic seconds."""

    def __init__(self, session: Session, nick: str, display_name: Callable[[], str]) -> None:
        self._session = session
        self._nick = nick
        self._display_name = display_name
        self._seats: dict[str, Seat] = {}
        self._visits = itertools.count(1)

    def want(self, rooms: Iterable[str], now: float) -> list[str]:
        """Be in these and no others; the rooms that were left."""
        wanted = set(rooms)
        gone = [room for room in self._seats if room not in wanted]
        for room in gone:
            del self._seats[room]
            self._session.rooms.leave(room)
        for room in sorted(wanted - self._seats.keys()):
            self._seats[room] = Seat(again=now)
        if self._session.online:
            self.tick(now)
        return gone

    def visit(self, room: str) -> int | None:
        """The number of the present stay in the room, ``None`` outside of it."""
        seat = self._seats.get(room)
        return seat.visit if seat is not None and seat.joined else None

    def begin(self, now: float) -> None:
        """A new session: every room is to be joined."""
        for seat in self._seats.values():
            seat.wait = 0.0
            seat.out(again=now)
        self.tick(now)

    def resume(self, now: float) -> None:
        """The old session goes on; ask every room whether it still knows us.

        A room that was asked to let us in is not asked again: the session brings its answer, half
        of which may be here already.
        """
        for seat in self._seats.values():
            seat.heard = now - SILENCE
            if seat.asking:
                seat.again = now + JOIN_SECONDS
            elif not seat.joined:
                seat.again = now

    def joined(self, room: str, now: float) -> int | None:
        """The room let us in; the number of the stay, ``None`` where nobody wants to be."""
        seat = self._seats.get(room)
        if seat is None:
            self._session.rooms.leave(room)
            return None
        seat.joined, seat.entered, seat.heard = True, now, now
        seat.asking = False
        seat.again = seat.asked = None
        seat.visit = next(self._visits)
        return seat.visit

    def left(self, room: str, why: Departure, now: float) -> None:
        """We are out; except after a ban the room is joined again.

        At once, but a room that lets us in only to put us out is tried later and later.
        """
        seat = self._seats.get(room)
        if seat is None:
            return
        if now - seat.entered >= SILENCE:
            seat.wait = 0.0
        if why in FINAL:
            seat.out(again=None)
        else:
            seat.out_until(now, 0.0, LONGEST_WAIT)

    def refused(self, room: str, condition: str, now: float) -> None:
        """The room did not let us in: later, and later still."""
        seat = self._seats.get(room)
        if seat is not None:
            longest = LONGEST_REFUSED if condition in REFUSED else LONGEST_WAIT
            seat.out_until(now, FIRST_WAIT, longest)

    def invited(self, room: str, now: float) -> None:
        """Somebody changed something: a wanted room may let us in now."""
        seat = self._seats.get(room)
        if seat is not None and not seat.joined:
            seat.out(again=now)

    def heard(self, room: str, now: float) -> None:
        """Something came from the room, so it knows us."""
        seat = self._seats.get(room)
        if seat is not None:
            seat.heard, seat.asked = now, None

    def tick(self, now: float) -> None:
        """Join what is due, and ask rooms that were silent for a minute (XEP-0410)."""
        for room, seat in self._seats.items():
            if seat.again is not None and seat.again <= now:
                self._join(room, seat, now)
        due = [
            (seat.heard, room, seat)
            for room, seat in self._seats.items()
            if seat.joined and seat.asked is None and now - seat.heard >= SILENCE
        ]
        for _, room, seat in sorted(due, key=lambda entry: entry[0])[:ASKED_AT_ONCE]:
            self._ask(room, seat, now)
        self._give_up_on_silent(now)

    def _join(self, room: str, seat: Seat, now: float) -> None:
        """Ask to be let in; without an answer again after a while."""
        try:
            self._session.rooms.join(room, self._nick, self._display_name())
            seat.asking, seat.again = True, now + JOIN_SECONDS
        except LocalProtocolError:
            return

    def _ask(self, room: str, seat: Seat, now: float) -> None:
        try:
            seat.asked = self._session.rooms.self_ping(room), now
        except LocalProtocolError:
            seat.out(again=now)

    def _give_up_on_silent(self, now: float) -> None:
        """A room that does not answer has lost us: join it again."""
        for room, seat in self._seats.items():
            if seat.asked is not None and now - seat.asked[1] >= ANSWER_SECONDS:
                self._session.forget(seat.asked[0])
                seat.out(again=now)
                self._join(room, seat, now)
