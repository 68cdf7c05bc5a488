"""How the widgets behave under mouse, keyboard and change."""

from collections.abc import Callable
from datetime import datetime

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QAccessible, QColor, QImage, QTextDocument
from PySide6.QtGui import Qt as Markup
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QHBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.pointer import turn_wheel
from workstation import __version__
from workstation.ui.kit.fields.form import SettingRow
from workstation.ui.kit.fields.select import Select
from workstation.ui.kit.painting import Tone
from workstation.ui.kit.theme import Icon, TextRole, theme
from workstation.ui.kit.widgets.button import Button, ButtonKind
from workstation.ui.kit.widgets.checkbox import CheckBox
from workstation.ui.kit.widgets.chip import Chip, FilterChip
from workstation.ui.kit.widgets.collapsible import Collapsible
from workstation.ui.kit.widgets.empty_state import EmptyState
from workstation.ui.kit.widgets.focus_ring import FocusRing
from workstation.ui.kit.widgets.icon_button import IconButton
from workstation.ui.kit.widgets.label import MAX_WIDTHS, Label
from workstation.ui.kit.widgets.panel import CardPanel, Panel, ScrollArea, Surface
from workstation.ui.kit.widgets.segmented import Segmented
from workstation.ui.kit.widgets.switch import Switch
from workstation.ui.kit.widgets.tool_tip import plain_tip

LEFT = Qt.MouseButton.LeftButton
Show = Callable[..., QWidget]


@pytest.mark.usefixtures("screen_reader")
def test_a_label_shows_markup_as_text(show_widget: Show) -> None:
    label = Label("<b>王小宝</b>")
    show_widget(label)
    assert label.textFormat() is Qt.TextFormat.PlainText
    assert label.sizeHint().width() > Label("王小宝").sizeHint().width() * 2
    assert QAccessible.queryAccessibleInterface(label).text(QAccessible.Text.Name) == (
        "<b>王小宝</b>"
    )


def test_a_labels_line_height_is_the_designs_whatever_its_text() -> None:
    heights = {Label(text, TextRole.LABEL).sizeHint().height() for text in ("a", "皮疹", "😀", "ي")}
    assert heights == {20}


def test_a_wrapping_label_takes_the_lines_it_needs() -> None:
    label = Label("皮疹按压会褪色吗？" * 10, wrap=True)
    assert label.heightForWidth(200) == 20 * len(label.block(200).lines)
    assert label.heightForWidth(100) > label.heightForWidth(200)


def test_a_label_holds_how_it_is_laid_out_for_so_many_widths_and_no_more() -> None:
    label = Label("皮疹按压会褪色吗？", wrap=True)
    blocks = [label.block(100 + number) for number in range(MAX_WIDTHS)]
    assert label.block(100) is blocks[0]
    label.block(100 + MAX_WIDTHS)
    assert label.block(100) is not blocks[0]
    for width in range(200, 200 + 3 * MAX_WIDTHS):
        label.block(width)
        assert len(label._laid_out) <= MAX_WIDTHS


def test_a_cut_label_has_the_whole_as_its_tool_tip(show_widget: Show) -> None:
    label = Label("一行放不下的文字" * 20, elide=True)
    window = show_widget(label)
    window.grab()
    assert label.toolTip() == label.text()
    label.setText("短")
    window.grab()
    assert label.toolTip() == ""


def test_a_larger_text_size_makes_message_labels_higher() -> None:
    label = Label("您好", TextRole.MESSAGE, wrap=True)
    before = label.heightForWidth(200)
    theme.set_text_size(130)
    assert (before, label.heightForWidth(200)) == (24, 32)


def test_a_button_is_pressed_by_mouse_and_space(show_widget: Show, qtbot: QtBot) -> None:
    button = Button("发送", ButtonKind.FILLED)
    show_widget(button)
    with qtbot.waitSignal(button.clicked):
        QTest.mouseClick(button, LEFT)
    with qtbot.waitSignal(button.clicked):
        QTest.keyClick(button, Qt.Key.Key_Space)


