"""Home, End and first letters in a menu, as in those of the system."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from workstation.ui.kit.layers.menu import Menu
from workstation.ui.kit.widgets.button import Button

LINES = ("Print", "Save as PDF", "Summary", "Send", "保存")


@pytest.fixture
def menu(show_widget: Callable[..., QWidget]) -> Menu:
    """An open menu whose third line cannot be picked."""
    anchor = Button("更多")
    show_widget(anchor)
    anchor.setFocus()
    menu = Menu(anchor)
    for name in LINES:
        menu.add(name, lambda: None, denial="" if name != "Summary" else "Nothing was said yet.")
    menu.open()
    return menu


def line_after(key: Qt.Key) -> str:
    """Where the keyboard is after a key."""
    focused = QApplication.focusWidget()
    assert focused is not None
    QTest.keyClick(focused, key)
    line = QApplication.focusWidget()
    return line.text() if line is not None and hasattr(line, "text") else ""


@pytest.mark.usefixtures("menu")
def test_home_and_end_lead_to_the_first_line_and_the_last() -> None:
    assert line_after(Qt.Key.Key_End) == "保存"
    assert line_after(Qt.Key.Key_End) == "保存"
    assert line_after(Qt.Key.Key_Home) == "Print"


@pytest.mark.usefixtures("menu")
def test_a_letter_leads_from_one_line_that_begins_with_it_to_the_next() -> None:
    keys = (Qt.Key.Key_S, Qt.Key.Key_S, Qt.Key.Key_S, Qt.Key.Key_P)
    assert [line_after(key) for key in keys] == ["Save as PDF", "Send", "Save as PDF", "Print"]


@pytest.mark.usefixtures("menu")
def test_a_letter_with_which_no_line_begins_leaves_the_keyboard_where_it_is() -> None:
    line_after(Qt.Key.Key_End)
    assert line_after(Qt.Key.Key_X) == "保存"


def test_a_note_leaves_every_line_its_width(menu: Menu) -> None:
    """The sentence of a line that cannot be picked wraps; it had cut the lines at its own width."""
    menu.close_now()
    longer = Menu(menu._anchor)
    line = longer.add("Remind me once the patient has replied", lambda: None, keys="Ctrl Shift L")
    longer.add_note("Marks are saved on this computer only; colleagues do not see them")
    longer.open()
    assert line.width() >= line.sizeHint().width() > 200
