"""What a screen reader takes the parts of the window for, and what they are called."""

import sys
from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleActionInterface
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.still_board import StillBoard
from workstation.ui.conversation.details.pictures_section import PictureGrid
from workstation.ui.kit.announcer import announcer
from workstation.ui.kit.fields.form import SettingRow
from workstation.ui.kit.fields.select import Select
from workstation.ui.kit.fields.text_area import TextArea
from workstation.ui.kit.layers.menu import Menu
from workstation.ui.kit.layers.snack_bar import SnackBar
from workstation.ui.kit.strings import Language, set_language, tr
from workstation.ui.kit.theme import Icon
from workstation.ui.kit.widgets.chip import RemovableTag
from workstation.ui.kit.widgets.page_stack import PageStack
from workstation.ui.kit.widgets.switch import Switch
from workstation.ui.settings.page import NavItem
from workstation.ui.shell.rail import Rail
from workstation.ui.viewer.viewer import Viewer

pytestmark = pytest.mark.usefixtures("screen_reader")
Role, Text = QAccessible.Role, QAccessible.Text
Show = Callable[..., QWidget]


def spoken(widget: QWidget) -> tuple[QAccessible.Role, str]:
    """Role and name."""
    interface = QAccessible.queryAccessibleInterface(widget)
    return interface.role(), interface.text(Text.Name)


def press(widget: QWidget) -> None:
    """As a reader, or a voice that is obeyed, presses it."""
    actions = QAccessible.queryAccessibleInterface(widget).actionInterface()
    actions.doAction(QAccessibleActionInterface.pressAction())


def test_the_rail_is_tabs_of_which_one_is_chosen(show_widget: Show) -> None:
    rail = Rail()
    show_widget(rail)
    rail.select("history")
    assert spoken(rail) == (Role.PageTabList, "导航")
    assert spoken(rail.items["history"]) == (Role.PageTab, "历史")
    assert spoken(rail.lock)[0] is Role.Button
    chosen = {
        name: bool(QAccessible.queryAccessibleInterface(item).state().selected)
        for name, item in rail.items.items()
    }
    assert [name for name, selected in chosen.items() if selected] == ["history"]
    picked: list[str] = []
    rail.page_picked.connect(picked.append)
    press(rail.items["profile"])
    assert picked == ["profile"]


def test_the_settings_sections_are_tabs(show_widget: Show) -> None:
    item = NavItem(Icon.SUN)
    item.setText("外观")
    show_widget(item)
    assert spoken(item) == (Role.PageTab, "外观")


def test_a_switch_is_a_switch_and_says_whether_it_is_on(show_widget: Show) -> None:
    switch = Switch("通知中显示内容")
    show_widget(switch)
    assert spoken(switch) == (Role.Switch, "通知中显示内容")
    press(switch)
    assert QAccessible.queryAccessibleInterface(switch).state().checked


def test_a_menu_is_named_for_what_opened_it_and_begins_on_its_first_line(
    show_widget: Show, qtbot: QtBot
) -> None:
    button = QPushButton("更多")
    button.setAccessibleName("更多")
    show_widget(button)
    menu = Menu(button)
    picked: list[str] = []
    first = menu.add("播放", lambda: picked.append("播放"))
    menu.open()
    assert spoken(menu) == (Role.PopupMenu, "更多")
    assert spoken(first) == (Role.MenuItem, "播放")
    qtbot.waitUntil(first.hasFocus)
    press(first)
    assert picked == ["播放"]


def test_a_drop_down_says_which_setting_it_is_and_what_is_chosen(show_widget: Show) -> None:
    select = Select()
    select.addItem("30 分钟", 30)
    row = SettingRow(select)
    show_widget(row)
    row.set_title("等待提醒", hint="")
    name = "等待提醒" if sys.platform == "win32" else "等待提醒，30 分钟"
    assert spoken(select) == (Role.ComboBox, name)
    assert QAccessible.queryAccessibleInterface(select).text(Text.Value) == "30 分钟"


def test_a_tag_says_how_it_is_removed(show_widget: Show) -> None:
    tag = RemovableTag("儿童皮疹")
    show_widget(tag)
    description = QAccessible.queryAccessibleInterface(tag).text(Text.Description)
    assert (*spoken(tag), description) == (Role.ListItem, "儿童皮疹", "标签，按 Delete 移除")
    set_language(Language.EN)
    assert tag.accessibleDescription() == tr("widgets.tag_removable")


def test_a_grid_of_pictures_says_which_of_how_many(show_widget: Show) -> None:
    grid = PictureGrid(StillBoard(), lambda: 0)
    show_widget(grid)
    grid.show_pictures(("a", "b", "c"))
    assert spoken(grid) == (Role.Graphic, "图片，第 1 张，共 3 张")
    QTest.keyClick(grid, Qt.Key.Key_Right)
    assert announcer.recent == ("图片，第 2 张，共 3 张",)


def test_what_lies_over_a_stack_of_pages_is_in_the_tree(show_widget: Show) -> None:
    stack = PageStack()
    show_widget(stack)
    bar = SnackBar(stack, "已保存")
    bar.start()
    interface = QAccessible.queryAccessibleInterface(stack)
    children = [interface.child(number).object() for number in range(interface.childCount())]
    assert interface.role() is Role.Grouping
    assert bar in children
    bar.finish()


def test_the_viewer_is_a_dialog(show_widget: Show) -> None:
    viewer = Viewer(StillBoard(), "李知夏")
    show_widget(viewer)
    assert spoken(viewer)[0] is Role.Dialog


def test_a_sheet_does_not_begin_with_its_counters(show_widget: Show, qtbot: QtBot) -> None:
    """A reader says every label of a sheet that opens; the field says the number when one comes."""
    area = TextArea(limit=2000)
    window = show_widget(area)
    assert area.count.text() == "0 / 2000 字"
    assert spoken(area.count) == (Role.Grouping, "")
    qtbot.waitUntil(window.isActiveWindow)
    area.edit.setFocus()
    interface = QAccessible.queryAccessibleInterface(area.edit)
    assert interface.text(Text.Description) == "0 / 2000 字"
