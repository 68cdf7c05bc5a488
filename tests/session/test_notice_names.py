"""Whom a desktop notice names, where two patients of the list are called the same."""

import pytest

from tests.store.people import listed, message
from workstation.domain.changes import Changes
from workstation.domain.message import Speaker, SpeakerRole
from workstation.domain.people import Member
from workstation.session.desktop_notices import name_sender
from workstation.store.worklist import Worklist


@pytest.fixture
def worklist():
    """Two patients called 王芳, one of whom asks by herself, and one called otherwise."""
    worklist = Worklist()
    first, second = Member(2001, "王芳"), Member(2002, "王芳")
    people = (
        listed(1, target=first, creator=first),
        listed(2, target=second, creator=Member(77, "李建国")),
        listed(3),
    )
    worklist.apply(Changes(listed=people))
    return worklist


def message_of(number, member_id, name):
    """A message of that consultation."""
    speaker = Speaker(member_id, SpeakerRole.PATIENT, name)
    return message("胸闷", consultation_id=number, speaker=speaker)


@pytest.mark.parametrize(
    ("number", "member_id", "name", "named"),
    [
        (1, 2001, "王芳", "王芳 (2001)"),
        (2, 2002, "王芳", "王芳 (2002)"),
        (2, 77, "李建国", "李建国"),
        (3, 2003, "病人3", "病人3"),
        (9, 2009, "王芳", "王芳"),
    ],
)
def test_a_notice_tells_patients_of_one_name_apart(worklist, number, member_id, name, named):
    """The other one may be open as the window comes forward, and get the answer."""
    assert name_sender(worklist, message_of(number, member_id, name)) == named
