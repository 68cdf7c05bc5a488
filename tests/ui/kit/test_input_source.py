"""Where the keyboard goes from what hides is ringed for who uses keys, not for who clicks."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from workstation.ui.kit.page import hide_keeping_focus
from workstation.ui.kit.rows.ringed import RingedList
from workstation.ui.kit.theme import Icon
from workstation.ui.kit.widgets.button import Button
from workstation.ui.kit.widgets.checkbox import CheckBox
from workstation.ui.kit.widgets.chip import FilterChip
from workstation.ui.kit.widgets.icon_button import IconButton

BUTTONS: dict[str, Callable[[], QAbstractButton]] = {
    "button": lambda: Button("返回"),
    "icon": lambda: IconButton(Icon.LEFT, "返回"),
    "chip": lambda: FilterChip("含图片"),
    "box": lambda: CheckBox("只看未读"),
}


def click(button: QAbstractButton) -> None:
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def click_after_tab(button: QAbstractButton) -> None:
    button.setFocus(Qt.FocusReason.TabFocusReason)
    click(button)


def press_after_tab(button: QAbstractButton) -> None:
    button.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(button, Qt.Key.Key_Space)


def press_after_mouse(button: QAbstractButton) -> None:
    button.setFocus(Qt.FocusReason.MouseFocusReason)
    QTest.keyClick(button, Qt.Key.Key_Space)


USES = {click: False, click_after_tab: False, press_after_tab: True, press_after_mouse: True}


@pytest.mark.parametrize("pointed", [True, False])
@pytest.mark.parametrize("use", USES, ids=lambda use: use.__name__)
@pytest.mark.parametrize("name", BUTTONS)
def test_a_list_is_ringed_where_a_key_brought_it_in_sight(
    name: str, use: Callable[[QAbstractButton], None], pointed: bool, qtbot: QtBot
) -> None:
    """Where the pointer happened to be had decided, and not what the doctor used."""
    page, listed, button = QWidget(), RingedList(), BUTTONS[name]()
    leaving = QWidget()
    QHBoxLayout(leaving).addWidget(button)
    row = QHBoxLayout(page)
    row.addWidget(leaving)
    row.addWidget(listed)
    listed.hide()
    qtbot.addWidget(page)
    page.show()
    qtbot.waitUntil(page.isActiveWindow)
    button.clicked.connect(lambda: hide_keeping_focus(leaving, listed, listed))
    button.setAttribute(Qt.WidgetAttribute.WA_UnderMouse, pointed)
    use(button)
    assert listed.hasFocus()
    assert listed.is_ringed is USES[use]


@pytest.mark.parametrize("used", ["keys", "mouse"])
def test_a_list_is_ringed_as_before_once_what_lay_over_it_is_gone(used: str, qtbot: QtBot) -> None:
    """A menu opened and closed by the mouse left a ring around the list behind."""
    listed = RingedList()
    qtbot.addWidget(listed)
    listed.show()
    qtbot.waitUntil(listed.isActiveWindow)
    if used == "keys":
        QTest.keyClick(listed, Qt.Key.Key_Down)
    else:
        QTest.mouseClick(listed.viewport(), Qt.MouseButton.LeftButton)
    listed.clearFocus()
    listed.setFocus(Qt.FocusReason.PopupFocusReason)
    assert listed.is_ringed is (used == "keys")
