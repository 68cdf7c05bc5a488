"""What an input method composes is not lost where the keyboard leaves."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QInputMethodEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from workstation.ui.kit.fields.composing import finish_composing
from workstation.ui.kit.fields.editing import LineEdit, PlainEdit


@pytest.fixture
def text(show_widget):
    """A text that has the keyboard, above a line that may get it."""
    page, text = QWidget(), PlainEdit()
    page.setLayout(QVBoxLayout())
    page.layout().addWidget(text)
    page.layout().addWidget(LineEdit())
    show_widget(page)
    text.setFocus()
    return text


def compose(text, preedit):
    """The input method tells what it composes; nothing, where it gave up."""
    QApplication.sendEvent(text, QInputMethodEvent(preedit, []))


def leave(text):
    """The doctor clicks somewhere else."""
    text.parent().findChild(LineEdit).setFocus(Qt.FocusReason.MouseFocusReason)


def test_what_is_given_up_because_the_keyboard_leaves_is_written(text):
    """ibus gives pinyin up when it is asked for it, and the words were gone by a click."""
    text.insertPlainText("您好，")
    compose(text, "多喝水")
    compose(text, "")
    leave(text)
    assert text.toPlainText() == "您好，多喝水"
    text.setFocus()
    leave(text)
    assert text.toPlainText() == "您好，多喝水", "once"


def test_what_the_doctor_gave_up_is_not_written(text):
    compose(text, "多喝水")
    compose(text, "")
    QApplication.processEvents()
    leave(text)
    assert text.toPlainText() == ""


def test_what_became_words_is_not_written_twice(text):
    compose(text, "多喝水")
    event = QInputMethodEvent()
    event.setCommitString("多喝水")
    QApplication.sendEvent(text, event)
    leave(text)
    assert text.toPlainText() == "多喝水"


def test_an_input_method_that_gives_up_when_asked_to_finish_loses_nothing(text, monkeypatch):
    """Another patient comes into the same text by a key."""

    class GivesUp:
        def commit(self):
            compose(text, "")

        def reset(self):
            pytest.fail("there is nothing to forget")

    compose(text, "多喝水")
    monkeypatch.setattr(QGuiApplication, "inputMethod", GivesUp)
    finish_composing()
    assert text.toPlainText() == "多喝水"
