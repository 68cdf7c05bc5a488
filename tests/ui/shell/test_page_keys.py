"""The keys of the page shown act wherever the keyboard is in the window, but not behind a layer."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QPushButton
from pytestqt.qtbot import QtBot

from tests.ui.keys import press_in_window
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
