"""A part that was just made is in sight when it gets the keyboard, as the window asks.

The window gives the keyboard back from what cannot be seen, and Qt shows what is put into a layout
only in its next turn: a new line of an ordered list lost the keyboard at once, and with it went.
"""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from tests.ui.active_window import active
from workstation.ui.kit.fields.ordered_list import OrderedListEditor
from workstation.ui.redaction.word_page import WordPage
from workstation.ui.shell.window import ShellWindow

Put = Callable[[QWidget], None]


@pytest.fixture
def put(qtbot) -> Iterator[Put]:
    """Show a page in the program's own window."""
    window = ShellWindow()
    with active(window, qtbot):
        yield window.show_only


def test_a_line_that_was_just_added_is_written(put: Put) -> None:
    honours = OrderedListEditor()
    put(honours)
    honours.set_items(["一", "二"])
    QTest.mouseClick(honours.add, Qt.MouseButton.LeftButton)
    QTest.keyClicks(QApplication.focusWidget(), "three")
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    assert honours.items() == ["一", "二", "three"]


def test_a_word_that_was_just_added_has_the_keyboard(put: Put) -> None:
    words = WordPage()
    put(words)
    words.show_offers([], ("Zhao coughs",))
    words.typed.set_text("Zhao")
    words.typed.edit.setFocus()
    QTest.keyClick(words.typed.edit, Qt.Key.Key_Return)
    assert words.boxes[0].hasFocus()
