"""A room that does not return an own message is pinged, and joined again if that shows a loss."""

import math

import pytest

from tests.link.duty import ROOM, Duty
from workstation.domain.backoff import ECHO
from workstation.xmpp.departure import Departure

FIRST = ECHO.first_seconds


@pytest.fixture
def duty() -> Duty:
    duty = Duty()
    duty.membership.set_rooms([ROOM], duty.now)
    duty.membership.on_joined(ROOM, duty.now)
    return duty


def wait(duty: Duty, seconds: float) -> None:
    """So long the room says what others say, and nothing of ours."""
    duty.now += seconds
    duty.membership.on_activity(ROOM, duty.now)
    duty.membership.tick(duty.now)


def pinged(duty: Duty) -> None:
    """The room answers the last ping."""
    duty.membership.on_pinged(ROOM, f"ping {ROOM}", duty.now)


def test_a_room_that_knows_us_and_never_returns_a_message_is_joined_again(duty: Duty) -> None:
    duty.membership.echoes.on_sent(ROOM, "o-1", duty.now)
    wait(duty, FIRST - 1)
    assert duty.rooms.pings == []
    wait(duty, 1)
    assert (duty.rooms.pings, len(duty.rooms.joins)) == ([ROOM], 1)
    pinged(duty)
    assert len(duty.rooms.joins) == 2
    assert duty.membership.visit(ROOM) is None


@pytest.mark.parametrize("before", [True, False])
def test_what_was_returned_is_not_asked_for(duty: Duty, before: bool) -> None:
    duty.membership.echoes.on_sent(ROOM, "o-1", duty.now)
    wait(duty, FIRST - 1)
    if before:
        duty.membership.echoes.on_answered(ROOM, "o-1")
    wait(duty, 1)
    duty.membership.echoes.on_answered(ROOM, "o-1")
    pinged(duty)
    assert (len(duty.rooms.pings), len(duty.rooms.joins)) == (int(not before), 1)
    assert duty.membership.visit(ROOM) is not None


def test_a_ping_says_nothing_of_what_was_sent_after_it(duty: Duty) -> None:
    duty.membership.echoes.on_sent(ROOM, "o-1", duty.now)
    wait(duty, FIRST)
    duty.membership.echoes.on_sent(ROOM, "o-2", duty.now)
    duty.membership.echoes.on_answered(ROOM, "o-1")
    pinged(duty)
    assert len(duty.rooms.joins) == 1
    wait(duty, FIRST)
    pinged(duty)
    assert len(duty.rooms.joins) == 2


def test_nor_does_the_answer_to_another_ping(duty: Duty) -> None:
    duty.membership.echoes.on_sent(ROOM, "o-1", duty.now)
    wait(duty, FIRST)
    duty.membership.on_pinged(ROOM, "another", duty.now)
    assert len(duty.rooms.joins) == 1


def test_a_ping_that_was_lost_as_well_is_sent_again(duty: Duty) -> None:
    duty.membership.echoes.on_sent(ROOM, "o-1", duty.now)
    wait(duty, FIRST)
    wait(duty, FIRST)
    assert duty.rooms.pings == [ROOM, ROOM]


def test_what_is_dropped_each_time_is_asked_for_after_longer_waits(duty: Duty) -> None:
    waits = []
    for _ in range(9):
        duty.membership.echoes.on_sent(ROOM, "o-1", duty.now)
        waits.append(duty.membership.due_at() - duty.now)
        wait(duty, waits[-1])
        pinged(duty)
        duty.membership.on_joined(ROOM, duty.now)
    assert waits == [20, 40, 80, 160, 320, 640, 1200, 1200, 1200]
    duty.membership.echoes.on_sent(ROOM, "o-1", duty.now)
    duty.membership.echoes.on_answered(ROOM, "o-1")
    duty.membership.echoes.on_sent(ROOM, "o-2", duty.now)
    assert duty.membership.due_at() == duty.now + FIRST


@pytest.mark.parametrize("end", ["new session", "left", "put out", "entered anew"])
def test_after_the_stay_nothing_is_owed(duty: Duty, end: str) -> None:
    duty.membership.echoes.on_sent(ROOM, "o-1", duty.now)
    match end:
        case "new session":
            duty.membership.on_bound(duty.now)
        case "left":
            duty.membership.set_rooms([], duty.now)
        case "put out":
            duty.membership.on_left(ROOM, Departure.KICKED, duty.now)
        case "entered anew":
            duty.membership.on_joined(ROOM, duty.now)
    assert duty.membership.echoes.due_at() == math.inf


def test_a_session_that_cannot_ask_now_asks_later(duty: Duty) -> None:
    duty.membership.echoes.on_sent(ROOM, "o-1", duty.now)
    duty.rooms.online = False
    wait(duty, FIRST)
    duty.rooms.online = True
    wait(duty, FIRST)
    assert duty.rooms.pings == [ROOM]
