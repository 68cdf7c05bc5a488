"""The keys of the page shown act wherever the keyboard is in the window, but not behind a layer."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.keys import hold_down, press_in_window
from workstation.ui.kit.page import Page
from workstation.ui.kit.widgets.banner import BannerTone
from workstation.ui.shell.window_frame import WindowFrame

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def frame(qtbot: QtBot) -> WindowFrame:
    frame = WindowFrame()
    for name in ("active", "history"):
        frame.add_page(name, Page)
    frame.resize(1440, 900)
    frame.show_page("active")
    frame.show_banner(BannerTone.WARNING, "已断开", action="重试")
    qtbot.addWidget(frame)
    frame.show()
    return frame


def test_the_keys_of_a_page_act_from_the_rail_and_the_banner_too(frame: WindowFrame) -> None:
    used: list[str] = []
    for name in ("active", "history"):
        page = frame.page(name)
        assert isinstance(page, Page)
        page.bind("find", lambda name=name: used.append(name))
    for beside in (frame.rail, frame.banner):
        button = next(each for each in beside.findChildren(QAbstractButton) if each.isVisible())
        press_in_window(button, Qt.Key.Key_F, CTRL)
        press_in_window(button, Qt.Key.Key_F)
    assert used == ["active"] * 2
    layer = QPushButton(frame)
    layer.show()
    press_in_window(layer, Qt.Key.Key_F, CTRL)
    assert used == ["active"] * 2


def hold_shortcut(widget: QWidget, key: Qt.Key, modifier: Qt.KeyboardModifier) -> None:
    """Keep a shortcut's keys down while the keyboard is in ``widget``."""
    widget.setFocus()
    for is_repeated in (False, True, True):
        QTest.simulateEvent(widget, True, key, modifier, "", is_repeated)


def test_keys_held_down_act_once_but_for_those_that_step(frame: WindowFrame) -> None:
    """Two by two they had taken back what they did: whether a patient needs a reply was chance."""
    used: list[str] = []
    page = frame.page("active")
    assert isinstance(page, Page)
    page.bind("no_reply", lambda: used.append("no_reply"))
    page.bind("neighbours", lambda: used.append("up"), lambda: used.append("down"))
    frame.bind("next_patient", lambda: used.append("next"))
    frame.window().activateWindow()
    hold_shortcut(page, Qt.Key.Key_D, CTRL)
    hold_shortcut(page, Qt.Key.Key_J, CTRL)
    hold_shortcut(page, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert used == ["no_reply", "next", *["down"] * 3]


def test_keys_held_down_beside_the_page_act_once_as_well(frame: WindowFrame) -> None:
    used: list[str] = []
    page = frame.page("active")
    assert isinstance(page, Page)
    page.bind("no_reply", lambda: used.append("no_reply"))
    page.bind("match", lambda: used.append("match"), lambda: used.append("back"))
    frame.window().activateWindow()
    button = next(each for each in frame.rail.findChildren(QAbstractButton) if each.isVisible())
    button.setFocus()
    assert QApplication.focusWidget() is button
    hold_down(Qt.Key.Key_D, CTRL)
    hold_down(Qt.Key.Key_F3)
    assert used == ["no_reply", *["match"] * 3]
