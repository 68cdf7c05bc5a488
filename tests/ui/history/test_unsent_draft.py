"""The draft of a consultation that is over, below its messages."""

import pytest

from workstation.domain.changes import Draft, KeptVoice
from workstation.domain.ids import ConsultationId
from workstation.ui.history.unsent_draft import UnsentDraftBar
from workstation.ui.kit.announcer import announcer
from workstation.ui.kit.strings import Language, set_language, tr


@pytest.fixture
def bar(show_widget, screen_reader):  # noqa: ARG001
    """One in a window, with somebody who listens."""
    made = UnsentDraftBar()
    show_widget(made)
    return made


def draft(number):
    """A recording and a photo, and no words."""
    return Draft(ConsultationId(number), "", files=("a",), voice=KeptVoice("v", 5_000))


def test_of_the_next_patient_the_same_sentence_is_said_as_well(bar):
    bar.show_draft(draft(1))
    bar.show_draft(draft(2))
    assert announcer.recent == (bar.title.text(),) * 2


def test_in_another_language_all_of_it_is_said_on_and_nothing_announced(bar):
    bar.show_draft(draft(1))
    before = announcer.recent
    set_language(Language.EN)
    voice = tr("queue.voice_named", length="0:05")
    files = tr("queue.comma").join([tr("queue.pictures", count=1), voice])
    assert bar.title.text() == tr("history.unsent_with", files=files)
    assert announcer.recent == before
