"""What goes away with the keyboard gives it back to the page, not on to the rail."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.active_window import active
from workstation.ui.kit.layers.snack_bar import NoticeAction
from workstation.ui.kit.layers.undo_bar import UndoBar
from workstation.ui.kit.page import Page
from workstation.ui.kit.widgets.banner import BannerTone
from workstation.ui.kit.widgets.panel import ScrollArea
from workstation.ui.shell.pane_focus import entrance_of
from workstation.ui.shell.window_frame import WindowFrame


class TwoButtons(Page):
    """A page with two places for the keyboard."""

    def __init__(self) -> None:
        super().__init__()
        self.left, self.right = QPushButton(), QPushButton()
        column = QVBoxLayout(self)
        column.addWidget(self.left)
        column.addWidget(self.right)


@pytest.fixture
def frame(qtbot: QtBot) -> Iterator[WindowFrame]:
    """In an active window, with one page."""
    frame = WindowFrame()
    frame.add_page("active", TwoButtons)
    frame.resize(1440, 900)
    frame.show_page("active")
    with active(frame, qtbot):
        yield frame


def page_of(frame: WindowFrame) -> TwoButtons:
    page = frame.page("active")
    assert isinstance(page, TwoButtons)
    return page


def test_a_notice_over_a_part_of_the_page_gives_the_keyboard_back_too(frame: WindowFrame) -> None:
    """As the history's, over its list: who undid a deletion stood before the way to sign out."""
    page = page_of(frame)
    page.left.setFocus()
    bar = UndoBar(page, "已删除")
    bar.start()
    bar.button.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(bar.button, Qt.Key.Key_Return)
    assert page.left.hasFocus()


@pytest.mark.parametrize("way", ["pressed", "over", "banner", "notice"])
def test_what_goes_beside_the_page_gives_the_keyboard_back_to_where_it_was(
    frame: WindowFrame, way: str
) -> None:
    """It went to the rail, where an arrow key shows another page."""
    page = page_of(frame)
    page.right.setFocus()
    bar = frame.notify("已删除", NoticeAction(lambda: None))
    frame.show_banner(BannerTone.WARNING, "连接已断开", "", "立即重试")
    frame.notices.add("keeping.restored.title", "keeping.restored.text", count=1)
    banner_button = next(one for one in frame.banner.findChildren(QPushButton) if one.text())
    parts = {"banner": banner_button, "notice": frame.notices.close_button}
    part = parts.get(way, bar.button)
    part.setFocus(Qt.FocusReason.TabFocusReason)
    assert part.hasFocus()
    if way == "over":
        bar.finish()
    elif way == "banner":
        frame.hide_banner()
    else:
        QTest.keyClick(part, Qt.Key.Key_Return)
    assert page.right.hasFocus()


def test_what_only_scrolls_is_entered_last(qtbot: QtBot) -> None:
    """It says nothing of what is in it; F6 had come there, past the first field of a page."""
    content = QWidget()
    area = ScrollArea(content)
    qtbot.addWidget(area)
    area.resize(200, 100)
    content.setMinimumHeight(400)
    area.show()
    assert entrance_of(area) is area
    field = QPushButton(content)
    field.show()
    assert entrance_of(area) is field
    area.set_summary("就诊人 王小宝")
    assert entrance_of(area) is area
    area.hide()
    assert entrance_of(area) is None
