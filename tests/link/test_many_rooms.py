"""Hundreds of rooms: who is entered first, and how silent ones are asked."""

from tests.link.duty import Duty, joined, room_names
from workstation.api.rows import MAX_ROWS
from workstation.link import room_membership
from workstation.link.membership import Membership
from workstation.link.room_membership import JOIN_PLACE_SECONDS, MAX_JOINS_AT_ONCE
from workstation.link.self_pings import (
    ANSWER_SECONDS,
    DOUBTED_ROOMS,
    MAX_PINGS_AT_ONCE,
    MAX_SAVED_PINGS,
    PING_SECONDS,
    SILENCE_SECONDS,
)
from workstation.link.ticker import REST_SECONDS
from workstation.xmpp import limits
from workstation.xmpp.departure import Departure


def test_a_session_has_as_many_rooms_as_the_platform_may_list_consultations() -> None:
    """A room too many is never entered: what the patient writes there does not come."""
    assert limits.ROOMS >= MAX_ROWS


def test_rooms_are_joined_in_order_and_a_few_at_a_time() -> None:
    """The room that is looked at must not wait behind hundreds, nor for one that never answers."""
    duty, rooms = Duty(), room_names(MAX_JOINS_AT_ONCE + 3)
    duty.membership.set_rooms(rooms, duty.now)
    assert duty.rooms.joins == rooms[:MAX_JOINS_AT_ONCE]
    duty.membership.on_joined(rooms[1], duty.now)
    duty.membership.on_refused(rooms[2], "forbidden", duty.now)
    assert duty.rooms.joins == rooms[: MAX_JOINS_AT_ONCE + 2]
    duty.membership.tick(duty.now + JOIN_PLACE_SECONDS)
    assert rooms[-1] in duty.rooms.joins


def test_an_answer_does_not_look_at_all_rooms_that_were_entered_before(monkeypatch) -> None:
    """Of ten thousand that took two thirds of a second of the window's thread."""
    looks = []

    class Watched(Membership):
        """A room that notes each look at when it is to be joined."""

        def __getattribute__(self, name):
            if name == "join_at":
                looks.append(name)
            return super().__getattribute__(name)

    monkeypatch.setattr(room_membership, "Membership", Watched)
    count = 300
    duty = joined(count)
    assert duty.rooms.joins == room_names(count)
    assert len(looks) < 10 * count


def test_a_room_that_is_not_wanted_any_more_takes_no_place() -> None:
    duty, rooms = Duty(), room_names(MAX_JOINS_AT_ONCE + 2)
    duty.membership.set_rooms(rooms, duty.now)
    duty.membership.set_rooms(rooms[1:], duty.now)
    assert duty.rooms.joins == rooms[:-1]


def test_a_room_that_put_us_out_takes_one_place_when_it_is_asked_again() -> None:
    duty, rooms = Duty(), room_names(MAX_JOINS_AT_ONCE + 2)
    duty.membership.set_rooms(rooms, duty.now)
    duty.membership.on_left(rooms[0], Departure.SHUTDOWN, duty.now)
    duty.membership.tick(duty.now)
    assert duty.rooms.joins == [*rooms[:MAX_JOINS_AT_ONCE], rooms[0]]
    duty.membership.on_joined(rooms[0], duty.now)
    assert duty.rooms.joins[-1] == rooms[MAX_JOINS_AT_ONCE]


def test_a_new_order_holds_for_the_next_session_too() -> None:
    duty, rooms = Duty(), room_names(3)
    duty.membership.set_rooms(rooms, duty.now)
    assert duty.membership.set_rooms(reversed(rooms), duty.now) == []
    duty.membership.on_bound(duty.now)
    assert duty.rooms.joins == [*rooms, *reversed(rooms)]


def test_a_preferred_room_comes_next_and_first_in_the_next_session() -> None:
    duty, rooms = Duty(), room_names(MAX_JOINS_AT_ONCE + 3)
    duty.membership.set_rooms(rooms, duty.now)
    duty.membership.prefer(rooms[-1])
    duty.membership.prefer("consult-77@consult.clinic.test")
    duty.membership.on_joined(rooms[0], duty.now)
    assert duty.rooms.joins == [*rooms[:MAX_JOINS_AT_ONCE], rooms[-1]]
    duty.membership.on_bound(duty.now)
    assert duty.rooms.joins[MAX_JOINS_AT_ONCE + 1 :] == [rooms[-1], *rooms[: MAX_JOINS_AT_ONCE - 1]]
    assert duty.membership.counts().total == len(rooms), "one that is not wanted is not entered"


