"""A promise that is due stands in its section, says its words, and is closed by the menu."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint

from tests.fakes.archive import ME, ROOM, make_arrived
from tests.vault.people import furnish
from workstation.domain.changes import Changes
from workstation.domain.marks import Mark, Snooze
from workstation.ui.consultation_row.row_data import Heading
from workstation.ui.kit.announcer import announcer
from workstation.ui.queue.announcing import TimeAnnouncer
from workstation.vault.archive.ingest import ingest
from workstation.vault.conversation import summaries
from workstation.vault.lists import handover

DAY_MS = 24 * 3_600_000


@pytest.fixture
def due(queue, qloop):
    """A consultation with a promise for today, of which the doctor wants to be reminded."""

    def write(connection):
        furnish(connection)
        at_ms = queue.clock.ms - DAY_MS
        promise = make_arrived("明天回复您。", ME, origin_id="p", archive_id="a1", at_ms=at_ms)
        ingest(connection, [promise])
        (item,) = [one for one in handover.read(connection) if one.subject]
        handover.put(connection, replace(item, reminds=True, marked_ms=at_ms))
        return summaries.queue(connection)[:2]

    listed, known = qloop.run_until_complete(queue.vault.write(write))
    queue.take(listed=listed, summaries=known)
    return queue


def sections(queue):
    return [entry.text for entry in queue.entries if isinstance(entry, Heading)]


async def test_it_stands_in_its_section_with_its_words(due):
    assert sections(due) == ["到期提醒"]
    row = due.face(ROOM)
    assert row.team == "承诺今天到期：明天回复您。"
    assert row.team in row.spoken


@pytest.mark.usefixtures("screen_reader")
async def test_a_screen_reader_hears_that_a_reminder_came_due_at_midnight(due):
    (reminder,) = due.desk.worklist.row(ROOM).reminders
    due.clock.ms = reminder.due_ms + DAY_MS - 5
    due.pane.list.menu_asked.emit(ROOM, QPoint(50, 50))
    await due.pick("提醒“明天回复您。”…")
    await due.pick("改为明天")
    announcer.forget()
    due.clock.ms += 5
    for _ in range(2):
        due.wiring._clock.timeout.emit()
    assert sections(due) == ["到期提醒"]
    assert announcer.recent == ("1 个提醒到期",)


@pytest.mark.usefixtures("screen_reader")
async def test_what_came_due_behind_a_locked_window_is_said_afterwards(due):
    (reminder,) = due.desk.worklist.row(ROOM).reminders
    due.wiring._time = TimeAnnouncer(due.desk.worklist, reminder.due_ms - 1)
    announcer.mute()
    due.wiring._clock.timeout.emit()
    announcer.unmute()
    assert announcer.recent == ()
    due.wiring._clock.timeout.emit()
    assert announcer.recent == ("1 个提醒到期",)


@pytest.mark.usefixtures("screen_reader")
async def test_what_is_due_at_the_start_is_said_with_what_waits(due):
    due.wiring.on_list_read()
    assert announcer.recent == ("接诊中，1 个咨询，1 个提醒到期",)


async def test_it_is_done_from_the_menu_and_comes_back(due):
    due.pane.list.menu_asked.emit(ROOM, QPoint(50, 50))
    await due.pick("提醒“明天回复您。”…")
    await due.pick("已完成")
    due.wiring.show_rows()
    assert (sections(due), due.sentences) == (["已回复"], ["已标为完成"])
    due.offers[-1].act()
    await due.scope.join()
    due.wiring.show_rows()
    assert sections(due) == ["到期提醒"]


async def test_it_is_put_off_from_the_menu(due):
    due.pane.list.menu_asked.emit(ROOM, QPoint(50, 50))
    await due.pick("提醒“明天回复您。”…")
    await due.pick("改为明天")
    due.wiring.show_rows()
    assert sections(due) == ["已回复"]
    assert due.face(ROOM).team == "承诺明天到期：明天回复您。"


async def test_what_is_due_cannot_wait_for_a_patient_who_may_never_write(due):
    due.pane.list.menu_asked.emit(ROOM, QPoint(50, 50))
    assert not due.menu()["患者回复后再提醒"].isEnabled()
    due.desk.apply(Changes(marks=(Mark(ROOM, snooze=Snooze()),)))
    due.wiring.show_rows()
    assert sections(due) == ["到期提醒"]
