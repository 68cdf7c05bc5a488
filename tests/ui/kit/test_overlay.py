"""Behind a layer nothing is there: not for a screen reader, not for the keyboard."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QVBoxLayout, QWidget

from tests.ui.active_window import active
from workstation.ui.kit.layers.dialog import Dialog
from workstation.ui.kit.layers.menu import Menu
from workstation.ui.kit.layers.sheet import FormSheet
from workstation.ui.kit.page import Page
from workstation.ui.shell.window import ShellWindow
from workstation.ui.shell.window_frame import WindowFrame


@pytest.fixture
def window(qtbot, screen_reader: None) -> Iterator[ShellWindow]:  # noqa: ARG001
    made = ShellWindow()
    frame = WindowFrame()
    frame.add_page("active", Page)
    made.show_only(frame)
    frame.show_page("active")
    page = frame.page("active")
    QVBoxLayout(page).addWidget(QPushButton("回复", page))
    with active(made, qtbot):
        yield made


def frame_of(window: ShellWindow) -> WindowFrame:
    frame = window.findChild(WindowFrame)
    assert frame is not None
    return frame


def behind_of(window: ShellWindow) -> QPushButton:
    return next(one for one in window.findChildren(QPushButton) if one.text() == "回复")


def accessible_widgets(window: ShellWindow) -> set[QWidget]:
    """Everything that a screen reader finds in the window."""

    def below(interface) -> Iterator[QWidget]:
        yield interface.object()
        for number in range(interface.childCount()):
            child = interface.child(number)
            assert interface.indexOfChild(child) == number
            yield from below(child)

    return set(below(QAccessible.queryAccessibleInterface(window)))


def sheet_in(whole: QWidget) -> FormSheet:
    sheet = FormSheet(whole)
    sheet.title.setText("新咨询")
    sheet.setAccessibleName("新咨询")
    sheet.open()
    return sheet


@pytest.mark.parametrize("on", ["frame", "window"])
def test_a_screen_reader_finds_only_the_sheet_and_then_the_page_again(window, on):
    before = accessible_widgets(window)
    assert {behind_of(window), frame_of(window).rail} <= before
    sheet = sheet_in(frame_of(window) if on == "frame" else window)
    widgets = accessible_widgets(window)
    assert {sheet, sheet.start} <= widgets
    assert not {behind_of(window), frame_of(window).rail} & widgets
    sheet.dismiss()
    assert accessible_widgets(window) - {sheet, *sheet.findChildren(QWidget)} == before


def test_who_asks_for_more_than_there_is_gets_nothing(window):
    sheet_in(frame_of(window))
    interface = QAccessible.queryAccessibleInterface(frame_of(window))
    assert [interface.child(number) for number in (-1, interface.childCount(), 99)] == [None] * 3


def test_it_is_told_as_a_dialog_with_a_name_that_holds_the_rest_back(window):
    interface = QAccessible.queryAccessibleInterface(sheet_in(frame_of(window)))
    assert interface.role() is QAccessible.Role.Dialog
    assert interface.text(QAccessible.Text.Name) == "新咨询"
    assert interface.state().modal


def test_a_question_over_a_sheet_is_all_there_is_until_it_is_answered(window):
    sheet = sheet_in(frame_of(window))
    question = Dialog(frame_of(window), "放弃修改？")
    question.add_button("yes", "放弃")
    question.open()
    assert question in accessible_widgets(window)
    assert sheet not in accessible_widgets(window)
    question.answer("yes")
    assert sheet in accessible_widgets(window)
    assert behind_of(window) not in accessible_widgets(window)


@pytest.mark.parametrize("on", ["frame", "window"])
def test_a_menu_of_the_sheet_is_found(window, on):
    sheet = sheet_in(frame_of(window) if on == "frame" else window)
    menu = Menu(sheet.start)
    menu.add("复制", lambda: None)
    menu.open()
    assert menu in accessible_widgets(window)
    menu.close_now()
    assert sheet in accessible_widgets(window)
    assert sheet.isAncestorOf(QApplication.focusWidget()) or sheet.hasFocus()


@pytest.mark.parametrize("key", [Qt.Key.Key_Tab, Qt.Key.Key_Backtab])
def test_the_keyboard_stays_inside_and_comes_back_to_where_it_was(window, key):
    behind = behind_of(window)
    behind.setFocus()
    sheet = sheet_in(frame_of(window))
    for _ in range(12):
        QTest.keyClick(QApplication.focusWidget(), key)
        assert sheet.isAncestorOf(QApplication.focusWidget())
    sheet.dismiss()
    assert behind.hasFocus()


def test_what_asks_for_the_keyboard_behind_a_sheet_has_it_afterwards(window):
    sheet = sheet_in(frame_of(window))
    sheet.start.setFocus()
    behind_of(window).setFocus()
    assert sheet.start.hasFocus()
    sheet.dismiss()
    assert behind_of(window).hasFocus()


def test_a_sheet_that_was_put_away_holds_nothing_back(window):
    sheet = sheet_in(frame_of(window))
    sheet.dismiss()
    behind_of(window).setFocus()
    assert behind_of(window).hasFocus()
