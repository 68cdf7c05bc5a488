"""Menus, drop-downs, dialogs and snack bars: inside the window, closed as they should be."""

import asyncio
from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QEnterEvent, QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from workstation.ui.tasks import next_of
from workstation.ui.widgets.button import Button, Kind
from workstation.ui.widgets.dialog import Dialog, ModalLayer
from workstation.ui.widgets.menu import Menu
from workstation.ui.widgets.popover import SHADOW_ROOM, Side
from workstation.ui.widgets.select import Select
from workstation.ui.widgets.snack_bar import SnackBar

LEFT = Qt.MouseButton.LeftButton
Show = Callable[..., QWidget]


def press(key: Qt.Key) -> None:
    focused = QApplication.focusWidget()
    assert focused is not None
    QTest.keyClick(focused, key)


@pytest.fixture
def anchor(shown: Show) -> Button:
    button = Button("更多")
    shown(button)
    button.setFocus()
    return button


def menu_of(anchor: QWidget, picked: list[str]) -> Menu:
    menu = Menu(anchor)
    for name in ("copy", "save", "delete"):
        menu.add(name, lambda name=name: picked.append(name))
    return menu


def test_arrow_keys_and_enter_pick_and_the_keyboard_returns(anchor: Button) -> None:
    picked: list[str] = []
    menu_of(anchor, picked).open()
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Return):
        press(key)
    assert picked == ["save"]
    assert anchor.hasFocus()


def test_the_arrow_keys_go_around_and_leave_out_what_cannot_be_picked(anchor: Button) -> None:
    picked: list[str] = []
    menu = menu_of(anchor, picked)
    menu._items[2].setEnabled(False)
    menu.open()
    for key in (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_Return):
        press(key)
    assert picked == ["save"]


def test_esc_closes_and_picks_nothing(anchor: Button, qtbot: QtBot) -> None:
    picked: list[str] = []
    menu = menu_of(anchor, picked)
    menu.open()
    with qtbot.waitSignal(menu.closed):
        press(Qt.Key.Key_Escape)
    assert (picked, anchor.hasFocus()) == ([], True)


def test_a_click_elsewhere_closes(anchor: Button, qtbot: QtBot) -> None:
    menu = menu_of(anchor, [])
    menu.open()
    with qtbot.waitSignal(menu.closed):
        QTest.mouseClick(anchor.window(), LEFT, pos=QPoint(470, 310))


def test_whoever_goes_elsewhere_by_keys_leaves_the_menu_behind(
    anchor: Button, qtbot: QtBot
) -> None:
    other = Button("其他", parent=anchor.window())
    other.show()
    menu = menu_of(anchor, [])
    menu.open()
    with qtbot.waitSignal(menu.closed, timeout=10_000):
        other.setFocus(Qt.FocusReason.ShortcutFocusReason)
    assert other.hasFocus()


def test_the_click_that_closes_does_not_open_again(anchor: Button) -> None:
    opened: list[Menu] = []

    def toggle() -> None:
        opened.append(menu_of(anchor, []))
        opened[-1].open()

    anchor.clicked.connect(toggle)
    QTest.mouseClick(anchor, LEFT)
    QTest.mouseClick(anchor, LEFT)
    assert len(opened) == 1


def test_a_menu_closes_when_the_window_changes_its_size(anchor: Button, qtbot: QtBot) -> None:
    menu = menu_of(anchor, [])
    menu.open()
    with qtbot.waitSignal(menu.closed):
        anchor.window().resize(600, 400)


@pytest.mark.parametrize("side", list(Side))
def test_a_menu_lies_within_the_window(anchor: Button, side: Side) -> None:
    menu = menu_of(anchor, [])
    menu.open(side, right=True)
    drawn = menu.geometry().adjusted(SHADOW_ROOM, SHADOW_ROOM, -SHADOW_ROOM, -SHADOW_ROOM)
    assert anchor.window().rect().contains(drawn)
    menu.close_now()


def test_a_select_opens_on_what_is_chosen_and_tells_only_of_a_change(
    shown: Show, qtbot: QtBot
) -> None:
    select = Select()
    for name in ("zh", "en"):
        select.addItem(name, name)
    shown(select)
    select.choose("en")
    select.showPopup()
    with qtbot.assertNotEmitted(select.activated):
        press(Qt.Key.Key_Return)
    select.showPopup()
    with qtbot.waitSignal(select.activated):
        press(Qt.Key.Key_Up)
        press(Qt.Key.Key_Return)
    assert select.currentData() == "zh"


@pytest.fixture
def dialog(shown: Show) -> Dialog:
    edit = QLineEdit()
    window = shown(edit)
    edit.setFocus()
    made = Dialog(window, "有未保存的修改", "离开前要保存吗？")
    made.add_button("cancel", "继续编辑")
    made.add_button("discard", "放弃修改")
    made.add_button("save", "保存", Kind.FILLED)
    made.open()
    return made


@pytest.mark.parametrize(
    ("keys", "answer"),
    [
        ([Qt.Key.Key_Return], "save"),
        ([Qt.Key.Key_Escape], "cancel"),
        ([Qt.Key.Key_Tab, Qt.Key.Key_Return], "cancel"),
        ([Qt.Key.Key_Tab, Qt.Key.Key_Tab, Qt.Key.Key_Tab, Qt.Key.Key_Space], "save"),
        ([Qt.Key.Key_Backtab, Qt.Key.Key_Return], "discard"),
    ],
)
def test_a_dialog_is_answered_by_the_keyboard(
    dialog: Dialog, keys: list[Qt.Key], answer: str
) -> None:
    answers: list[str] = []
    dialog.answered.connect(answers.append)
    for key in keys:
        press(key)
    assert answers == [answer]


