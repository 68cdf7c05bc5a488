"""Under a hand the queue holds still, and says what it holds back."""

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QEnterEvent, QHoverEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.store.people import listed, summary
from tests.ui.queue.conftest import MINUTE
from workstation.domain.changes import Changes, Place
from workstation.ui.kit.painting import Ink


def test_rows_stay_under_the_pointer_and_move_when_it_has_gone(queue, qtbot):
    queue.fill(50, 40, 30)
    queue.wiring.on_list_read()
    queue.point_at(1)
    queue.writes(1)
    assert queue.rows == [1, 2, 3]
    queue.leave()
    qtbot.waitUntil(lambda: queue.rows == [2, 3, 1])


def test_the_keyboard_in_the_list_but_on_no_row_holds_nothing(queue, qtbot):
    queue.fill(50, 40, 30)
    queue.wiring.on_list_read()
    queue.pane.list.setFocus()
    queue.writes(1)
    qtbot.waitUntil(lambda: queue.rows == [2, 3, 1])


def test_rows_stay_as_long_as_the_keyboard_is_on_one_of_them(queue, qtbot):
    queue.fill(50, 40, 30)
    queue.wiring.on_list_read()
    queue.pane.list.setFocus()
    queue.pane.list.choose(1)
    queue.writes(1)
    queue.clock.ms += 30 * MINUTE
    queue.writes(2)
    assert queue.rows == [1, 2, 3]
    queue.pane.search.edit.setFocus()
    qtbot.waitUntil(lambda: queue.rows == [3, 1, 2])


def test_an_order_that_is_held_back_is_said_without_moving_a_row(queue):
    queue.fill(50, 40, 30)
    queue.wiring.on_list_read()
    queue.point_at(2)
    places = [queue.place(number) for number in (1, 2, 3)]
    assert queue.pane.renew.isHidden()
    queue.writes(1)
    assert not queue.pane.renew.isHidden()
    assert queue.pane.order.isHidden()
    assert [queue.place(number) for number in (1, 2, 3)] == places
    queue.pane.list.setFocus()
    QTest.mouseClick(queue.pane.renew, Qt.MouseButton.LeftButton)
    assert queue.rows == [2, 3, 1]
    assert queue.pane.renew.isHidden()
    assert not queue.pane.order.isHidden()
    assert queue.pane.list.hasFocus()


def test_a_wait_that_becomes_too_long_is_seen_on_a_row_that_stays(queue):
    queue.fill(10, 59)
    queue.wiring.on_list_read()
    assert queue.rows == [2, 1]
    queue.point_at(1)
    queue.clock.ms += 2 * MINUTE
    queue.wiring.show_rows()
    assert (queue.rows, queue.sections) == ([2, 1], ["waiting"])
    assert queue.face(2).tail_ink is Ink.DANGER
    assert not queue.pane.renew.isHidden()


def test_a_list_that_came_up_under_a_resting_pointer_is_in_no_hand(queue, qtbot):
    """Its rows stood as the platform first said, and nobody had touched the mouse."""
    queue.fill(50, 40, 30)
    queue.wiring.on_list_read()
    view = queue.pane.list.viewport()
    lies = QPointF(view.mapToGlobal(queue.place(1)))
    for _ in range(2):  # again where something above the list goes away
        QApplication.sendEvent(view, QEnterEvent(lies, lies, lies))
        QApplication.sendEvent(view, QHoverEvent(QEvent.Type.HoverMove, lies, lies, lies))
    queue.writes(1)
    qtbot.waitUntil(lambda: queue.rows == [2, 3, 1])
    queue.point_at(2)
    queue.writes(2)
    assert queue.rows == [2, 3, 1]


