"""Text of 200 % in the smallest window: what lies over the pages stays inside of it."""

from functools import partial
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QPushButton, QWidget

from workstation.ui.conversation.timeline.earlier_texts import open_earlier_texts
from workstation.ui.handover.sheet import HandoverSheet
from workstation.ui.kit.fields.form import SettingRow
from workstation.ui.kit.fields.select import Select
from workstation.ui.kit.layers.dialog import Dialog
from workstation.ui.kit.layers.menu import Menu
from workstation.ui.kit.layers.popover import SHADOW_ROOM
from workstation.ui.kit.theme import SPACE, Icon, theme
from workstation.ui.kit.widgets.empty_state import CircleArt, EmptyState
from workstation.ui.kit.widgets.panel import CardPanel
from workstation.ui.lock.page import LockPage
from workstation.ui.palette.foot import PaletteFoot
from workstation.ui.settings.keys_sheet import KeysSheet
from workstation.ui.sign_in.code_page import EnterCodePage
from workstation.ui.sign_in.page import SignInPage

SMALLEST = 720, 560


@pytest.fixture
def window(show_widget) -> QWidget:
    theme.set_text_size(200)
    window = show_widget()
    window.resize(*SMALLEST)
    return window


def place_of(part: QWidget) -> QRect:
    return QRect(part.mapTo(part.window(), part.rect().topLeft()), part.size())


@pytest.mark.parametrize("sentences", [1, 12])
def test_a_dialog_lies_inside_the_window_with_its_buttons(window, sentences):
    dialog = Dialog(
        window, "退出登录", "您写的内容已全部发送，没有草稿。本机数据会保留。" * sentences
    )
    buttons = [dialog.add_button(name, text) for name, text in (("no", "取消"), ("yes", "继续"))]
    dialog.open()
    QApplication.processEvents()
    card = dialog.card().toRect()
    assert window.rect().contains(card)
    for button in buttons:
        assert card.contains(place_of(button))
        assert button.width() >= button.sizeHint().width()
    dialog.dismiss()


def long_dialog(window):
    dialog = Dialog(window, "退出登录", "您写的内容已全部发送，没有草稿。" * 40)
    dialog.add_button("yes", "继续")
    return dialog


@pytest.mark.parametrize("make", [long_dialog, KeysSheet])
def test_what_a_layer_has_no_room_for_is_scrolled_to_by_keys(window, make):
    layer = make(window)
    layer.open()
    QApplication.processEvents()
    bar = layer.scroll_area.verticalScrollBar()
    for key, is_lower in ((Qt.Key.Key_PageDown, True), (Qt.Key.Key_PageUp, False)):
        QTest.keyClick(QApplication.focusWidget(), key)
        assert (bar.value() > 0) is is_lower
    assert layer.isVisible()
    layer.dismiss()


def test_a_sheet_without_a_field_is_scrolled_by_arrows_at_once(window):
    sheet = KeysSheet(window)
    sheet.open()
    QApplication.processEvents()
    for _ in range(3):
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Down)
    assert sheet.scroll_area.verticalScrollBar().value() > 0
    sheet.dismiss()


def test_every_line_of_a_long_menu_can_be_gone_to_and_seen(window):
    anchor = QPushButton(window)
    anchor.setGeometry(600, 40, 64, 64)
    menu = Menu(anchor)
    picked = []
    for number in range(14):
        menu.add(f"第 {number} 行", lambda number=number: picked.append(number))
    menu.open(right=True)
    QApplication.processEvents()
    drawn = place_of(menu).adjusted(SHADOW_ROOM, SHADOW_ROOM, -SHADOW_ROOM, -SHADOW_ROOM)
    assert window.rect().contains(drawn)
    for item in menu.items:
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Down)
        assert item.hasFocus()
        assert drawn.contains(place_of(item))
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    assert picked == [13]


