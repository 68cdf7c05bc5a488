"""The history's list under the doctor's hands."""

import time

import pytest
from PySide6.QtCore import QEvent, QModelIndex, QPoint, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.store.people import consultation
from tests.ui.history.conftest import entries
from tests.ui.record.samples import make_message
from workstation.ui.conversation.timeline.items import MessageItem
from workstation.ui.kit.announcer import announcer
from workstation.ui.kit.page import Width
from workstation.ui.kit.strings import Language, set_language
from workstation.ui.kit.theme import SIZE
from workstation.ui.kit.widgets.icon_button import IconButton

Key = Qt.Key


def click_row(view, row, x, modifier=Qt.KeyboardModifier.NoModifier):
    at = QPoint(x, view.visualRect(view.model().index(row, 0)).center().y())
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, modifier, at)


def test_a_click_on_the_box_ticks_and_does_not_open(pane):
    opened = []
    pane.chosen.connect(opened.append)
    click_row(pane.list, 1, 24)
    click_row(pane.list, 3, 24, Qt.KeyboardModifier.ShiftModifier)
    assert pane.ticks.keys == (2, 3, 4)
    assert opened == []
    assert pane.selection.isVisible()


def test_a_click_on_a_row_opens_and_does_not_tick(pane):
    opened = []
    pane.chosen.connect(opened.append)
    click_row(pane.list, 2, 300)
    assert opened == [3]
    assert len(pane.ticks) == 0
    assert not pane.selection.isVisible()


