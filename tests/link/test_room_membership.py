"""Which rooms are asked to let us in, and when: no room is forgotten, none is stormed."""

import pytest

from workstation.domain.backoff import JOIN, REFUSED_JOIN
from workstation.domain.errors import LocalProtocolError
from workstation.link.room_membership import (
    ANSWER_SECONDS,
    DOUBTED_ROOMS,
    JOIN_PLACE_SECONDS,
    JOIN_SECONDS,
    MAX_JOINS_AT_ONCE,
    MAX_PINGS_AT_ONCE,
    MAX_SAVED_PINGS,
    PING_SECONDS,
    SILENCE_SECONDS,
    RoomMembership,
)
from workstation.xmpp.events import Departure

ROOM = "consult-7@consult.clinic.test"
LASTING = ["forbidden", "registration-required", "item-not-found", "not-allowed", "gone"]
PASSING = ["service-unavailable", "remote-server-timeout", "internal-server-error", "conflict"]


class Rooms:
    """A session as attendance needs it; keeps what is asked of the rooms."""

    def __init__(self) -> None:
        self.online = True
        self.joins: list[str] = []
        self.pings: list[str] = []
        self.gone: list[str] = []
        self.forgotten: list[str] = []
        self.rooms = self

    def join(self, room: str, nick: str, _name: str) -> None:
        if not self.online:
            raise LocalProtocolError("not online")
        assert nick == "1001"
        self.joins.append(room)

    def leave(self, room: str) -> None:
        self.gone.append(room)

    def self_ping(self, room: str) -> str:
        if not self.online:
            raise LocalProtocolError("not online")
        self.pings.append(room)
        return f"ping {room}"

    def forget(self, request: str) -> None:
        self.forgotten.append(request)


class Duty:
    """Membership in one room on a clock that is set by hand."""

    def __init__(self) -> None:
        self.rooms, self.now = Rooms(), 1_000.0
        self.membership = RoomMembership(self.rooms, "1001", lambda: "")
        self._answered = 0

    def take_asked(self) -> list[str]:
        """The rooms asked since the last call."""
        asked = self.rooms.pings[self._answered :]
        self._answered = len(self.rooms.pings)
        return asked

    def answer(self) -> None:
        """Each room that was asked knows us."""
        for room in self.take_asked():
            self.membership.on_activity(room, self.now)

    def wait_for_join(self) -> float:
        """Let seconds pass until it asks to be let in; how many."""
        before, asked = self.now, len(self.rooms.joins)
        while len(self.rooms.joins) == asked:
            self.now += 1.0
            assert self.now - before < 1_000.0, "never again"
            self.membership.tick(self.now)
        return self.now - before


@pytest.fixture
def duty() -> Duty:
    made = Duty()
    made.membership.set_rooms([ROOM], made.now)
    assert made.rooms.joins == [ROOM]
    return made


def test_a_room_that_does_not_answer_is_asked_again(duty: Duty) -> None:
    assert duty.wait_for_join() == JOIN_SECONDS
    assert duty.wait_for_join() == JOIN_SECONDS


def test_a_room_that_let_us_in_is_not_asked_again(duty: Duty) -> None:
    duty.membership.on_joined(ROOM, duty.now)
    duty.membership.tick(duty.now + JOIN_SECONDS)
    assert duty.membership.visit(ROOM) is not None
    assert len(duty.rooms.joins) == 1


def test_each_stay_in_a_room_has_its_own_number(duty: Duty) -> None:
    first = duty.membership.on_joined(ROOM, duty.now)
    assert duty.membership.visit(ROOM) == first
    duty.membership.on_bound(duty.now)
    assert duty.membership.visit(ROOM) is None
    assert duty.membership.on_joined(ROOM, duty.now) != first
    assert duty.membership.on_joined("consult-8@consult.clinic.test", duty.now) is None


@pytest.mark.parametrize(
    ("conditions", "longest"), [(LASTING, REFUSED_JOIN.max_seconds), (PASSING, JOIN.max_seconds)]
)
def test_a_refusal_is_followed_by_longer_waits_up_to_a_bound(
    conditions: list[str], longest: float
) -> None:
    for condition in conditions:
        duty, waits = Duty(), []
        duty.membership.set_rooms([ROOM], duty.now)
        for _ in range(8):
            duty.membership.on_refused(ROOM, condition, duty.now)
            assert duty.membership.visit(ROOM) is None
            waits.append(duty.wait_for_join())
        assert waits[:4] == [
            JOIN.first_seconds,
            JOIN.first_seconds * 2,
            JOIN.first_seconds * 4,
            JOIN.first_seconds * 8,
        ]
        assert waits[-1] == longest


def test_an_invitation_ends_the_wait_of_a_wanted_room_alone(duty: Duty) -> None:
    for _ in range(8):
        duty.membership.on_refused(ROOM, "forbidden", duty.now)
        duty.wait_for_join()
    duty.membership.on_refused(ROOM, "forbidden", duty.now)
    duty.membership.on_invited(ROOM, duty.now)
    duty.membership.on_invited("consult-8@consult.clinic.test", duty.now)
    assert duty.wait_for_join() == 1.0
    assert set(duty.rooms.joins) == {ROOM}


