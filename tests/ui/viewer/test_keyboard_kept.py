"""What goes pale or away under the keyboard leaves it to the pictures, not to its neighbour."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.ui.viewer.conftest import Shown
from tests.ui.viewer.hands import click, press
from workstation.ui.viewer.overlay import Way
from workstation.ui.viewer.sketch import Tool

Key = Qt.Key
TAB = Qt.FocusReason.TabFocusReason


def press_where_it_is(key: Qt.Key) -> None:
    """Press a key wherever the keyboard is."""
    QTest.keyClick(QApplication.focusWidget(), key)


@pytest.fixture
def measured(made: Shown) -> Shown:
    """A scale and one length in the picture, the length still chosen."""
    press(made, Key.Key_M)
    press(made, Key.Key_1)
    pane = made.viewer.sides.active
    click(pane, (400, 500), (800, 500))
    made.viewer.measuring.take_tool(Tool.LENGTH)
    click(pane, (500, 600), (500, 840))
    return made


def test_undoing_once_too_often_does_nothing(measured: Shown) -> None:
    bar = measured.viewer.measures
    bar.undo.setFocus(TAB)
    while bar.undo.isEnabled():
        press_where_it_is(Key.Key_Space)
    assert measured.viewer.hasFocus()
    before = bar.always_show.isChecked()
    press_where_it_is(Key.Key_Return)
    assert bar.always_show.isChecked() == before


def test_deleting_leaves_the_keyboard_at_the_pictures(measured: Shown) -> None:
    bar, pane = measured.viewer.measures, measured.viewer.sides.active
    measured.viewer.measuring.take_tool(Tool.MOVE)
    click(pane, (500, 600))
    assert bar.delete.isEnabled()
    bar.delete.setFocus(TAB)
    press_where_it_is(Key.Key_Return)
    assert not bar.delete.isEnabled()
    assert measured.viewer.hasFocus()


def test_a_bar_that_goes_leaves_the_keyboard_at_the_pictures(measured: Shown) -> None:
    measured.viewer.measures.tools[Tool.AREA].setFocus(TAB)
    press_where_it_is(Key.Key_M)
    assert not measured.viewer.measures.isVisible()
    assert measured.viewer.hasFocus()


def test_a_way_of_looking_that_is_none_any_more_leaves_it_too(made: Shown) -> None:
    press(made, Key.Key_C)
    press(made, Key.Key_G)
    panes, aligning = made.viewer.sides.panes, made.viewer.modes.aligning
    assert aligning is not None
    for pane in panes:
        click(pane, (400, 300), (1200, 900))
    aligning.bar.ways[Way.SWIPE].setFocus(TAB)
    panes[0].sketch.undo()
    panes[0].measured.emit()
    assert not aligning.bar.ways[Way.SWIPE].isEnabled()
    assert made.viewer.hasFocus()


def test_paging_with_the_keyboard_on_a_button_keeps_no_other_one_ready(made: Shown) -> None:
    """The next picture is not there yet: "copy" goes pale, and Enter must not save."""
    made.viewer.bar.copy.setFocus(TAB)
    made.answer = lambda _photo, _side: None
    saved: list[object] = []
    made.viewer.save_asked.connect(saved.append)
    press_where_it_is(Key.Key_End)
    assert made.viewer.hasFocus()
    press_where_it_is(Key.Key_Return)
    assert saved == []


def test_tab_still_goes_from_button_to_button(measured: Shown) -> None:
    bar = measured.viewer.measures
    bar.tools[Tool.LENGTH].setFocus(TAB)
    press_where_it_is(Key.Key_Tab)
    assert bar.tools[Tool.AREA].hasFocus()


def test_tab_comes_to_the_bar_of_aligning_before_the_one_below(made: Shown) -> None:
    press(made, Key.Key_C)
    press(made, Key.Key_G)
    toolbar, aligning = made.viewer.toolbar, made.viewer.modes.aligning
    assert aligning is not None
    stop = toolbar.less.previousInFocusChain()
    while not stop.focusPolicy() & Qt.FocusPolicy.TabFocus:
        stop = stop.previousInFocusChain()
    assert aligning.bar.isAncestorOf(stop)
    assert not aligning.bar.isAncestorOf(toolbar.reset.nextInFocusChain())
