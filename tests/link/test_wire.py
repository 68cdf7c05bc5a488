"""What the log tells an administrator of rooms that are not as they must be."""

import itertools

import pytest

from workstation.clock import SystemClock
from workstation.domain.commands import SetRooms
from workstation.domain.events import Joined
from workstation.link.names import Names
from workstation.link.wire import WireSession
from workstation.xmpp.events import RoomJoined
from workstation.xmpp.session import Session

NAMES = Names("clinic.test")


@pytest.mark.parametrize("vouches", [True, False])
def test_a_room_that_hides_who_speaks_is_told_of(vouches: bool, expect_log: list[str]) -> None:
    if not vouches:
        expect_log.append("room of a consultation hides who speaks")
    ids = (f"i{number}" for number in itertools.count())
    wire = WireSession(Session("desk", ids.__next__), NAMES, SystemClock(), 1001, lambda: "")
    wire.post(SetRooms(frozenset({7})))
    joined = RoomJoined(
        NAMES.room(7), created=False, stamps_ids=True, archives=True, vouches=vouches
    )
    assert wire.translated(joined) == [Joined(7, archives=True, visit=1)]
