"""The server's record is asked for what the history lists alone, and told of where it is open."""

from types import SimpleNamespace

import pytest

from tests.fakes.sign_in import OneGroup
from tests.store.people import consultation
from workstation.domain.errors import ArchiveRefused
from workstation.services.history_reader import ReadingState
from workstation.store.feed import Feed
from workstation.ui.history.archive_reading import ArchiveReading

LISTED, UNLISTED = consultation(2), consultation(3)


class Doctor(OneGroup):
    """One of whose consultations stands in the history, the other not."""

    def __init__(self) -> None:
        self.store = SimpleNamespace(
            history={LISTED.consultation_id: LISTED},
            connections=Feed(),
            is_online=True,
        )
        self.asked: list[int] = []
        self.history = SimpleNamespace(states=Feed(), read_newest=self.asked.append)

    def spawn(self, work) -> None:
        """What is asked for is noted at once."""


@pytest.fixture
def doctor():
    """A doctor who is online."""
    return Doctor()


@pytest.fixture
def reading(page, doctor):
    """What completes the open conversation of the page."""
    pane = page.side.conversation
    return ArchiveReading(doctor, pane, SimpleNamespace(go_to_newest=lambda: None))


def test_what_a_purge_or_the_policy_keeps_off_this_computer_is_not_asked_for(reading, doctor):
    for each in (UNLISTED, LISTED):
        reading.show(each.consultation_id)
    assert doctor.asked == [LISTED.consultation_id]


def test_a_failure_of_another_conversation_is_not_told_of_this_one(page, reading, doctor):
    page.show_consultation(LISTED, ())
    reading.show(LISTED.consultation_id)
    error = ArchiveRefused("forbidden")
    before = page.side.conversation.locked.text.text()
    doctor.history.states.publish(ReadingState(UNLISTED.consultation_id, error=error))
    assert page.side.conversation.locked.text.text() == before
    doctor.history.states.publish(ReadingState(LISTED.consultation_id, error=error))
    assert page.side.conversation.locked.text.text() != before