def test_after_a_resumption_rooms_are_joined_as_they_are_wanted_by_then() -> None:
    """An answer to a join may come before the first tick."""
    duty, rooms = Duty(), room_names(MAX_JOINS_AT_ONCE + 3)
    duty.membership.set_rooms(rooms, duty.now)
    duty.rooms.online = False
    duty.membership.set_rooms([*rooms[:MAX_JOINS_AT_ONCE], rooms[-1]], duty.now)
    duty.rooms.online = True
    duty.membership.on_resumed(duty.now)
    duty.membership.on_joined(rooms[0], duty.now)
    assert duty.rooms.joins[MAX_JOINS_AT_ONCE:] == [rooms[-1]]


def test_hundreds_of_silent_rooms_are_asked_slowly_and_the_first_after_its_minute() -> None:
    duty, rooms, seconds = joined(500), room_names(500), 600
    for _ in range(seconds):
        duty.now += 1.0
        duty.membership.tick(duty.now)
        duty.answer()
    assert len(duty.rooms.pings) <= MAX_SAVED_PINGS + seconds / PING_SECONDS
    assert duty.rooms.pings.count(rooms[0]) == seconds // SILENCE_SECONDS
    assert len(set(duty.rooms.pings)) > 200, "each in its turn"


def test_silent_rooms_that_must_wait_for_their_turn_are_asked_together() -> None:
    """Two or three with each tick would wake an idle computer for their answers every time."""
    duty, ticks, asked = joined(50), 120, []
    for _ in range(ticks):
        duty.now += REST_SECONDS
        before = len(duty.rooms.pings)
        duty.membership.tick(duty.now)
        duty.answer()
        asked.append(len(duty.rooms.pings) - before)
    minutes = ticks * REST_SECONDS / 60
    together = MAX_PINGS_AT_ONCE * PING_SECONDS
    assert sum(map(bool, asked[ticks // 2 :])) <= minutes / 2 * (60 / together + 1)
    assert sum(asked) >= ticks * REST_SECONDS / PING_SECONDS, "no fewer than before"
    assert set(duty.rooms.pings[-60:]) == set(room_names(50)), "each in its turn"


def test_few_silent_rooms_are_each_asked_after_their_minute() -> None:
    duty = joined(MAX_SAVED_PINGS)
    for _ in range(int(SILENCE_SECONDS) + MAX_SAVED_PINGS // MAX_PINGS_AT_ONCE):
        duty.now += 1.0
        duty.membership.tick(duty.now)
    assert sorted(duty.rooms.pings) == sorted(room_names(MAX_SAVED_PINGS))


def test_one_lost_room_puts_others_in_doubt_and_a_lost_service_all() -> None:
    duty, rooms = joined(500), room_names(500)
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
    duty, elsewhere = joined(2), "consult-1@consult.elsewhere.test"
    duty.membership.set_rooms([*room_names(2), elsewhere], duty.now)
    duty.membership.on_joined(elsewhere, duty.now)
    duty.now += SILENCE_SECONDS
    duty.membership.on_activity(room_names(2)[1], duty.now)
    duty.membership.on_activity(elsewhere, duty.now)
    duty.membership.tick(duty.now)
    duty.membership.tick(duty.now + ANSWER_SECONDS)
    duty.membership.tick(duty.now + ANSWER_SECONDS)
    assert duty.rooms.pings == room_names(2)


def test_when_all_rooms_are_in_doubt_a_few_are_asked_at_a_time() -> None:
    duty, rooms = joined(3 * MAX_PINGS_AT_ONCE), room_names(3 * MAX_PINGS_AT_ONCE)
    duty.membership.on_resumed(duty.now)
    for tick in range(1, 4):
        duty.membership.tick(duty.now)
        assert len(duty.take_asked()) <= MAX_PINGS_AT_ONCE, tick
    assert sorted(duty.rooms.pings) == sorted(rooms)