def test_a_busy_button_takes_no_clicks_and_keeps_its_size(show_widget: Show, qtbot: QtBot) -> None:
    button = Button("登录", ButtonKind.FILLED, icon=Icon.SEND)
    show_widget(button)
    before = button.sizeHint()
    button.set_busy(True)
    with qtbot.assertNotEmitted(button.clicked):
        QTest.mouseClick(button, LEFT)
        QTest.keyClick(button, Qt.Key.Key_Space)
    assert button.sizeHint() == before
    button.set_busy(False)
    with qtbot.waitSignal(button.clicked):
        QTest.mouseClick(button, LEFT)


def test_a_busy_button_stands_still_under_reduced_motion(show_widget: Show) -> None:
    theme.set_reduced_motion(True)
    button = Button("登录", ButtonKind.FILLED)
    show_widget(button)
    button.set_busy(True)
    assert button.busy
    assert not button._turn._timer.isActive()


def test_only_the_keyboard_brings_the_focus_ring(show_widget: Show) -> None:
    first, second = Button("一"), Button("二")
    window = show_widget(first, second)
    QTest.mouseClick(second, LEFT)
    assert not window.findChildren(FocusRing)
    first.setFocus(Qt.FocusReason.TabFocusReason)
    (ring,) = window.findChildren(FocusRing)
    assert ring.geometry().adjusted(4, 4, -4, -4) == first.geometry()
    second.setFocus(Qt.FocusReason.TabFocusReason)
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    (ring,) = window.findChildren(FocusRing)
    assert ring.geometry().adjusted(4, 4, -4, -4) == second.geometry()


@pytest.mark.usefixtures("screen_reader")
def test_an_icon_button_says_what_it_does(show_widget: Show) -> None:
    button = IconButton(Icon.SEARCH)
    button.set_name("搜索", "Ctrl F")
    show_widget(button)
    interface = QAccessible.queryAccessibleInterface(button)
    assert interface.text(QAccessible.Text.Name) == "搜索"
    assert "Ctrl F" in button.toolTip()


def test_a_check_box_is_ticked_by_its_words_too(show_widget: Show) -> None:
    box = CheckBox("在本机保持登录", "公用电脑请不要勾选。")
    show_widget(box)
    QTest.mouseClick(box, LEFT, pos=QPoint(100, 30))
    assert box.isChecked()
    QTest.keyClick(box, Qt.Key.Key_Space)
    assert not box.isChecked()


@pytest.mark.usefixtures("screen_reader")
def test_a_switch_is_a_named_switch_to_a_screen_reader(show_widget: Show) -> None:
    switch = Switch("新消息提醒")
    show_widget(switch)
    interface = QAccessible.queryAccessibleInterface(switch)
    assert interface.role() is QAccessible.Role.Switch
    assert interface.text(QAccessible.Text.Name) == "新消息提醒"
    assert interface.rect().size() == switch.size()
    QTest.mouseClick(switch, LEFT)
    assert switch.isChecked()


def test_segments_are_picked_by_mouse_and_arrow_keys(show_widget: Show, qtbot: QtBot) -> None:
    segmented = Segmented(["light", "dark", "system"])
    segmented.set_texts("主题", ["浅色", "深色", "跟随系统"])
    show_widget(segmented)
    with qtbot.assertNotEmitted(segmented.picked):
        segmented.set_value("system")
    segments = segmented.segments.buttons()
    with qtbot.waitSignal(segmented.picked) as blocker:
        QTest.mouseClick(segments[1], LEFT)
    assert blocker.args == ["dark"]
    segments[1].setFocus()
    with qtbot.waitSignal(segmented.picked) as blocker:
        QTest.keyClick(segments[1], Qt.Key.Key_Left)
    assert (blocker.args, segmented.value()) == (["light"], "light")


def test_a_select_is_not_changed_by_scrolling_over_it(show_widget: Show) -> None:
    select = Select()
    for name in ("zh", "en"):
        select.addItem(name, name)
    show_widget(select)
    turned = turn_wheel(select, select.rect().center(), -1)
    assert select.currentData() == "zh"
    assert not turned.isAccepted()


def test_a_filter_chip_grows_by_its_cross_when_it_applies(show_widget: Show) -> None:
    chip = FilterChip("含图片")
    show_widget(chip)
    before = chip.sizeHint().width()
    QTest.mouseClick(chip, LEFT)
    assert chip.isChecked()
    assert chip.sizeHint().width() > before


