"""Whoever works by keys sees where the keyboard is, also where the program itself put it."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.active_window import active
from workstation.ui.kit.input_source import last_input
from workstation.ui.kit.layers.dialog import Dialog
from workstation.ui.kit.widgets.button import Button, ButtonKind
from workstation.ui.kit.widgets.focus_ring import FocusRing
from workstation.ui.shell.window import ShellWindow

Show = Callable[..., QWidget]


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[ShellWindow]:
    """With a page of one button."""
    window = ShellWindow()
    qtbot.addWidget(window)
    with active(window, qtbot):
        window.show_only(Button("一"))
        yield window
    window.end()


def press_key(window: QWidget, key: Qt.Key) -> None:
    """As the system does, by the window."""
    QTest.keyClick(window.windowHandle(), key)


def click(window: QWidget) -> None:
    """As the system does, by the window."""
    QTest.mouseClick(window.windowHandle(), Qt.MouseButton.LeftButton, pos=QPoint(2, 2))


def open_dialog(window: QWidget) -> Dialog:
    dialog = Dialog(window, "标题", "问题")
    dialog.add_button("yes", "好的", ButtonKind.FILLED)
    dialog.open()
    return dialog


def rings(window: QWidget) -> list[QWidget]:
    return [ring for ring in window.findChildren(FocusRing) if ring.isVisible()]


def test_a_dialog_opened_by_a_key_rings_its_first_button(window: ShellWindow) -> None:
    press_key(window, Qt.Key.Key_F2)
    open_dialog(window)
    assert isinstance(QApplication.focusWidget(), Button)
    assert len(rings(window)) == 1


def test_a_dialog_opened_by_a_click_rings_nothing(window: ShellWindow) -> None:
    press_key(window, Qt.Key.Key_F2)
    click(window)
    open_dialog(window)
    assert not rings(window)


def test_what_had_the_keyboard_is_ringed_again_behind_a_dialog_closed_by_a_key(
    window: ShellWindow,
) -> None:
    page = window.findChild(Button)
    page.setFocus(Qt.FocusReason.TabFocusReason)
    open_dialog(window)
    press_key(window, Qt.Key.Key_Escape)
    assert page.hasFocus()
    assert len(rings(window)) == 1


def test_a_key_held_for_a_click_or_for_another_window_is_no_use_of_the_keyboard(
    window: ShellWindow,
) -> None:
    click(window)
    for key in (Qt.Key.Key_Alt, Qt.Key.Key_Control):
        press_key(window, key)
    open_dialog(window)
    assert not rings(window)


def test_a_key_in_another_window_counts_too(window: ShellWindow, show_widget: Show) -> None:
    click(window)
    press_key(show_widget(QWidget()), Qt.Key.Key_F2)
    assert last_input.is_key
