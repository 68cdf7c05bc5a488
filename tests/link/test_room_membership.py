"""Which rooms are asked to let us in, and when: no room is forgotten, none is stormed."""

import math

import pytest

from tests.link.duty import ROOM, Duty
from workstation.domain.backoff import JOIN, REFUSED_JOIN
from workstation.link.room_membership import JOIN_SECONDS
from workstation.link.self_pings import ANSWER_SECONDS, MAX_PINGS_AT_ONCE, SILENCE_SECONDS
from workstation.xmpp.departure import Departure

LASTING = ["forbidden", "registration-required", "item-not-found", "not-allowed", "gone"]
PASSING = ["service-unavailable", "remote-server-timeout", "internal-server-error", "conflict"]


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


def test_what_is_due_next_is_known(duty: Duty) -> None:
    assert duty.membership.due_at() == duty.now + JOIN_SECONDS
    duty.membership.on_joined(ROOM, duty.now)
    assert duty.membership.due_at() == math.inf
    duty.now += SILENCE_SECONDS
    duty.membership.tick(duty.now)
    assert duty.membership.due_at() == duty.now + ANSWER_SECONDS
    duty.answer()
    duty.membership.on_resumed(duty.now)
    assert duty.membership.due_at() < duty.now
    duty.membership.tick(duty.now)
    assert duty.membership.due_at() == duty.now + ANSWER_SECONDS


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
