"""What a screen reader is told by itself, and when."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.keys import press_in_window
from workstation.ui.kit.announcer import MAX_REMEMBERED, announce_to_screen_reader, announcer
from workstation.ui.kit.layers.snack_bar import SnackBar
from workstation.ui.kit.layers.undo_bar import UndoBar
from workstation.ui.kit.painting import Ink
from workstation.ui.kit.strings import Language, set_language, tr
from workstation.ui.kit.theme import Icon
from workstation.ui.kit.widgets.empty_state import EmptyState
from workstation.ui.kit.widgets.label import Label
from workstation.ui.kit.widgets.message_line import MessageLine
from workstation.ui.kit.widgets.notice_bar import NoticeBar
from workstation.ui.shell.window import ShellWindow
from workstation.ui.shell.window_frame import WindowFrame

Show = Callable[..., QWidget]


@pytest.fixture
def field(show_widget: Show) -> QLineEdit:
    """A field on the screen, in which one types."""
    line = QLineEdit()
    show_widget(line)
    return line


def say_urgently(text: str, qtbot: QtBot, screen_reader: list[str]) -> None:
    """Announce whose conversation it is, until that is said."""
    before = len(screen_reader)
    announcer.announce(text, topic="patient", urgent=True)
    qtbot.waitUntil(lambda: len(screen_reader) > before)


def test_without_a_screen_reader_nothing_is_kept(qapp: QApplication) -> None:  # noqa: ARG001
    announcer.announce("李知夏：今天好多了")
    assert announcer.recent == ()


def test_what_came_while_one_typed_is_said_together_once_the_keys_rest(
    field: QLineEdit, qtbot: QtBot, screen_reader: list[str]
) -> None:
    announcer.announce("已发送")
    QTest.keyClicks(field, "wo")
    announcer.announce("李知夏：今天好多了。")
    QTest.keyClicks(field, "men")
    assert screen_reader == []
    qtbot.waitUntil(lambda: bool(screen_reader))
    assert screen_reader == ["已发送；李知夏：今天好多了"]


def test_what_a_key_cut_off_is_said_again(
    field: QLineEdit, qtbot: QtBot, screen_reader: list[str]
) -> None:
    say_urgently("徐安然，等待 1 小时", qtbot, screen_reader)
    QTest.keyClicks(field, "n")
    say_urgently("周沐阳，等待 5 分钟", qtbot, screen_reader)
    QTest.keyClicks(field, "i")
    qtbot.waitUntil(lambda: len(screen_reader) == 3)
    assert screen_reader == ["徐安然，等待 1 小时", "周沐阳，等待 5 分钟", "周沐阳，等待 5 分钟"]


def test_what_was_silenced_by_a_modifier_is_not_said_again(
    field: QLineEdit, qtbot: QtBot, screen_reader: list[str]
) -> None:
    say_urgently("徐安然，等待 1 小时", qtbot, screen_reader)
    QTest.keyClick(field, Qt.Key.Key_Control)
    announcer.announce("已发送")
    qtbot.waitUntil(lambda: len(screen_reader) == 2)
    assert screen_reader == ["徐安然，等待 1 小时", "已发送"]


def test_f8_says_the_last_ten_again(qtbot: QtBot, screen_reader: list[str]) -> None:
    frame = WindowFrame()
    qtbot.addWidget(frame)
    frame.show()
    frame.activateWindow()
    qtbot.waitUntil(frame.isActiveWindow)
    QTest.keyClick(frame, Qt.Key.Key_F8)
    for number in range(MAX_REMEMBERED + 2):
        announcer.announce(f"{number} 号")
    QTest.keyClick(frame, Qt.Key.Key_F8)
    last = "；".join(f"{number} 号" for number in range(11, 1, -1))
    assert screen_reader == ["还没有播报过内容", last]


@pytest.mark.usefixtures("screen_reader")
def test_nothing_is_announced_while_the_window_is_locked_and_nothing_is_kept(
    qapp: QApplication,  # noqa: ARG001
) -> None:
    window = ShellWindow()
    window.show()
    announcer.announce("李知夏：今天好多了")
    window.cover(QWidget())
    announcer.announce("李知夏：好的")
    assert announcer.recent == ()
    window.uncover()
    announcer.announce("已重新连接")
    assert announcer.recent == ("已重新连接",)
    window.end()
    window.deleteLater()


@pytest.mark.usefixtures("screen_reader")
def test_a_snack_bar_is_said_with_its_undo_and_stays_long_enough_to_be_heard(
    show_widget: Show,
) -> None:
    bar = UndoBar(show_widget(QLineEdit()), "已删除 1 个咨询")
    bar.start()
    assert announcer.recent == ("已删除 1 个咨询，按 Ctrl Z 撤销",)
    assert bar.seconds_left.accessibleName() == "30 秒"
    bar.button.click()
    assert announcer.recent[0] == "已撤销：已删除 1 个咨询"


@pytest.mark.usefixtures("screen_reader")
def test_a_snack_bar_is_said_with_the_button_that_nobody_sees(show_widget: Show) -> None:
    """Who only hears it did not know that the patient can be opened from here."""
    bar = SnackBar(show_widget(QLineEdit()), "有 1 个新咨询", action="打开")
    bar.start()
    assert announcer.recent == ("有 1 个新咨询，按钮：打开",)


def test_ctrl_z_undoes_from_within_a_field_while_the_bar_is_there(show_widget: Show) -> None:
    field = QLineEdit()
    bar = UndoBar(show_widget(field), "已删除 1 个咨询")
    undone: list[bool] = []
    bar.acted.connect(lambda: undone.append(True))
    QTest.keyClicks(field, "ab")
    bar.start()
    press_in_window(field, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert undone == [True]
    assert field.text() == "ab"
    press_in_window(field, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert not field.text()


def test_qt_takes_an_announcement_of_either_kind(show_widget: Show) -> None:
    show_widget(QLineEdit())
    announce_to_screen_reader("已发送", False)
    announce_to_screen_reader("已删除", True)


@pytest.mark.usefixtures("screen_reader")
def test_what_must_be_read_is_sentence_once_when_it_comes(qtbot: QtBot) -> None:
    frame = WindowFrame()
    qtbot.addWidget(frame)
    frame.show()
    frame.notices.add("keeping.title", "keeping.lost")
    frame.notices.add("keeping.title", "keeping.lost")
    frame.notices.retranslate()
    sentence = "您写的内容目前没有保存到本机；关闭程序后，未发送的消息和草稿会丢失。"
    assert announcer.recent == (sentence,)


@pytest.mark.usefixtures("screen_reader")
def test_what_waits_behind_another_notice_is_said_when_it_comes(qtbot: QtBot) -> None:
    frame = WindowFrame()
    qtbot.addWidget(frame)
    frame.show()
    frame.notices.add("keeping.title", "keeping.lost")
    frame.notices.add("keeping.moved", "keeping.still")
    assert len(announcer.recent) == 2
    assert "全部内容已保存到本机" in announcer.recent[0]


@pytest.mark.usefixtures("screen_reader")
def test_an_error_that_stands_below_is_said_once_and_anew_when_it_comes_back(
    show_widget: Show,
) -> None:
    line = MessageLine()
    show_widget(line)
    line.show_text("只保存在本机。")
    assert announcer.recent == ()
    line.show_text("磁盘空间不足。", Ink.DANGER)
    line.show_text("磁盘空间不足。", Ink.DANGER)
    assert announcer.recent == ("磁盘空间不足。",)
    line.show_text("")
    line.show_text("磁盘空间不足。", Ink.DANGER)
    assert announcer.recent == ("磁盘空间不足。",) * 2


@pytest.mark.usefixtures("screen_reader")
@pytest.mark.parametrize("kind", [MessageLine, NoticeBar])
def test_what_is_wrong_out_of_sight_is_said_once_when_one_comes_there(
    show_widget: Show, kind: type
) -> None:
    page, other = QWidget(), QLineEdit()
    part = kind(page) if kind is MessageLine else kind(Ink.WARNING, page)
    show_widget(page, other)
    page.hide()
    part.show_text("列表可能不是最新", Ink.WARNING if kind is MessageLine else "")
    assert announcer.recent == ()
    for _ in range(2):
        page.show()
        page.hide()
    assert announcer.recent == ("列表可能不是最新",)


@pytest.mark.usefixtures("screen_reader")
def test_a_notice_that_was_put_away_and_comes_back_is_said_again(show_widget: Show) -> None:
    bar = NoticeBar(Ink.DANGER)
    show_widget(bar)
    for _ in range(2):
        bar.show_text("有 1 个咨询没有删除，已放回列表", "王小宝：服务器拒绝了这个操作。")
        bar.put_away()
    assert (
        announcer.recent == ("有 1 个咨询没有删除，已放回列表；王小宝：服务器拒绝了这个操作。",) * 2
    )


@pytest.mark.usefixtures("screen_reader")
def test_what_went_wrong_behind_the_lock_is_said_after_it(qtbot: QtBot) -> None:
    window, page, cover = ShellWindow(), QWidget(), QWidget()
    line = MessageLine(page)
    window.show_only(page)
    window.show()
    qtbot.waitUntil(page.isVisible)
    window.cover(cover)
    line.show_text("磁盘空间不足。", Ink.DANGER)
    assert announcer.recent == ()
    window.uncover()
    assert announcer.recent == ("磁盘空间不足。",)
    window.end()
    window.deleteLater()


@pytest.mark.usefixtures("screen_reader")
def test_in_place_of_a_page_only_what_failed_is_said(show_widget: Show) -> None:
    state = EmptyState(Icon.INBOX)
    show_widget(state)
    state.show_text("没有接诊中的咨询", "有新咨询时会提醒您。")
    assert announcer.recent == ()
    state.show_text("没有收到服务器的回应。", "请检查网络后重试。", code="network")
    assert announcer.recent == ("没有收到服务器的回应。；请检查网络后重试。",)


@pytest.mark.parametrize("kind", [MessageLine, NoticeBar])
def test_what_is_said_on_is_said_in_the_language_that_is_picked_meanwhile(
    show_widget: Show, kind: type[QWidget]
) -> None:
    page = show_widget(QWidget())
    part = kind(page) if kind is MessageLine else kind(Ink.WARNING, page)
    part.show_text(tr("history.none"), Ink.WARNING if kind is MessageLine else tr("profile.stale"))
    set_language(Language.EN)
    labels = [label.text() for label in part.findChildren(Label) if label.text()]
    parts = (tr("history.none"), tr("profile.stale"))
    assert tuple(labels) == (parts[:1] if kind is MessageLine else parts)