def test_an_invitation_to_where_we_are_changes_nothing(duty: Duty) -> None:
    duty.membership.on_joined(ROOM, duty.now)
    duty.membership.on_invited(ROOM, duty.now)
    duty.membership.tick(duty.now)
    assert duty.membership.visit(ROOM) is not None
    assert len(duty.rooms.joins) == 1


def test_a_new_session_begins_with_short_waits(duty: Duty) -> None:
    for _ in range(8):
        duty.membership.on_refused(ROOM, "forbidden", duty.now)
        duty.wait_for_join()
    duty.membership.on_bound(duty.now)
    duty.membership.on_refused(ROOM, "forbidden", duty.now)
    assert duty.wait_for_join() == JOIN.first_seconds


def test_who_is_put_out_comes_back_at_once_but_not_without_end(duty: Duty) -> None:
    waits = []
    for _ in range(9):
        duty.membership.on_joined(ROOM, duty.now)
        duty.membership.on_left(ROOM, Departure.KICKED, duty.now)
        waits.append(duty.wait_for_join())
    assert waits[:4] == [1.0, JOIN.first_seconds, JOIN.first_seconds * 2, JOIN.first_seconds * 4]
    assert waits[-1] == JOIN.max_seconds
    duty.membership.on_joined(ROOM, duty.now)
    duty.now += SILENCE_SECONDS
    duty.membership.on_left(ROOM, Departure.SHUTDOWN, duty.now)
    assert duty.wait_for_join() == 1.0


def test_a_ban_is_not_answered(duty: Duty) -> None:
    duty.membership.on_joined(ROOM, duty.now)
    duty.membership.on_left(ROOM, Departure.BANNED, duty.now)
    duty.membership.tick(duty.now + 10_000)
    assert len(duty.rooms.joins) == 1


def test_a_silent_room_is_asked_and_one_that_stays_silent_joined_again(duty: Duty) -> None:
    duty.membership.on_joined(ROOM, duty.now)
    duty.membership.tick(duty.now + SILENCE_SECONDS - 1)
    assert duty.rooms.pings == []
    duty.membership.tick(duty.now + SILENCE_SECONDS)
    duty.membership.tick(duty.now + SILENCE_SECONDS + ANSWER_SECONDS - 1)
    assert (duty.rooms.pings, len(duty.rooms.joins)) == ([ROOM], 1)
    duty.membership.tick(duty.now + SILENCE_SECONDS + ANSWER_SECONDS)
    assert duty.rooms.forgotten == [f"ping {ROOM}"]
    assert len(duty.rooms.joins) == 2
    assert duty.membership.visit(ROOM) is None


def test_a_room_that_was_heard_is_not_asked(duty: Duty) -> None:
    duty.membership.on_joined(ROOM, duty.now)
    duty.membership.on_activity(ROOM, duty.now + SILENCE_SECONDS - 1)
    duty.membership.tick(duty.now + SILENCE_SECONDS)
    assert duty.rooms.pings == []


def test_silent_rooms_are_asked_a_few_at_a_time_the_longest_silent_first() -> None:
    duty = Duty()
    rooms = [f"consult-{n}@consult.clinic.test" for n in range(MAX_PINGS_AT_ONCE + 1)]
    duty.membership.set_rooms(rooms, duty.now)
    for age, room in enumerate(reversed(rooms)):
        duty.membership.on_joined(room, duty.now - age)
    duty.membership.tick(duty.now + SILENCE_SECONDS)
    assert duty.rooms.pings == rooms[:MAX_PINGS_AT_ONCE]


def test_rooms_are_joined_in_order_and_a_few_at_a_time() -> None:
    """The room that is looked at must not wait behind hundreds, nor for one that never answers."""
    duty, rooms = Duty(), _rooms(MAX_JOINS_AT_ONCE + 3)
    duty.membership.set_rooms(rooms, duty.now)
    assert duty.rooms.joins == rooms[:MAX_JOINS_AT_ONCE]
    duty.membership.on_joined(rooms[1], duty.now)
    duty.membership.on_refused(rooms[2], "forbidden", duty.now)
    assert duty.rooms.joins == rooms[: MAX_JOINS_AT_ONCE + 2]
    duty.membership.tick(duty.now + JOIN_PLACE_SECONDS)
    assert rooms[-1] in duty.rooms.joins


def test_a_new_order_holds_for_the_next_session_too() -> None:
    duty, rooms = Duty(), _rooms(3)
    duty.membership.set_rooms(rooms, duty.now)
    assert duty.membership.set_rooms(reversed(rooms), duty.now) == []
    duty.membership.on_bound(duty.now)
    assert duty.rooms.joins == [*rooms, *reversed(rooms)]


