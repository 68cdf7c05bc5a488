"""A screen reader says the name of a button once, and its keys after it."""

import pytest
from PySide6.QtGui import QAccessible

from workstation.ui.kit.theme import Icon
from workstation.ui.kit.widgets.icon_button import IconButton
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