def test_a_hint_of_the_palette_that_would_be_cut_is_left_out(window):
    foot = PaletteFoot(window)
    foot.resize(3000, foot.sizeHint().height())
    assert len(foot.whole_hints()) == 4
    foot.resize(120, foot.height())
    assert len(foot.whole_hints()) < 4
    foot.resize(0, foot.height())
    assert foot.whole_hints() == []


def test_the_hint_of_the_handover_gives_way_to_its_buttons(window):
    sheet = HandoverSheet(window)
    sheet.retranslate()
    sheet.open()
    assert sheet.how.isHidden()
    theme.set_text_size(100)
    window.resize(1400, 900)
    assert not sheet.how.isHidden()


def test_a_setting_of_many_lines_keeps_off_the_edges_of_its_card(window):
    row = SettingRow(QPushButton("跟随系统", window))
    row.setParent(window)
    row.set_title("主题", "深色模式不改变图片颜色，也不改变打印和导出的内容。" * 2)
    row.resize(400, row.heightForWidth(400))
    row.layout().activate()
    assert row.title.y() >= SPACE.x2
    assert row.hint.geometry().bottom() < row.height() - SPACE.x2


@pytest.mark.parametrize(
    "make", [partial(SignInPage, "1.0"), LockPage, partial(EnterCodePage, "1001")]
)
def test_what_is_asked_before_anybody_works_is_as_wide_as_the_window_at_most(window, make):
    page = make()
    window.layout().addWidget(page)
    QApplication.processEvents()
    parts = [part for part in page.findChildren(QWidget) if part.isVisible()]
    fields = [part for part in parts if isinstance(part, QLineEdit | QAbstractButton)]
    assert len(fields) >= 3
    for field in fields:
        place = place_of(field)
        assert place.left() >= 0
        assert place.right() < window.width()


@pytest.mark.parametrize(("percent", "width"), [(100, 400), (150, 600)])
def test_with_room_the_card_has_its_width(show_widget, percent, width):
    theme.set_text_size(percent)
    page = SignInPage("1.0")
    show_widget(page).resize(1200, 900)
    QApplication.processEvents()
    (card,) = page.findChildren(CardPanel)
    assert card.width() == width


def test_an_earlier_text_lies_inside_the_window(window):
    owner = QPushButton(window)
    message = SimpleNamespace(earlier=("停用芒果三天，观察皮疹。" * 20,))
    popover = open_earlier_texts(owner, window.mapToGlobal(QPoint(300, 300)), message)
    QApplication.processEvents()
    drawn = place_of(popover).adjusted(SHADOW_ROOM, SHADOW_ROOM, -SHADOW_ROOM, -SHADOW_ROOM)
    assert window.rect().contains(drawn)
    assert popover.accessibleName().endswith(message.earlier[0]), "the keyboard is on it"
    popover.close_now()


def test_a_choice_that_comes_later_has_room_for_its_words(window) -> None:
    select = Select()
    theme.set_text_size(100)
    window.layout().addWidget(SettingRow(select))
    select.addItem("短")
    QApplication.processEvents()
    select.addItem("Unlock code and credential manager")
    QApplication.processEvents()
    assert select.width() == select.sizeHint().width()
    select.setItemText(1, "短")
    QApplication.processEvents()
    assert select.width() == select.sizeHint().width()


def test_of_an_empty_list_the_art_goes_before_a_word_is_cut(window):
    state = EmptyState(Icon.INBOX)
    state.show_text("没有接诊中的咨询", "有新咨询时会提醒您。")
    state.add_button(Icon.HISTORY).setText("查看历史咨询")
    window.layout().addWidget(state)
    window.setMinimumSize(1, 1)  # as the frame's, it does not grow with what is in it
    art = state.findChild(CircleArt)
    for height, has_art in ((300, False), (520, True), (300, False)):
        window.resize(608, height)
        for _ in range(3):
            QApplication.processEvents()
        assert art.isVisible() is has_art
        for label in (state.heading, state.sentence):
            assert label.height() >= label.heightForWidth(label.width())
    window.resize(608, 520)
    QApplication.processEvents()
    assert art.width() == art.height()
