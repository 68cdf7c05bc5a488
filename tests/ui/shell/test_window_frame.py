"""The window's frame."""

from collections.abc import Callable, Iterator

import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.active_window import active
from workstation.ui.kit.page import Page, Width
from workstation.ui.kit.strings import Language, set_language
from workstation.ui.kit.theme import TextRole, theme
from workstation.ui.kit.widgets.banner import BannerTone
from workstation.ui.kit.widgets.button import Button
from workstation.ui.shell.window_frame import WindowFrame

LEFT = Qt.MouseButton.LeftButton
CTRL = Qt.KeyboardModifier.ControlModifier


class TwoPanes(Page):
    """A page that notes what it is told."""

    def __init__(self) -> None:
        super().__init__()
        self.fits: list[tuple[Width, bool]] = []
        self.left, self.right = QPushButton(), QPushButton()
        column = QVBoxLayout(self)
        column.addWidget(self.left)
        column.addWidget(self.right)

    def fit(self, width: Width, *, short: bool) -> None:
        self.fits.append((width, short))

    def panes(self) -> list[QWidget]:
        return [self.left, self.right]


@pytest.fixture
def made() -> list[str]:
    return []


@pytest.fixture
def frame(qtbot: QtBot, made: list[str]) -> Iterator[WindowFrame]:
    def maker(name: str) -> Callable[[], QWidget]:
        def make() -> QWidget:
            made.append(name)
            return TwoPanes()

        return make

    frame = WindowFrame()
    for name in ("active", "history", "profile", "settings"):
        frame.add_page(name, maker(name))
    frame.resize(1440, 900)
    frame.show_page("active")
    with active(frame, qtbot):
        yield frame


def test_a_page_has_a_name_to_be_said_in_the_language_in_force(frame: WindowFrame):
    frame.show_page("settings")
    page = frame.page("settings")
    assert page.accessibleName() == "设置"
    set_language(Language.EN)
    assert page.accessibleName() == "Settings"
    set_language(Language.ZH)


def test_a_page_is_made_when_it_is_first_shown_and_kept(
    frame: WindowFrame, made: list[str]
) -> None:
    assert made == ["active"]
    for name in ("history", "active", "history"):
        frame.show_page(name)
    assert made == ["active", "history"]
    assert frame.current_page == "history"


def test_a_page_nobody_added_is_not_shown(frame: WindowFrame) -> None:
    frame.show_page("billing")
    assert frame.current_page == "active"


@pytest.mark.parametrize(
    ("key", "page"),
    [
        (Qt.Key.Key_1, "active"),
        (Qt.Key.Key_2, "history"),
        (Qt.Key.Key_3, "profile"),
        (Qt.Key.Key_Comma, "settings"),
    ],
)
def test_ctrl_and_a_figure_shows_a_page(frame: WindowFrame, key: Qt.Key, page: str) -> None:
    QTest.keyClick(frame, key, CTRL)
    assert frame.current_page == page
    assert frame.rail.items[page].isChecked()


def test_the_rail_shows_a_page(frame: WindowFrame, qtbot: QtBot) -> None:
    with qtbot.waitSignal(frame.page_shown) as blocker:
        QTest.mouseClick(frame.rail.items["profile"], LEFT)
    assert blocker.args == ["profile"]


def test_lock_and_search_are_asked_for(frame: WindowFrame, qtbot: QtBot) -> None:
    with qtbot.waitSignal(frame.lock_asked):
        QTest.keyClick(frame, Qt.Key.Key_L, CTRL)
    with qtbot.waitSignal(frame.lock_asked):
        QTest.mouseClick(frame.rail.lock, LEFT)
    with qtbot.waitSignal(frame.search_asked):
        QTest.keyClick(frame, Qt.Key.Key_K, CTRL)


@pytest.mark.parametrize(
    ("pixels", "width", "rail"),
    [
        (1920, Width.WIDE, 72),
        (1280, Width.WIDE, 72),
        (1279, Width.DRAWER, 72),
        (1120, Width.DRAWER, 72),
        (1119, Width.COMPACT, 56),
        (880, Width.COMPACT, 56),
        (879, Width.SINGLE, 56),
        (720, Width.SINGLE, 56),
    ],
)
def test_widths_are_the_designs(frame: WindowFrame, pixels: int, width: Width, rail: int) -> None:
    frame.resize(pixels, 800)
    assert frame.width_class is width
    assert frame.rail.width() == rail
    assert frame.page("active").fits[-1] == (width, False)


def test_a_page_fits_from_the_start_and_out_of_sight_when_it_is_shown(frame: WindowFrame) -> None:
    frame.resize(900, 700)
    in_sight, hidden = frame.page("active").fits, frame.page("history").fits
    assert in_sight[-1] == hidden[0] == (Width.COMPACT, True)
    for height, short in ((900, False), (719, True)):
        frame.resize(1440, height)
        assert in_sight[-1] == (Width.WIDE, short)
    frame.show_page("history")
    assert hidden[1:] == [(Width.WIDE, True)]


def test_f6_goes_through_rail_and_panes_and_back(frame: WindowFrame) -> None:
    page = frame.page("active")
    page.left.setFocus()
    visited = []
    for _ in range(3):
        QTest.keyClick(frame, Qt.Key.Key_F6)
        focused = QApplication.focusWidget()
        visited.append(focused)
    assert visited == [page.right, frame.rail.items["active"], page.left]
    QTest.keyClick(frame, Qt.Key.Key_F6, Qt.KeyboardModifier.ShiftModifier)
    assert frame.rail.isAncestorOf(QApplication.focusWidget())


