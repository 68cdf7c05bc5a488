"""A screen reader says the name of a button once, and its keys after it."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from workstation.ui.kit.theme import Icon
from workstation.ui.kit.widgets.icon_button import IconButton
from workstation.ui.kit.widgets.segmented import Segmented
from workstation.ui.viewer.controls import ViewerButton

pytestmark = pytest.mark.usefixtures("screen_reader")


def description(button) -> str:
    interface = QAccessible.queryAccessibleInterface(button)
    return interface.text(QAccessible.Text.Description)


@pytest.mark.parametrize("kind", [IconButton, ViewerButton])
def test_the_keys_are_said_without_the_name_and_never_in_place_of_a_reason(show_widget, kind):
    button = kind(Icon.X)
    show_widget(button)

    def name(words: str, keys: str) -> None:
        button.set_name(words, keys) if kind is IconButton else button.set_words(words, keys=keys)

    name("关闭", "Esc")
    assert description(button) == "Esc"
    name("Close", "Escape")
    assert description(button) == "Escape"
    button.setAccessibleDescription("管理员不允许")
    name("关闭", "Esc")
    assert description(button) == "管理员不允许"


def test_tab_comes_to_the_choice_that_holds(show_widget):
    """Another one would be said, as not chosen, and the doctor not know which is."""
    window = show_widget(QLineEdit())
    choices = Segmented(["light", "dark", "system"])
    window.layout().addWidget(choices)
    choices.show()
    for value, number in (("system", 2), ("dark", 1)):
        choices.set_value(value)
        window.findChild(QLineEdit).setFocus()
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        assert QApplication.focusWidget() is choices.segments.button(number)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Left)
    assert choices.value() == "light"
    assert QApplication.focusWidget() is choices.segments.button(0)
