"""What a doctor does all day: open who waits, read, answer."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.journeys.conftest import until
from workstation.base.clock import uptime_seconds
from workstation.domain.message import Delivery
from workstation.ui.consultation_row.row_data import Heading
from workstation.ui.kit.strings import formats
from workstation.ui.kit.widgets.label import Label
from workstation.ui.main_window.midnight_watch import MidnightWatch

MANGO = 20418


async def test_the_queue_says_who_waits_longest_first(workplace):
    async with workplace.open() as work:
        rows = work.active.queue.entries

        def headings():
            entries = map(rows.entry, range(rows.rowCount()))
            return [entry.key for entry in entries if isinstance(entry, Heading)]

        await until(lambda: rows.rowCount() > 20)
        await until(lambda: headings()[0] == "overdue")  # known once the archives were read
        assert headings() == sorted(headings(), key=["overdue", "waiting", "answered"].index)


@pytest.mark.parametrize("page", ["active", "history", "settings"])
@pytest.mark.parametrize("size", [(1366, 768), (720, 560)])
async def test_from_anywhere_one_key_leads_to_writing_to_whom_waits_longest(workplace, page, size):
    async with workplace.open() as work:
        work.window.resize(*size)
        work.window.activateWindow()
        work.main_window.frame.show_page(page)
        first = work.session.store.worklist.queue_order.longest_waiting(work.session.clock.now_ms())
        press_next(work)
        assert (work.main_window.frame.current_page, work.active.open_key) == ("active", first)
        assert work.active.composer.editor.hasFocus()
        press_next(work)
        assert work.active.open_key != first
        assert work.active.composer.editor.hasFocus()


def press_next(work):
    focused = QApplication.focusWidget() or work.window
    QTest.keyClick(focused, Qt.Key.Key_J, Qt.KeyboardModifier.ControlModifier)


async def test_a_reply_is_sent_and_confirmed_by_the_room(workplace):
    async with workplace.open() as work:
        await work.online()
        await work.open_consultation(MANGO)
        await work.say("先停掉芒果。")
        await until(lambda: work.messages()[-1].delivery is Delivery.SENT)
        assert work.active.composer.text == ""


async def test_a_reply_written_offline_is_sent_once_after_a_restart(workplace):
    async with workplace.open() as work:
        await work.online()
        await work.open_consultation(MANGO)
        work.clinic.dial("im-cut=before@in * *")
        await work.say("离线时写好的回复")
        assert work.messages()[-1].delivery in {Delivery.QUEUED, Delivery.SENDING}
    workplace.clinic.clear()
    async with workplace.open() as work:
        await work.online()
        await work.open_consultation(MANGO)
        await until(lambda: work.texts().count("离线时写好的回复") == 1)
        await until(lambda: work.messages()[-1].delivery is Delivery.SENT)
        assert work.texts().count("离线时写好的回复") == 1


async def test_a_draft_is_found_again_after_a_restart(workplace):
    async with workplace.open() as work:
        await work.open_consultation(MANGO)
        work.write("写到一半")
    async with workplace.open() as work:
        await work.open_consultation(MANGO)
        await until(lambda: work.active.composer.text == "写到一半")


async def test_each_consultation_has_its_own_draft(workplace):
    async with workplace.open() as work:
        await work.open_consultation(MANGO)
        work.write("给小宝")
        other = next(
            number for number in work.session.store.worklist.consultation_ids() if number != MANGO
        )
        await work.open_consultation(other)
        assert work.active.composer.text == ""
        await work.open_consultation(MANGO)
        await until(lambda: work.active.composer.text == "给小宝")


def a_month_later() -> float:
    return uptime_seconds() + 30 * 24 * 3_600


async def test_what_was_said_of_today_is_said_anew_in_a_window_open_since_then(workplace):
    async with workplace.open() as work:
        worklist = work.session.store.worklist
        rows = [worklist.row(number).consultation for number in worklist.consultation_ids()]
        newest = max(rows, key=lambda text: text.created_ms)
        work.main_window.active.answer(newest.consultation_id)
        created = newest.created_ms
        clock = work.program.parts.clock
        before = formats.day_time(created, clock.now_ms())
        assert before in labels(work)
        clock._uptime = a_month_later
        after = formats.day_time(created, clock.now_ms())
        assert after != before
        work.main_window.frame.findChild(MidnightWatch).check()
        assert after in labels(work)
        await until(lambda: before not in labels(work))
        assert work.active.composer.editor.hasFocus()


def labels(work) -> set[str]:
    return {label.text() for label in work.active.findChildren(Label)}