def test_space_ticks_ctrl_a_ticks_all_and_delete_asks_for_them(pane):
    asked = []
    pane.delete_asked.connect(asked.append)
    pane.list.setCurrentIndex(pane.entries.index(4, 0))
    QTest.keyClick(pane.list, Key.Key_Space)
    QTest.keyClick(pane.list, Key.Key_Delete)
    QTest.keyClick(pane.list, Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(pane.list, Key.Key_Delete)
    assert asked == [(5,), (1, 2, 3, 4, 5, 6)]


def test_keys_without_a_row_tick_and_open_nothing(pane):
    opened = []
    pane.chosen.connect(opened.append)
    pane.list.setCurrentIndex(QModelIndex())
    for key in (Key.Key_Space, Key.Key_Return, Key.Key_Enter):
        QTest.keyClick(pane.list, key)
    assert (opened, pane.ticks.keys) == ([], ())


def test_the_right_button_ticks_nothing(pane):
    at = QPoint(24, pane.list.visualRect(pane.entries.index(1, 0)).center().y())
    QTest.mouseClick(
        pane.list.viewport(), Qt.MouseButton.RightButton, Qt.KeyboardModifier.NoModifier, at
    )
    assert len(pane.ticks) == 0


@pytest.mark.parametrize("failed", ["network", ""])
def test_the_way_on_from_a_list_that_was_not_read_clears_no_filter(pane, failed):
    asked = []
    pane.retry_asked.connect(lambda: asked.append("retry"))
    pane.clear_asked.connect(lambda: asked.append("clear"))
    pane.show_empty("", "", "重试", failed=failed)
    pane.way_on.click()
    assert asked == ["retry" if failed else "clear"]


def test_how_many_are_not_on_this_computer_is_said_below_the_list(pane):
    strip = pane.left_out
    assert not strip.isVisible()
    strip.show_count(111)
    assert strip.isVisible()
    assert "111" in strip.text.text()
    pane.show_entries([])
    assert strip.isVisible()


def test_the_tick_bar_pushes_rows_down(pane):
    QApplication.sendPostedEvents()
    top = pane.list.mapTo(pane, QPoint()).y()
    pane.list.tick_all()
    pane.layout().activate()
    assert pane.list.mapTo(pane, QPoint()).y() == top + SIZE.bar


def test_a_row_that_is_filtered_away_opens_no_other(page, pane):
    third = consultation(3)
    page.show_consultation(third, ())
    opened = []
    pane.chosen.connect(opened.append)
    pane.show_entries([entry for entry in entries(6) if entry.key != 3])
    assert opened == []
    assert page.open_key == 3


def test_esc_unticks_before_it_closes(page, pane):
    page.show_consultation(consultation(2), ())
    pane.list.tick_all()
    QTest.keyClick(pane.list, Key.Key_Escape)
    assert len(pane.ticks) == 0
    assert page.open_key == 2


@pytest.mark.parametrize(
    ("wide", "width", "expected"), [(1368, Width.WIDE, 560), (904, Width.COMPACT, 504)]
)
def test_the_list_gives_way_before_the_conversation(page, wide, width, expected):
    page.fit(width, short=False)
    page.resize(wide, 800)
    page.layout().activate()
    assert page.list_pane.width() == expected


def test_a_single_pane_goes_back_from_the_conversation_to_the_list(page, pane):
    page.fit(Width.SINGLE, short=False)
    page.show_consultation(consultation(2), ())
    assert not pane.isVisible()
    page.side.conversation.head.to_list.click()
    assert pane.isVisible()
    assert page.open_key is None


def test_the_keyboard_goes_along_with_the_only_pane(page, pane, qtbot):
    page.window().activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    page.show_consultation(consultation(2), ())
    pane.list.setFocus()
    page.fit(Width.SINGLE, short=False)
    assert page.side.conversation.view.hasFocus()
    QTest.keyClick(page.side.conversation.view, Key.Key_Escape)
    assert pane.list.hasFocus()
    page.show_consultation(consultation(3), ())
    assert page.side.conversation.view.hasFocus()


@pytest.mark.usefixtures("screen_reader")
def test_a_screen_reader_is_told_what_the_key_of_the_details_did(page):
    keys = Key.Key_I, Qt.KeyboardModifier.ControlModifier
    QTest.keyClick(page, *keys)
    assert announcer.recent == ()
    page.show_consultation(consultation(2), ())
    QTest.keyClick(page, *keys)
    QTest.keyClick(page, *keys)
    assert sorted(announcer.recent) == ["已显示咨询详情", "已隐藏咨询详情"]


def test_the_keyboard_goes_to_what_brings_the_details_back(page, qtbot):
    page.window().activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    page.show_consultation(consultation(2), ())
    page.side.toggle_details(visible=True)
    page.side.details.close_button.setFocus()
    page.side.details.close_button.click()
    assert page.side.conversation.head.details.hasFocus()


def test_nothing_can_be_written_in_what_has_ended(page):
    page.show_consultation(consultation(2), ())
    page.side.conversation.view.show_items(())
    assert "没有这次对话" in page.side.conversation.locked.text.text()


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("items", [(), (MessageItem(make_message(1, "又痒了"), opens=True),)])
def test_why_nothing_can_be_written_is_whole_in_the_least_conversation(page, language, items):
    set_language(language)
    page.show_consultation(consultation(2), ())
    page.side.conversation.view.show_items(items)
    page.resize(SIZE.list_compact + SIZE.conversation_min, 640)
    page.fit(Width.COMPACT, short=True)
    page.layout().activate()
    QApplication.sendPostedEvents()
    text = page.side.conversation.locked.text
    assert page.side.width() == SIZE.conversation_min
    assert text.width() >= text.sizeHint().width()


def test_five_thousand_rows_are_narrowed_and_widened_in_a_blink(pane):
    everything = entries(5_000)
    pane.show_entries(everything)
    begun = time.thread_time()  # what else the machine does is nothing to this
    pane.show_entries(everything[::10])
    pane.show_entries(everything)
    pane.grab()
    assert time.thread_time() - begun < 1.0
    assert pane.entries.rowCount() == 5_000


def test_dragging_over_rows_opens_none_but_the_first(pane):
    opened, view = [], pane.list
    pane.chosen.connect(opened.append)
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    places = [
        QPoint(300, view.visualRect(pane.entries.index(row, 0)).center().y()) for row in (1, 3)
    ]
    QTest.mousePress(view.viewport(), left, none, places[0])
    drag = QMouseEvent(
        QEvent.Type.MouseMove,
        places[1].toPointF(),
        view.viewport().mapToGlobal(places[1]).toPointF(),
        Qt.MouseButton.NoButton,
        left,
        none,
    )
    QApplication.sendEvent(view.viewport(), drag)
    QTest.mouseRelease(view.viewport(), left, none, places[1])
    assert opened == [2]


def test_a_screen_reader_hears_when_a_consultation_began(pane):
    assert (
        pane.entries.entry(0).spoken == "病人1，1970 年 1 月 1 日，病人1 发起，手臂起疹三天，皮肤科"
    )


def test_filters_are_cleared_by_their_own_cross(pane):
    emitted = []
    pane.filters.changed.connect(lambda: emitted.append((pane.filters.days, pane.filters.team_id)))
    pane.filters.show_teams({5: "皮肤科"})
    pane.filters.period.choose(30)
    pane.filters.team.choose(5)
    QTest.mouseClick(pane.filters.period, Qt.MouseButton.LeftButton)
    assert emitted == [(30, None), (30, 5), (None, 5)]


def test_a_team_that_no_longer_occurs_filters_nothing(pane):
    pane.filters.show_teams({5: "皮肤科"})
    pane.filters.team.choose(5)
    pane.filters.show_teams({6: "骨科"})
    assert pane.filters.team_id is None


def test_a_consultation_that_ends_moves_no_row_under_the_pointer(pane):
    """The next click was on the one above, and so was its box."""
    rows, view = entries(6), pane.list
    pane.show_entries(rows[1:])
    place = view.visualRect(pane.entries.index(1, 0)).center()
    QTest.mouseMove(view.viewport(), QPoint(3, 3))
    QTest.mouseMove(view.viewport(), place)
    QTest.qWait(0)
    pane.show_entries(rows)
    assert pane.entries.entry(view.indexAt(place).row()).key == 3
    pane.show_entries(rows, follow=False)
    assert pane.list.keys_in_sight()[0] == 1, "the doctor asked for them"


def test_tab_goes_through_the_tools_of_a_conversation_as_the_eye_does(page, qtbot):
    """The steps from match to match came after the messages, though they stand above them."""
    page.window().activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    page.show_consultation(consultation(2), ())
    conversation = page.side.conversation
    conversation.show_place(1, 3)
    conversation.steps.show()
    inside = [*conversation.steps.findChildren(IconButton), conversation.head.search]
    inside[0].setFocus()
    visited = []
    for _ in inside:
        visited.append(QApplication.focusWidget())
        QTest.keyClick(visited[-1], Key.Key_Tab)
    assert visited == inside