def test_hundreds_of_silent_rooms_are_asked_slowly_and_the_first_after_its_minute() -> None:
    duty, rooms, seconds = _joined(500), _rooms(500), 600
    for _ in range(seconds):
        duty.now += 1.0
        duty.membership.tick(duty.now)
        duty.answer()
    assert len(duty.rooms.pings) <= MAX_SAVED_PINGS + seconds / PING_SECONDS
    assert duty.rooms.pings.count(rooms[0]) == seconds // SILENCE_SECONDS
    assert len(set(duty.rooms.pings)) > 200, "each in its turn"


def test_few_silent_rooms_are_each_asked_after_their_minute() -> None:
    duty = _joined(MAX_SAVED_PINGS)
    for _ in range(int(SILENCE_SECONDS) + MAX_SAVED_PINGS // MAX_PINGS_AT_ONCE):
        duty.now += 1.0
        duty.membership.tick(duty.now)
    assert sorted(duty.rooms.pings) == sorted(_rooms(MAX_SAVED_PINGS))


def test_one_lost_room_puts_others_in_doubt_and_a_lost_service_all() -> None:
    duty, rooms = _joined(500), _rooms(500)
    duty.membership.on_left(rooms[7], Departure.NOT_ACCEPTABLE, duty.now)
    duty.membership.tick(duty.now)
    assert len(duty.rooms.pings) == DOUBTED_ROOMS
    for _ in range(5):
        duty.now += 1.0
        duty.answer()
        duty.membership.tick(duty.now)
    assert len(duty.rooms.pings) == DOUBTED_ROOMS, "the others know us"
    lost = {rooms[8]}
    duty.membership.on_left(rooms[8], Departure.NOT_ACCEPTABLE, duty.now)
    for _ in range(60):
        duty.now += 1.0
        duty.membership.tick(duty.now)
        for room in duty.take_asked():
            lost.add(room)
            duty.membership.on_left(room, Departure.NOT_ACCEPTABLE, duty.now)
    assert lost == set(rooms) - {rooms[7]}


def test_a_room_that_does_not_answer_puts_others_in_doubt_of_its_own_service() -> None:
    duty, elsewhere = _joined(2), "consult-1@consult.elsewhere.test"
    duty.membership.set_rooms([*_rooms(2), elsewhere], duty.now)
    duty.membership.on_joined(elsewhere, duty.now)
    duty.now += SILENCE_SECONDS
    duty.membership.on_activity(_rooms(2)[1], duty.now)
    duty.membership.on_activity(elsewhere, duty.now)
    duty.membership.tick(duty.now)
    duty.membership.tick(duty.now + ANSWER_SECONDS)
    duty.membership.tick(duty.now + ANSWER_SECONDS)
    assert duty.rooms.pings == _rooms(2)


def _rooms(count: int) -> list[str]:
    return [f"consult-{n}@consult.clinic.test" for n in range(count)]


def _joined(count: int) -> Duty:
    """In so many rooms."""
    duty = Duty()
    duty.membership.set_rooms(_rooms(count), duty.now)
    for room in _rooms(count):
        duty.membership.on_joined(room, duty.now)
    return duty


def test_what_cannot_be_asked_now_is_joined_as_soon_as_it_can(duty: Duty) -> None:
    duty.membership.on_joined(ROOM, duty.now)
    duty.rooms.online = False
    duty.now += SILENCE_SECONDS
    duty.membership.tick(duty.now)
    assert duty.membership.visit(ROOM) is None
    duty.membership.tick(duty.now)
    duty.rooms.online = True
    assert duty.wait_for_join() == 1.0


def test_rooms_that_are_not_wanted_any_more_are_left(duty: Duty) -> None:
    duty.membership.on_joined(ROOM, duty.now)
    assert duty.membership.set_rooms([], duty.now) == [ROOM]
    duty.membership.on_joined(ROOM, duty.now)
    duty.membership.on_left(ROOM, Departure.KICKED, duty.now)
    duty.membership.on_refused(ROOM, "forbidden", duty.now)
    duty.membership.on_activity(ROOM, duty.now)
    duty.membership.tick(duty.now + 10_000)
    assert duty.rooms.gone == [ROOM, ROOM]
    assert len(duty.rooms.joins) == 1


def test_a_resumed_session_asks_all_rooms_and_joins_those_not_entered(duty: Duty) -> None:
    other = "consult-8@consult.clinic.test"
    duty.membership.on_joined(ROOM, duty.now)
    duty.membership.set_rooms([ROOM, other], duty.now)
    duty.membership.on_refused(other, "conflict", duty.now)
    duty.membership.on_resumed(duty.now)
    duty.membership.tick(duty.now)
    assert duty.rooms.pings == [ROOM]
    assert duty.rooms.joins == [ROOM, other, other]


def test_a_resumed_session_brings_the_answer_of_a_room_that_was_asked(duty: Duty) -> None:
    """Asked twice at once, the room's first answer would be read as the half of its second."""
    duty.now += JOIN_SECONDS - 1
    duty.membership.on_resumed(duty.now)
    duty.membership.tick(duty.now)
    assert duty.rooms.joins == [ROOM]
    assert duty.wait_for_join() == JOIN_SECONDS
