"""Menus, drop-downs and dialogs: inside the window, closed as they should be."""

import asyncio
from collections.abc import Callable

import pytest
import shiboken6
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.keys import click_in_window
from workstation.ui.kit.fields.select import Select
from workstation.ui.kit.layers.dialog import Dialog, ModalLayer
from workstation.ui.kit.layers.menu import Menu
from workstation.ui.kit.layers.popover import SHADOW_ROOM, Side
from workstation.ui.kit.layers.sheet import FormSheet
from workstation.ui.kit.widgets.button import Button, ButtonKind

LEFT = Qt.MouseButton.LeftButton
Show = Callable[..., QWidget]


def press(key: Qt.Key) -> None:
    focused = QApplication.focusWidget()
    assert focused is not None
    QTest.keyClick(focused, key)


@pytest.fixture
def anchor(show_widget: Show) -> Button:
    button = Button("更多")
    show_widget(button)
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
    menu.items[2].setEnabled(False)
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
        click_in_window(anchor.window(), QPoint(470, 310))


def test_whoever_goes_elsewhere_by_keys_leaves_the_menu_behind(
    anchor: Button, qtbot: QtBot
) -> None:
    other = Button("其他", parent=anchor.window())
    other.show()
    menu = menu_of(anchor, [])
    menu.open()
    with qtbot.waitSignal(menu.closed):
        other.setFocus(Qt.FocusReason.ShortcutFocusReason)
    assert other.hasFocus()


def test_the_click_that_closes_does_not_open_again(anchor: Button) -> None:
    opened: list[Menu] = []

    def toggle() -> None:
        opened.append(menu_of(anchor, []))
        opened[-1].open()

    anchor.clicked.connect(toggle)
    for _ in "12":
        click_in_window(anchor, anchor.rect().center())
    assert len(opened) == 1


def test_a_click_on_what_lies_in_the_anchor_closes_and_is_not_lost(
    show_widget: Show, qtbot: QtBot
) -> None:
    box, inside = QWidget(), Button("发送")
    QVBoxLayout(box).addWidget(inside)
    show_widget(box)
    clicked: list[bool] = []
    inside.clicked.connect(lambda: clicked.append(True))
    menu = menu_of(box, [])
    menu.open_at(box.mapToGlobal(QPoint(0, 0)))
    menu.move(box.window().rect().bottomRight())
    with qtbot.waitSignal(menu.closed):
        click_in_window(inside, inside.rect().center())
    assert clicked == [True]


def test_a_click_on_the_anchor_below_the_shadow_does_not_open_again(anchor: Button) -> None:
    opened: list[Menu] = []

    def toggle() -> None:
        opened.append(menu_of(anchor, []))
        opened[-1].open()

    anchor.clicked.connect(toggle)
    click_in_window(anchor, anchor.rect().center())
    foot = QPoint(20, anchor.height() - 2)
    assert opened[0].geometry().contains(anchor.mapTo(anchor.window(), foot))
    click_in_window(anchor, foot)
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
    show_widget: Show, qtbot: QtBot
) -> None:
    select = Select()
    for name in ("zh", "en"):
        select.addItem(name, name)
    show_widget(select)
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
def dialog(show_widget: Show) -> Dialog:
    edit = QLineEdit()
    window = show_widget(edit)
    edit.setFocus()
    made = Dialog(window, "有未保存的修改", "离开前要保存吗？")
    made.add_button("cancel", "继续编辑")
    made.add_button("discard", "放弃修改")
    made.add_button("save", "保存", ButtonKind.FILLED)
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


def test_a_dialog_outlives_what_had_the_keyboard(dialog: Dialog) -> None:
    edit = dialog.window().findChild(QLineEdit)
    shiboken6.delete(edit)
    press(Qt.Key.Key_Escape)
    assert QApplication.focusWidget() is not None


def test_a_dialog_over_a_menu_gives_the_keyboard_back_to_before_the_menu(anchor: Button) -> None:
    within = QWidget(anchor.window())
    within.show()
    menu_of(anchor, []).open()
    dialog = Dialog(within, "离开？")
    dialog.open()
    assert dialog.hasFocus()
    press(Qt.Key.Key_Escape)
    assert anchor.hasFocus()


def test_a_sheet_gives_the_keyboard_back_each_time(show_widget: Show) -> None:
    first, second = QLineEdit(), QLineEdit()
    sheet = FormSheet(show_widget(first, second))
    for field in (first, second):
        field.setFocus()
        sheet.open()
        assert sheet.hasFocus()
        press(Qt.Key.Key_Escape)
        assert field.hasFocus()


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
    assert await dialog.ask() == "save"
    await running
    assert steps == [0, 1, 2]


def test_f6_leads_behind_no_layer_not_even_one_that_lets_shortcuts(anchor: Button) -> None:
    class Letting(ModalLayer):
        lets_shortcuts = True

    emitted: list[str] = []
    window = anchor.window()
    for keys in ("F6", "Ctrl+K"):
        QShortcut(QKeySequence(keys), window, lambda keys=keys: emitted.append(keys))
    layer = Letting(window)
    layer.open()
    QTest.keyClick(layer, Qt.Key.Key_F6)
    QTest.keyClick(layer, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    assert emitted == ["Ctrl+K"]
    layer.dismiss()