def test_a_banner_takes_its_own_row(frame: WindowFrame, qtbot: QtBot) -> None:
    before = frame.stack.height()
    frame.show_banner(BannerTone.WARNING, "连接已断开", "8 秒后重新连接。", "立即重试")
    qtbot.waitUntil(lambda: frame.stack.height() == before - 40)
    with qtbot.waitSignal(frame.banner_acted):
        QTest.mouseClick(frame.banner.findChild(Button), LEFT)
    frame.hide_banner()
    qtbot.waitUntil(lambda: frame.stack.height() == before)


def test_a_cover_hides_what_it_covers_and_stops_the_shortcuts(frame: WindowFrame) -> None:
    cover = QPushButton()
    frame.cover(cover)
    assert cover.geometry() == frame.rect()
    assert not frame.page("active").isVisible()
    assert not frame.rail.isVisible()
    QTest.keyClick(frame, Qt.Key.Key_2, CTRL)
    frame.uncover()
    assert frame.current_page == "active"
    assert frame.page("active").isVisible()
    assert frame.rail.isVisible()
    assert not frame.banner.isVisible()


def test_the_keyboard_goes_back_to_where_it_was_before_the_cover(frame: WindowFrame) -> None:
    button = QPushButton(frame.page("active"))
    button.show()
    button.setFocus()
    for _ in range(2):
        frame.cover(QPushButton())
        assert not button.hasFocus()
        frame.uncover()
        assert button.hasFocus()
    page = frame.page("active")
    page.setFocusProxy(entrance := QPushButton(page))
    entrance.show()
    frame.cover(QPushButton())
    shiboken6.delete(button)
    frame.uncover()
    assert entrance.hasFocus()


def test_a_banner_that_was_shown_is_there_again_after_the_cover(frame: WindowFrame) -> None:
    frame.show_banner(BannerTone.WARNING, "连接已断开")
    frame.cover(QPushButton())
    frame.uncover()
    assert frame.banner.isVisible()


def test_a_banner_raised_behind_the_cover_waits_for_it(frame: WindowFrame) -> None:
    frame.cover(QPushButton())
    frame.show_banner(BannerTone.WARNING, "连接已断开")
    assert not frame.banner.isVisible()
    frame.uncover()
    assert frame.banner.isVisible()
    frame.hide_banner()
    frame.cover(QPushButton())
    frame.uncover()
    assert not frame.banner.isVisible()


def test_the_keys_of_a_page_work_as_soon_as_it_is_shown(frame: WindowFrame, qtbot: QtBot) -> None:
    """A click on the rail leaves the keyboard there; the page's own keys must not be dead."""
    searches: list[str] = []
    for name in ("active", "history"):
        page = frame.page(name)
        assert isinstance(page, Page)
        page.bind_keys("Ctrl+F", lambda name=name: searches.append(name))
    frame.activateWindow()
    qtbot.waitUntil(frame.isActiveWindow)
    for name in ("history", "active"):
        QTest.mouseClick(frame.rail.items[name], LEFT)
        focused = QApplication.focusWidget()
        assert focused is not None
        QTest.keyClick(focused, Qt.Key.Key_F, CTRL)
    assert searches == ["history", "active"]


def test_showing_a_page_again_leaves_the_keyboard_where_it_is(
    frame: WindowFrame, qtbot: QtBot
) -> None:
    frame.activateWindow()
    qtbot.waitUntil(frame.isActiveWindow)
    page = frame.page("active")
    assert isinstance(page, TwoPanes)
    page.right.setFocus()
    frame.show_page("active")
    assert page.right.hasFocus()


def test_a_page_first_come_to_by_a_key_has_the_keyboard_itself(frame: WindowFrame) -> None:
    first = frame.page("active")
    assert isinstance(first, TwoPanes)
    first.left.setFocus()
    QTest.keyClick(first.left, Qt.Key.Key_2, CTRL)
    second = frame.page("history")
    assert second.hasFocus()
    assert isinstance(second, TwoPanes)
    second.right.setFocus()
    QTest.keyClick(second.right, Qt.Key.Key_1, CTRL)
    assert first.left.hasFocus()
    QTest.keyClick(first.left, Qt.Key.Key_2, CTRL)
    assert second.right.hasFocus()


def test_with_large_text_in_a_low_window_a_lasting_notice_is_its_title(frame: WindowFrame) -> None:
    """Whole it took a third of the window, and of the conversation one line was left."""
    frame.strip.show_text("未保存", "关闭程序后，草稿会丢失。", "解锁…")
    assert not frame.strip.text.isHidden()
    frame.resize(1024, 680)
    assert not frame.strip.text.isHidden()
    theme.set_text_size(200)
    assert frame.strip.text.isHidden()
    whole = "未保存 关闭程序后，草稿会丢失。"
    assert (frame.strip.toolTip(), frame.strip.accessibleName()) == (whole, whole)
    frame.strip.show_text("未保存", "磁盘已满。")
    assert frame.strip.text.isHidden()
    frame.resize(1920, 1080)
    assert not frame.strip.text.isHidden()
    assert not frame.strip.toolTip()


def test_with_large_text_in_a_low_window_the_banner_has_one_line(frame: WindowFrame) -> None:
    """Beside a lasting notice it left one line of the conversation."""
    why = "请勿关闭程序。" + "与消息服务的连接已断开，请检查网络；持续出现请联系管理员。" * 3
    frame.resize(1024, 680)
    theme.set_text_size(200)
    frame.show_banner(BannerTone.WARNING, "连接已断开", why, "立即重试")
    row, line = frame.banner.layout(), theme.style(TextRole.LABEL).line
    assert row.heightForWidth(900) < 2 * line
    assert (frame.banner.toolTip(), frame.banner.accessibleName()) == (why, f"连接已断开 {why}")
    frame.resize(1920, 1080)
    assert row.heightForWidth(900) > 2 * line
    assert not frame.banner.toolTip()