@pytest.mark.parametrize("tone", list(Tone))
def test_a_chip_is_wide_enough_for_its_words(show_widget: Show, tone: Tone) -> None:
    chip = Chip("2 小时 06 分", tone, icon=Icon.CLOCK)
    window = show_widget(chip)
    assert chip.width() == chip.sizeHint().width()
    window.grab()


def test_a_setting_names_its_control(show_widget: Show) -> None:
    row = SettingRow(Switch())
    show_widget(row)
    row.set_title("新消息提醒", "窗口不在前台时显示系统通知")
    assert row.control.accessibleName() == "新消息提醒"
    assert row.control.accessibleDescription() == "窗口不在前台时显示系统通知"


@pytest.mark.parametrize("text", ["<b>王小宝</b>", "<img src='file:///etc/passwd'>", "a < b"])
def test_a_tool_tip_shows_text_from_outside_as_it_is(text: str) -> None:
    document = QTextDocument()
    tip = plain_tip(text)
    if Markup.mightBeRichText(tip):
        document.setHtml(tip)
    else:
        document.setPlainText(tip)
    assert document.toPlainText() == text


def test_what_is_spare_gives_way_to_the_rest_of_its_row(show_widget: Show) -> None:
    row, part = QWidget(), Label("第 1 处，共 3 处")
    layout = QHBoxLayout(row)
    layout.addWidget(Button("全部团队"))
    layout.addWidget(part)
    spare = Collapsible(part, row)
    show_widget(row)
    row.resize(400, 40)
    assert part.isVisible()
    row.resize(120, 40)
    assert not part.isVisible()
    row.resize(400, 40)
    assert part.isVisible()
    spare.offer(offered=False)
    assert not part.isVisible()


def test_what_failed_can_be_copied_for_an_administrator(show_widget: Show) -> None:
    state = EmptyState(Icon.INBOX)
    show_widget(state)
    state.show_text("没有接诊中的咨询")
    assert not state.copy_button.isVisible()
    state.show_text("服务器没有在规定时间内回应。", "请重试。", code="network.deadline")
    QTest.mouseClick(state.copy_button, LEFT)
    program, code, what, then, when = QApplication.clipboard().text().split("\n")
    assert program == f"Doctor Workstation {__version__}"
    assert (code, what, then) == ("network.deadline", "服务器没有在规定时间内回应。", "请重试。")
    assert datetime.fromisoformat(when).tzinfo is not None


def test_tab_stops_at_a_scroll_area_only_while_it_scrolls(show_widget: Show, qtbot: QtBot) -> None:
    content = QWidget()
    area = ScrollArea(content)
    show_widget(area)
    content.setMinimumHeight(100)
    qtbot.waitUntil(lambda: area.focusPolicy() is Qt.FocusPolicy.ClickFocus)
    content.setMinimumHeight(2_000)
    qtbot.waitUntil(lambda: area.focusPolicy() is Qt.FocusPolicy.StrongFocus)
    assert area.accessibleName() == "可滚动的内容"


@pytest.mark.parametrize("ratio", [1.0, 1.25, 1.5, 1.75, 2.0])
def test_no_edge_shows_what_lies_two_layers_below(
    show_widget: Show, monkeypatch: pytest.MonkeyPatch, ratio: float
) -> None:
    """A panel on a card: between two pixels, only the card is there to be seen."""
    monkeypatch.setattr(Panel, "devicePixelRatioF", lambda _self: ratio, raising=False)
    card = CardPanel(radius=0)
    for number in range(4):
        panel = Panel(Surface.RAISED, parent=card)
        panel.setGeometry(3 + 40 * number, 3 + number, 21 + number, 22 - number)
    show_widget(card)
    image = QImage(card.size() * ratio, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(ratio)
    image.fill(QColor("black"))
    card.render(image)
    inside = image.copy(image.rect().adjusted(3, 3, -3, -3))
    colours = {inside.pixel(x, y) for x in range(inside.width()) for y in range(60)}
    assert colours == {theme.colours.bg_raised.rgb()}
