"""What an input method composes is not lost where the keyboard leaves."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QInputMethodEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget

from workstation.ui.kit.fields.composing import finish_composing
from workstation.ui.kit.fields.editing import LineEdit, PlainEdit


def words(text):
    """What is written there."""
    return text.toPlainText() if isinstance(text, PlainEdit) else text.text()


@pytest.fixture(params=[PlainEdit, LineEdit])
def text(request, show_widget):
    """A text that has the keyboard, above a line that may get it."""
    page, text = QWidget(), request.param()
    page.setLayout(QVBoxLayout())
    page.layout().addWidget(text)
    page.layout().addWidget(QLineEdit())
    show_widget(page)
    text.setFocus()
    return text


def compose(text, preedit):
    """The input method tells what it composes; nothing, where it gave up."""
    QApplication.sendEvent(text, QInputMethodEvent(preedit, []))


def type_words(text, chosen):
    """The input method gives the words that were chosen."""
    event = QInputMethodEvent()
    event.setCommitString(chosen)
    QApplication.sendEvent(text, event)


def leave(text):
    """The doctor clicks somewhere else."""
    text.parent().layout().itemAt(1).widget().setFocus(Qt.FocusReason.MouseFocusReason)


def test_what_is_given_up_because_the_keyboard_leaves_is_written(text):
    """ibus gives pinyin up when it is asked for it, and the words were gone by a click."""
    type_words(text, "您好，")
    compose(text, "多喝水")
    compose(text, "")
    leave(text)
    assert words(text) == "您好，多喝水"
    text.setFocus()
    leave(text)
    assert words(text) == "您好，多喝水", "once"


def test_what_the_doctor_gave_up_is_not_written(text):
    compose(text, "多喝水")
    compose(text, "")
    QApplication.processEvents()
    leave(text)
    assert words(text) == ""


def test_what_became_words_is_not_written_twice(text):
    compose(text, "多喝水")
    type_words(text, "多喝水")
    leave(text)
    assert words(text) == "多喝水"


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
    assert words(text) == "多喝水"


def test_what_is_replaced_while_it_is_composed_is_not_written(text):
    """The text of another patient comes in."""
    compose(text, "多喝水")
    (text.set_plain if isinstance(text, PlainEdit) else text.setText)("其他")
    compose(text, "")
    leave(text)
    assert words(text) == "其他"
