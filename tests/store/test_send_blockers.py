"""What hinders replies, from when on, and that whoever watches is told of each change once."""

import pytest

from workstation.domain.events import Joined, Left, PageFailed
from workstation.domain.ids import ConsultationId
from workstation.domain.send_blocker import SendBlocker
from workstation.store.send_blockers import SILENT_SECONDS, SendBlockers

ROOM = ConsultationId(7)
BANNED, LOST = Left(ROOM, "banned"), Left(ROOM, "remote-server-timeout")
JOINED = Joined(ROOM, archives=True, visit=1)
NO_ANSWER = PageFailed(ROOM, "q1", "timeout")


@pytest.fixture
def blockers() -> SendBlockers:
    return SendBlockers()


@pytest.fixture
def changed(blockers: SendBlockers) -> list[int]:
    changed_ids: list[int] = []
    blockers.changed.subscribe(changed_ids.append)
    return changed_ids


def test_whoever_watches_is_told_once_of_each_change(
    blockers: SendBlockers, changed: list[int]
) -> None:
    blockers.on_room_event(JOINED, 1.0)
    assert changed == []
    blockers.on_room_event(BANNED, 2.0)
    blockers.on_room_event(BANNED, 3.0)
    assert changed == [ROOM]
    blockers.on_room_event(JOINED, 4.0)
    assert changed == [ROOM, ROOM]
    blockers.on_room_event(JOINED, 5.0)
    blockers.clear(ROOM)
    assert changed == [ROOM, ROOM], "nothing hindered any more"
    assert blockers.get(ROOM) is None


def test_being_let_in_does_not_fetch_the_record(blockers: SendBlockers) -> None:
    blockers.on_room_event(NO_ANSWER, 1.0)
    blockers.on_room_event(JOINED, 2.0)
    assert blockers.get(ROOM) is SendBlocker.NO_RECORD
    blockers.clear_all()
    assert blockers.get(ROOM) is None


def test_it_hinders_since_the_first_of_its_reasons(blockers: SendBlockers) -> None:
    blockers.on_room_event(LOST, 10.0)
    assert blockers.seconds_until_due(ROOM, 11.0) == SILENT_SECONDS - 1.0
    blockers.on_room_event(BANNED, 20.0)
    assert blockers.seconds_until_due(ROOM, 20.0) == -10.0, "lasting, and since then"
    assert blockers.counts() == {SendBlocker.NOT_LET_IN: 1}
