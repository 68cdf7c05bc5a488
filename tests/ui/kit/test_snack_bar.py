"""Snack bars: what they say, how long, and where they lie."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QVBoxLayout, QWidget

from tests.ui.notices import point_at, point_elsewhere, sentence_of
from workstation.ui.kit.layers.popover import SHADOW_ROOM
from workstation.ui.kit.layers.snack_bar import SnackBar
from workstation.ui.kit.layers.undo_bar import UndoBar
from workstation.ui.kit.page import Page
from workstation.ui.kit.theme import theme
from workstation.ui.shell.window_frame import WindowFrame

LEFT = Qt.MouseButton.LeftButton
Show = Callable[..., QWidget]


def test_a_snack_bar_ends_once_by_its_action(show_widget: Show) -> None:
    ends: list[str] = []
    bar = SnackBar(show_widget(QPushButton()), "已删除 2 个咨询", action="撤销")
    bar.acted.connect(lambda: ends.append("acted"))
    bar.expired.connect(lambda: ends.append("expired"))
    bar.start()
    QTest.mouseClick(bar.button, LEFT)
    bar.finish()
    assert ends == ["acted"]


def test_a_snack_bar_counts_down_and_expires(show_widget: Show) -> None:
    ends: list[str] = []
    bar = SnackBar(show_widget(QPushButton()), "已删除", action="撤销", lasts_ms=3000)
    bar.expired.connect(lambda: ends.append("expired"))
    bar.start()
    seen = []
    for _ in range(3):
        seen.append(bar.seconds_left.accessibleName())
        bar._timer.timeout.emit()
    assert seen == ["3 秒", "2 秒", "1 秒"]
    assert ends == ["expired"]


def test_only_what_can_be_undone_says_how_long_it_stands(show_widget: Show) -> None:
    """Beside “1 new consultation”, 30 s reads as how long that patient has waited."""
    page = show_widget(QWidget())
    news, undo = SnackBar(page, "有 1 个新咨询", action="打开"), UndoBar(page, "已删除")
    for bar in (news, undo):
        bar.start()
        bar._timer.timeout.emit()
    assert (news.seconds_left.isVisible(), undo.seconds_left.isVisible()) == (False, True)


def test_time_stands_still_while_the_mouse_is_on_a_snack_bar(show_widget: Show) -> None:
    bar = SnackBar(show_widget(QPushButton()), "已删除", action="撤销")
    bar.start()
    point_at(bar)
    assert not bar._timer.isActive()
    point_elsewhere(bar)
    assert bar._timer.isActive()
    bar.finish()


def test_a_snack_bar_of_work_under_way_stays_until_it_is_ended(show_widget: Show) -> None:
    ends: list[str] = []
    bar = SnackBar(show_widget(QPushButton()), "正在准备", action="取消", lasts_ms=0)
    bar.expired.connect(lambda: ends.append("expired"))
    bar.start()
    point_elsewhere(bar)
    assert not bar._timer.isActive()
    assert not bar.seconds_left.isVisible()
    before = bar.width()
    bar.show_text("正在准备记录：图片 3 / 9")
    assert bar.width() > before
    assert bar.isVisible()
    bar.finish()
    assert ends == ["expired"]


def test_a_snack_bar_stays_centred_at_the_foot(show_widget: Show) -> None:
    window = show_widget(QPushButton())
    bar = SnackBar(window, "已删除", action="撤销")
    bar.start()
    for width, height in ((480, 320), (700, 500)):
        window.resize(width, height)
        assert abs(bar.geometry().center().x() - width // 2) <= 1
        assert bar.geometry().bottom() + 1 - SHADOW_ROOM == height - 24
    bar.finish()


def test_a_snack_bar_is_as_high_as_its_sentence_in_large_text(show_widget: Show) -> None:
    page = QWidget()
    show_widget(page)
    page.resize(420, 300)
    sentence = (
        "The credential manager does not respond; it may be waiting to be unlocked. "
        "You can sign in, and need to enter the access token again next time."
    )
    bar = SnackBar(page, sentence)
    bar.start()
    block = sentence_of(bar).block
    assert "".join(line.text for line in block.lines).replace(" ", "") == sentence.replace(" ", "")
    assert bar.height() - 2 * SHADOW_ROOM >= block.height
    page.resize(2000, 300)
    assert len(sentence_of(bar).block.lines) == 1
    bar.finish()


def test_a_snack_bar_takes_the_room_of_a_text_that_becomes_larger(show_widget: Show) -> None:
    """Its seconds broke into two lines, as their room was that of the smaller text."""
    page = show_widget(QWidget())
    page.resize(900, 600)
    bar = SnackBar(page, "已删除 2 个咨询", action="撤销")
    bar.start()
    theme.set_text_size(200)
    fresh = SnackBar(page, "已删除 2 个咨询", action="撤销")
    fresh.start()
    assert bar.geometry() == fresh.geometry()
    assert bar.seconds_left.width() == fresh.seconds_left.width()


def test_a_snack_bar_with_a_long_sentence_stays_within_its_page(show_widget: Show) -> None:
    page = QWidget()
    show_widget(page)
    page.resize(420, 300)
    bar = SnackBar(
        page,
        "本机没有可用的扬声器或耳机，无法播放语音。请连接后重试，或另存到其他设备收听。",
        action="撤销",
    )
    bar.start()
    assert bar.width() - 2 * SHADOW_ROOM <= page.width()
    page.resize(900, 300)
    QApplication.sendPostedEvents()
    whole = sentence_of(bar).width()
    page.resize(420, 300)
    assert sentence_of(bar).width() < whole
    bar.finish()


class Footed(Page):
    """A page with something to write in at its foot."""

    def __init__(self) -> None:
        super().__init__()
        self.writing = QPushButton()
        self.writing.setFixedHeight(120)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addStretch(1)
        column.addWidget(self.writing)
        self.set_foot(self.writing, column)


def test_a_notice_leaves_the_foot_of_a_page_to_the_doctor(show_widget) -> None:
    frame = WindowFrame()
    frame.add_page("active", Footed)
    frame.show_page("active")
    show_widget(frame).resize(1200, 800)
    bar = frame.notify("不要挡住输入框")
    assert bar.geometry().bottom() <= frame.stack.height() - 120
    page = frame.page("active")
    page.writing.setFixedHeight(200)
    QApplication.sendPostedEvents()
    assert bar.geometry().bottom() <= frame.stack.height() - 200
    page.writing.hide()
    assert bar.geometry().bottom() > frame.stack.height() - 120
    bar.finish()


def test_a_snack_bar_stays_above_the_page_that_is_gone_to(show_widget: Show) -> None:
    frame = WindowFrame()
    for name in ("active", "history"):
        frame.add_page(name, Page)
    frame.show_page("active")
    show_widget(frame)
    bar = frame.notify("已保存")
    frame.show_page("history")
    middle = bar.mapTo(frame.stack, bar.rect().center())
    topmost = frame.stack.childAt(middle)
    assert topmost is bar or bar.isAncestorOf(topmost)
