"""What is typed on the open patient's row goes into the reply; the list keeps its own keys."""

import pytest
from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, Qt
from PySide6.QtGui import (
    QGuiApplication,
    QInputMethodQueryEvent,
    QKeyEvent,
)
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.ui import keys
from workstation.ui.composer.message_edit import MessageEdit
from workstation.ui.kit.fields.composing import finish_composing
from workstation.ui.queue.typing_on import TypingOn

Key, Query = Qt.Key, Qt.InputMethodQuery


@pytest.fixture
def reply(queue):
    """The box below a list of three, of whom the second is open and has the keyboard."""
    queue.fill(30, 20, 10)
    editor = MessageEdit()
    editor.setParent(queue.pane)
    editor.setGeometry(40, 50, 200, 40)
    editor.show()
    TypingOn(queue.pane.list, editor)
    queue.pane.choose(2)
    queue.pane.list.setFocus()
    return editor


def compose(preedit: str, commit: str = "") -> None:
    """The input method tells whoever has the keyboard."""
    keys.compose(QApplication.focusWidget(), commit, preedit)


def leave_all(rows) -> None:
    """The open conversation has ended elsewhere."""
    rows.choose(None)


def asked(queue, query: Query) -> object:
    """What an input method is told by the list."""
    event = QInputMethodQueryEvent(query)
    QApplication.sendEvent(queue.pane.list, event)
    return event.value(query)


def test_letters_go_into_the_reply_and_take_the_keyboard_along(queue, reply):
    QTest.keyClicks(queue.pane.list, "H")
    assert reply.hasFocus()
    QTest.keyClicks(reply, "ello")
    assert reply.toPlainText() == "Hello"


@pytest.mark.parametrize("key", [Key.Key_Down, Key.Key_Space, Key.Key_Return, Key.Key_Delete])
def test_keys_of_the_list_stay_there(queue, reply, key):
    QTest.keyClick(queue.pane.list, key)
    assert queue.pane.list.hasFocus()
    assert reply.toPlainText() == ""


def test_commands_stay_there(queue, reply):
    for modifier in (Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier):
        QTest.keyClick(queue.pane.list, Key.Key_D, modifier)
    assert reply.toPlainText() == ""


def test_what_altgr_types_goes_into_the_reply_as_windows_tells_it(queue, reply):
    """There it comes as Ctrl and Alt together, as Qt's own texts know."""
    altgr = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
    QApplication.sendEvent(queue.pane.list, QKeyEvent(QEvent.Type.KeyPress, Key.Key_At, altgr, "@"))
    assert reply.toPlainText() == "@"


def test_on_a_row_that_is_only_looked_at_they_lead_nowhere(queue, reply):
    QTest.keyClick(queue.pane.list, Key.Key_Down)
    QTest.keyClick(queue.pane.list, Key.Key_H)
    assert (reply.toPlainText(), queue.pane.list.hasFocus()) == ("", True)
    assert not asked(queue, Query.ImEnabled)


@pytest.mark.parametrize("hinder", [MessageEdit.hide, lambda editor: editor.setEnabled(False)])
def test_where_no_reply_can_be_written_they_lead_nowhere(queue, reply, hinder):
    hinder(reply)
    QTest.keyClick(queue.pane.list, Key.Key_H)
    assert (reply.toPlainText(), queue.pane.list.hasFocus()) == ("", True)


def test_an_input_method_is_asked_from_the_first_letter_on(queue, reply, qtbot):
    assert asked(queue, Query.ImEnabled)
    compose("ni")
    assert reply.is_composing
    assert queue.pane.list.hasFocus()
    compose("", "你好")
    assert reply.toPlainText() == "你好"
    qtbot.waitUntil(reply.hasFocus)


def test_what_is_composed_is_not_taken_along_to_another_patient(queue, reply):
    compose("ni")
    finish_composing()
    assert (reply.toPlainText(), reply.is_composing) == ("ni", False)
    assert queue.pane.list.hasFocus()


def test_what_ends_as_the_keyboard_goes_elsewhere_does_not_call_it_back(queue, reply):
    compose("ni")
    compose("", "你")
    queue.pane.search.setFocus()
    QApplication.processEvents()
    assert queue.pane.search.hasFocus()
    assert not reply.hasFocus()


@pytest.mark.parametrize("leave", [lambda rows: QTest.keyClick(rows, Key.Key_Down), leave_all])
def test_what_is_composed_becomes_words_where_no_letters_are_taken_any_more(queue, reply, leave):
    """Qt asks the input method to end it then; nobody took what it gave, and Enter sent nothing."""
    compose("ni")
    leave(queue.pane.list)
    assert (reply.toPlainText(), reply.is_composing) == ("ni", False)
    assert not asked(queue, Query.ImEnabled)
    QApplication.processEvents()
    assert queue.pane.list.hasFocus()


def test_what_is_given_up_because_the_keyboard_leaves_the_list_is_written(queue, reply):
    compose("ni")
    compose("")
    queue.pane.search.setFocus()
    assert (reply.toPlainText(), reply.is_composing) == ("ni", False)


def test_what_was_composed_and_given_up_leaves_nothing(queue, reply):
    compose("ni")
    compose("")
    assert (reply.toPlainText(), reply.is_composing) == ("", False)
    assert queue.pane.list.hasFocus()


def test_the_candidates_stand_at_the_reply(queue, reply):
    place = asked(queue, Query.ImCursorRectangle)
    within = QRect(reply.mapTo(queue.pane, QPoint(0, 0)), reply.size())
    within.translate(-queue.pane.list.mapTo(queue.pane, QPoint(0, 0)))
    assert QRectF(within).contains(place)


@pytest.mark.usefixtures("reply")
def test_the_words_to_choose_from_stand_where_the_reply_is_written(queue, qtbot):
    """They stood over the list, where the keyboard is: nobody had told of another place."""
    with qtbot.waitSignal(QGuiApplication.inputMethod().cursorRectangleChanged, timeout=0):
        compose("ni")
    assert queue.pane.list.hasFocus()
