"""How long a snack bar stays: long enough to be read, and reached, by a tired doctor."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QWidget

from tests.ui.notices import point_at, point_elsewhere
from workstation.ui.kit.layers.reading_time import reading_ms
from workstation.ui.kit.layers.snack_bar import SnackBar

Show = Callable[..., QWidget]

NO_SPEAKER = "本机没有可用的扬声器或耳机，无法播放语音。请连接后重试，或另存到其他设备收听。"
LOCKED = (
    "The credential manager does not respond; it may be waiting to be unlocked. "
    "You can sign in, and need to enter the access token again next time."
)


def undo_bar(show_widget: Show) -> tuple[SnackBar, QPushButton]:
    """A bar with a button, and something else that can have the keyboard."""
    page, elsewhere = QWidget(), QPushButton()
    show_widget(page, elsewhere).resize(900, 400)
    bar = SnackBar(page, "已删除", action="撤销")
    bar.start()
    return bar, elsewhere


@pytest.mark.parametrize(
    ("text", "action", "seconds"),
    [
        ("已删除 2 个咨询", "撤销", 8),
        ("Deleted 2 consultations", "Undo", 8),
        (NO_SPEAKER, "", 13),
        (NO_SPEAKER, "撤销", 16),
        (LOCKED, "", 15),
        (LOCKED, "Open", 18),
        (LOCKED * 9, "Open", 30),
    ],
)
def test_a_bar_stays_as_long_as_its_sentence_takes_to_read(
    show_widget: Show, text: str, action: str, seconds: int
) -> None:
    """All of them stayed 8 s: the long ones went in mid-sentence, their button with them."""
    bar = SnackBar(show_widget(QPushButton()), text, action=action)
    bar.start()
    ticks = 0
    ends: list[bool] = []
    bar.expired.connect(lambda: ends.append(True))
    while not ends and ticks < 99:
        bar._timer.timeout.emit()
        ticks += 1
    assert ticks == seconds


def test_a_chinese_sign_takes_as_long_as_three_letters() -> None:
    base = reading_ms("", least_ms=0)
    assert reading_ms("诊" * 40, least_ms=0) - base == 10_000
    assert reading_ms("a" * 120, least_ms=0) - base == 10_000
    assert reading_ms("诊a" * 5, least_ms=0) < reading_ms("诊诊" * 5, least_ms=0)


def test_the_same_sentence_again_has_its_whole_time_again(show_widget: Show) -> None:
    bar = SnackBar(show_widget(QPushButton()), "已保存")
    bar.start()
    for _ in range(6):
        bar._timer.timeout.emit()
    bar.start()
    for _ in range(7):
        bar._timer.timeout.emit()
    assert bar.isVisible()
    bar.finish()


def test_time_stands_still_while_the_keyboard_is_on_the_button(show_widget: Show) -> None:
    """Who comes to it by Tab is about to press it: it went while they read what it says."""
    bar, elsewhere = undo_bar(show_widget)
    point_elsewhere(bar)  # wherever the test's pointer is
    bar.button.setFocus(Qt.FocusReason.TabFocusReason)
    assert not bar._timer.isActive()
    elsewhere.setFocus()
    assert bar._timer.isActive()
    bar.finish()


def test_neither_mouse_nor_keyboard_lets_go_of_what_the_other_holds(show_widget: Show) -> None:
    bar, elsewhere = undo_bar(show_widget)
    point_at(bar)
    bar.button.setFocus(Qt.FocusReason.TabFocusReason)
    point_elsewhere(bar)
    assert not bar._timer.isActive()
    point_at(bar)
    elsewhere.setFocus()
    assert not bar._timer.isActive()
    point_elsewhere(bar)
    assert bar._timer.isActive()
    bar.finish()


def test_a_button_pressed_by_the_keyboard_ends_the_bar_once(show_widget: Show) -> None:
    """It hides with the keyboard on it: that is no reason to let time run again."""
    ends: list[str] = []
    bar = SnackBar(show_widget(QPushButton()), "已删除", action="撤销")
    bar.acted.connect(lambda: ends.append("acted"))
    bar.expired.connect(lambda: ends.append("expired"))
    bar.start()
    bar.button.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(bar.button, Qt.Key.Key_Return)
    assert (ends, bar._timer.isActive()) == (["acted"], False)