def test_a_hand_holds_no_order_before_the_rooms_have_caught_up(queue):
    queue.signed_in.catch_up.behind = {1, 2}
    queue.fill(50, 40, 30)
    queue.wiring.on_list_read()
    queue.point_at(3)
    queue.writes(1)
    assert queue.rows == [2, 3, 1]
    queue.signed_in.catch_up.catch_up(1)
    queue.desk.apply(Changes(summaries=(summary(2, patient_ms=queue.clock.ms, unread=1),)))
    queue.signed_in.catch_up.catch_up(2)
    settled = [3, 1, 2]
    assert queue.rows == settled, "what came with the last of them is in its place"
    queue.writes(3)
    assert queue.rows == settled
    assert not queue.pane.renew.isHidden()


def test_a_room_that_never_catches_up_leaves_the_order_to_the_hand(queue):
    queue.signed_in.catch_up.behind = {2}
    queue.fill(50, 40, 30)
    queue.wiring.on_list_read()
    queue.point_at(3)
    queue.clock.ms += 31_000
    queue.wiring.show_rows()
    queue.writes(1)
    assert queue.rows == [1, 2, 3]


def test_another_page_takes_the_hand_away(queue, qtbot):
    queue.fill(50, 40, 30)
    queue.wiring.on_list_read()
    queue.point_at(1)
    queue.writes(1)
    queue.pane.hide()
    qtbot.waitUntil(lambda: queue.rows == [2, 3, 1])


def test_what_the_platform_tells_first_is_put_in_order_under_a_hand_too(queue):
    queue.fill(30)
    queue.pane.list.setFocus()
    queue.take(listed=(queue.waits(9, 90),))
    assert queue.rows == [9, 1]


def test_a_new_consultation_is_announced_while_the_list_is_held(queue):
    queue.fill(50, 40)
    queue.wiring.on_list_read()
    queue.point_at(1)
    below = queue.place(1)
    queue.take(listed=(queue.waits(9, 90),))
    assert sorted(queue.rows) == [1, 2, 9]
    assert queue.sentences == ["有 1 个新咨询"]
    assert queue.place(1) == below, "the row under the pointer stays where it is"


def test_nothing_is_announced_where_the_list_shows_it_or_before_it_was_read(queue):
    queue.fill(50)
    queue.wiring.on_list_read()
    queue.take(listed=(queue.waits(9, 90),))
    assert (queue.rows, queue.sentences) == ([9, 1], [])


def test_a_row_that_leaves_goes_even_from_under_the_pointer(queue):
    queue.fill(50, 40)
    queue.wiring.on_list_read()
    queue.point_at(1)
    queue.take(listed=(listed(1, Place.GONE),))
    assert queue.rows == [2]


async def test_what_is_laid_aside_goes_and_the_list_stays(queue):
    queue.fill(*range(200, 160, -1))
    queue.wiring.on_list_read()
    bar = queue.pane.list.verticalScrollBar()
    for value in (0, bar.maximum() // 2):
        bar.setValue(value)
        queue.pane.list.setFocus()
        here = queue.pane.list.indexAt(QPoint(9, 300))
        number = queue.pane.entries.entry(here.row()).key
        queue.pane.list.setCurrentIndex(here)
        place = bar.value()
        queue.press(Qt.Key.Key_Menu, Qt.KeyboardModifier.NoModifier)
        await queue.pick("15 分钟后提醒我")
        assert queue.rows[-1] == number
        assert bar.value() == place


def test_the_row_under_the_pointer_stays_though_the_one_above_it_leaves(queue):
    queue.fill(50, 40, 30)
    queue.wiring.on_list_read()
    queue.point_at(2)
    place = queue.place(2)
    queue.take(listed=(listed(1, Place.GONE),))
    assert queue.rows == [2, 3]
    assert queue.place(2) == place
    queue.leave()
    assert queue.place(2).y() < place.y()


def test_what_a_search_leaves_is_at_the_top_wherever_the_pointer_lies(queue):
    queue.fill(50, 40, 30)
    queue.wiring.on_list_read()
    queue.point_at(3)
    queue.pane.searched.emit("病人3")
    assert queue.rows == [3]
    assert queue.pane.list.verticalScrollBar().value() == 0
