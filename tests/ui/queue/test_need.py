"""What needs no reply leaves those who wait, and what is promised is said."""

from PySide6.QtCore import QPoint

from tests.store.people import summary
from workstation.store.waiting import WaitingRules
from workstation.ui.kit.strings import tr


async def test_no_reply_needed_stops_the_clock_is_spoken_and_can_be_undone(queue):
    queue.fill(90, 4)
    assert queue.sections == ["overdue", "waiting"]
    queue.pane.list.menu_asked.emit(1, QPoint(50, 50))
    await queue.pick("无需回复")
    assert (queue.sections, queue.rows) == (["waiting", "answered"], [2, 1])
    assert queue.face(1).tail == "无需回复"
    assert "无需回复" in queue.face(1).spoken
    assert queue.sentences == ["已标为无需回复：病人1"]
    queue.offers[-1].act()
    await queue.scope.join()
    assert (queue.sections, queue.rows) == (["overdue", "waiting"], [1, 2])


async def test_what_waits_for_nothing_says_so_and_keeps_no_mark(queue):
    queue.fill(5)
    queue.take(summaries=(summary(1, answered=True),))
    queue.wiring.marks.toggle_no_reply(1)
    await queue.scope.join()
    assert queue.sentences == ["这个咨询没有等待回复的消息"]
    assert not queue.desk.worklist.mark(1)


def test_with_two_promises_rows_say_the_time_left(queue):
    queue.fill(5, 90)
    queue.desk.worklist.set_rules(WaitingRules.of_settings(30, 60, 15, ()))
    queue.wiring.show_rows()
    assert [queue.face(n).tail for n in (1, 2)] == ["剩 10 分钟", "超时 1 小时 15 分"]
    assert "等待 5 分钟" in queue.face(1).spoken
    assert queue.pane.order.currentText() == "按剩余时间"


def offered(queue) -> set[str]:
    """What the menu of the first patient's row offers."""
    queue.pane.list.menu_asked.emit(1, QPoint(50, 50))
    return set(queue.menu())


async def test_each_line_of_the_menu_does_the_other_of_the_two(queue):
    queue.fill(5)
    assert "取消稍后处理" not in offered(queue)
    await queue.pick("无需回复")
    queue.wiring.show_rows()
    assert "无需回复" not in offered(queue)
    await queue.pick(tr("queue.mark.reply_needed"))
    assert queue.desk.worklist.mark(1).no_reply_to is None
    for mark, back in (("pin", "unpin"), ("unread", "read")):
        queue.wiring.show_rows()
        offered(queue)
        await queue.pick(tr(f"queue.mark.{mark}"))
        queue.wiring.show_rows()
        offered(queue)
        await queue.pick(tr(f"queue.mark.{back}"))
    assert not queue.desk.worklist.mark(1)


async def test_undoing_brings_back_the_mark_that_was_there(queue):
    """Of who needed no reply after all and was undone, not that somebody waits."""
    queue.fill(5)
    queue.wiring.marks.toggle_no_reply(1)
    await queue.scope.join()
    marked = queue.desk.worklist.mark(1)
    queue.wiring.marks.toggle_no_reply(1)
    await queue.scope.join()
    assert queue.desk.worklist.mark(1) != marked
    queue.offers[-1].act()
    await queue.scope.join()
    assert queue.desk.worklist.mark(1) == marked


async def test_who_waits_for_nothing_is_offered_nothing_of_it(queue):
    queue.fill(5)
    queue.take(summaries=(summary(1, answered=True),))
    assert not offered(queue) & {"无需回复", tr("queue.mark.reply_needed")}
