"""The draft of a consultation that is over, below its messages."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.ui.still_board import StillBoard
from workstation.domain.changes import Draft, KeptVoice
from workstation.domain.ids import ConsultationId
from workstation.ui.history.unsent_draft import UnsentDraftBar
from workstation.ui.kit.announcer import announcer
from workstation.ui.kit.strings import Language, set_language, tr


@pytest.fixture
def bar(show_widget, screen_reader):  # noqa: ARG001
    """One in a window, with somebody who listens."""
    made = UnsentDraftBar(StillBoard())
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
    voice = tr("queue.voice_within", length="0:05")
    files = tr("queue.comma").join([tr("queue.pictures", count=1), voice])
    assert bar.title.text() == tr("history.unsent_with", files=files)
    assert announcer.recent == before


def test_its_recording_is_heard_and_paused(bar):
    bar.show_draft(draft(1))
    assert bar.listen.text() == tr("history.unsent_listen", length="0:05")
    bar.show_playing(playing=True)
    assert bar.listen.text() == tr("history.unsent_pause")
    assert bar.action.isHidden(), "there are no words to copy"
    bar.show_draft(Draft(ConsultationId(1), "先停芒果"))
    assert bar.listen.isHidden()
    assert bar.action.isVisible()
    assert bar.files.isHidden()


def test_a_photo_of_it_is_opened_by_mouse_and_by_key_and_stays_in_it(bar):
    opened = []
    bar.opened.connect(opened.append)
    bar.show_draft(Draft(ConsultationId(1), "", files=("a", "b")))
    tray = bar.files
    QTest.mouseClick(tray, Qt.MouseButton.LeftButton, pos=tray.picture_rect(1).center())
    tray.setFocus()
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Space):
        QTest.keyClick(tray, key)
    QTest.keyClick(tray, Qt.Key.Key_Delete)
    QTest.keyClick(tray, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert opened == ["own:b", "own:a", "own:b"]
    assert tray.urls == ("own:a", "own:b")
    assert tray.accessibleDescription() == tr("composer.fixed_tray_at", number=2, of=2)