@pytest.mark.usefixtures("dialog")
def test_a_dialog_gives_the_keyboard_back() -> None:
    press(Qt.Key.Key_Escape)
    assert isinstance(QApplication.focusWidget(), QLineEdit)


def test_a_dialog_covers_the_window_also_after_it_grew(dialog: Dialog) -> None:
    window = dialog.window()
    window.resize(800, 700)
    assert dialog.geometry() == window.rect()
    assert abs(dialog.card().center().x() - 400) <= 1
    dialog.answer("cancel")


def test_no_key_of_the_window_goes_past_a_dialog(dialog: Dialog) -> None:
    pressed: list[str] = []
    keys = QShortcut(QKeySequence("F6"), dialog.window())
    keys.activated.connect(lambda: pressed.append("F6"))
    press(Qt.Key.Key_F6)
    assert not pressed
    dialog.answer("cancel")
    press(Qt.Key.Key_F6)
    assert pressed == ["F6"]


def test_a_dialog_answers_once(dialog: Dialog) -> None:
    answers: list[str] = []
    dialog.answered.connect(answers.append)
    dialog.answer("save")
    dialog.answer("cancel")
    assert answers == ["save"]


async def test_a_coroutine_awaits_an_answer_while_others_run(
    dialog: Dialog, qloop: asyncio.AbstractEventLoop
) -> None:
    steps: list[int] = []

    async def other() -> None:
        for step in range(3):
            steps.append(step)
            await asyncio.sleep(0)

    running = asyncio.ensure_future(other())
    qloop.call_soon(dialog.answer, "save")
    assert await next_of(dialog.answered) == "save"
    await running
    assert steps == [0, 1, 2]


def test_a_snack_bar_ends_once_by_its_action(shown: Show) -> None:
    ends: list[str] = []
    bar = SnackBar(shown(QPushButton()), "已删除 2 个咨询", action="撤销")
    bar.acted.connect(lambda: ends.append("acted"))
    bar.expired.connect(lambda: ends.append("expired"))
    bar.start()
    QTest.mouseClick(bar.button, LEFT)
    bar.finish()
    assert ends == ["acted"]


def test_a_snack_bar_counts_down_and_expires(shown: Show) -> None:
    ends: list[str] = []
    bar = SnackBar(shown(QPushButton()), "已删除", action="撤销", lasts_ms=3000)
    bar.expired.connect(lambda: ends.append("expired"))
    bar.start()
    seen = []
    for _ in range(3):
        seen.append(bar._left._text)
        bar._timer.timeout.emit()
    assert seen == ["3 秒", "2 秒", "1 秒"]
    assert ends == ["expired"]


def test_time_stands_still_while_the_mouse_is_on_a_snack_bar(shown: Show) -> None:
    bar = SnackBar(shown(QPushButton()), "已删除", action="撤销")
    bar.start()
    point = QPoint(5, 5).toPointF()
    QApplication.sendEvent(bar, QEnterEvent(point, point, point))
    assert not bar._timer.isActive()
    QApplication.sendEvent(bar, QEvent(QEvent.Type.Leave))
    assert bar._timer.isActive()
    bar.finish()


def test_a_snack_bar_of_work_under_way_stays_until_it_is_ended(shown: Show) -> None:
    ends: list[str] = []
    bar = SnackBar(shown(QPushButton()), "正在准备", action="取消", lasts_ms=0)
    bar.expired.connect(lambda: ends.append("expired"))
    bar.start()
    QApplication.sendEvent(bar, QEvent(QEvent.Type.Leave))
    assert not bar._timer.isActive()
    assert not bar._left.isVisible()
    before = bar.width()
    bar.say("正在准备记录：图片 3 / 9")
    assert bar.width() > before
    assert bar.isVisible()
    bar.finish()
    assert ends == ["expired"]


def test_a_snack_bar_stays_centred_at_the_foot(shown: Show) -> None:
    window = shown(QPushButton())
    bar = SnackBar(window, "已删除", action="撤销")
    bar.start()
    for width, height in ((480, 320), (700, 500)):
        window.resize(width, height)
        assert abs(bar.geometry().center().x() - width // 2) <= 1
        assert bar.geometry().bottom() + 1 - SHADOW_ROOM == height - 24
    bar.finish()


def test_f6_leads_behind_no_layer_not_even_one_that_lets_shortcuts(anchor: Button) -> None:
    class Letting(ModalLayer):
        lets_shortcuts = True

    told: list[str] = []
    window = anchor.window()
    for keys in ("F6", "Ctrl+K"):
        QShortcut(QKeySequence(keys), window, lambda keys=keys: told.append(keys))
    layer = Letting(window)
    layer.open()
    QTest.keyClick(layer, Qt.Key.Key_F6)
    QTest.keyClick(layer, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    assert told == ["Ctrl+K"]
    layer.dismiss()


def test_a_snack_bar_with_a_long_sentence_stays_within_its_page(shown: Show) -> None:
    page = QWidget()
    shown(page)
    page.resize(420, 300)
    bar = SnackBar(
        page, "这台电脑没有扬声器或耳机，语音没有播放。请接上扬声器或耳机后重试。", action="撤销"
    )
    bar.start()
    assert bar.width() - 2 * SHADOW_ROOM <= page.width()
    page.resize(900, 300)
    QApplication.sendPostedEvents()
    whole = bar._text.width()
    page.resize(420, 300)
    assert bar._text.width() < whole
    bar.finish()
