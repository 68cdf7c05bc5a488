"""What hinders a reply, of all reasons for which a room was left."""

import pytest

from workstation.domain.events import Left, PageFailed
from workstation.domain.ids import ConsultationId
from workstation.domain.send_blocker import (
    LEFT_BY_US,
    NO_ROOM_REASONS,
    NOT_ADMITTED_REASONS,
    SendBlocker,
    blocker_of,
)

ROOM = ConsultationId(7)


@pytest.mark.parametrize(
    ("reasons", "blocker"),
    [
        (NOT_ADMITTED_REASONS, SendBlocker.NOT_LET_IN),
        (NO_ROOM_REASONS, SendBlocker.NO_ROOM),
        ({"remote-server-timeout", "never heard of"}, SendBlocker.UNREACHABLE),
        ({LEFT_BY_US}, None),
    ],
)
def test_a_reason_says_what_hinders(reasons: set[str], blocker: SendBlocker | None) -> None:
    assert reasons
    assert {blocker_of(Left(ROOM, reason)) for reason in reasons} == {blocker}


def test_an_archive_without_an_answer_hinders_as_well() -> None:
    assert blocker_of(PageFailed(ROOM, "q1", "timeout")) is SendBlocker.NO_RECORD
