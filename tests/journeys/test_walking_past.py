"""Walking from patient to patient by the keyboard: who is only passed has not been looked at."""

from itertools import chain

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.journeys.conftest import Work, until
from workstation.base.clock import SystemClock
from workstation.ui.conversation import seen_ranges
from workstation.ui.kit.strings import tr

MANGO, OTHER = 20418, 20416
CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
Key = Qt.Key


def press(work: Work, key: Qt.Key, modifier: Qt.KeyboardModifier) -> None:
    """A key that goes wherever the keyboard is."""
    QTest.keyClick(QApplication.focusWidget() or work.window, key, modifier)


def follows_worklist(work: Work) -> bool:
    """Whether the list stands as the work queue does."""
    entries, order = work.active.queue.list.entries, work.session.store.worklist.queue_order
    rows = [entries.row(key) for key in chain(*order.sections(SystemClock().now_ms()).values())]
    return len(rows) > 3 and rows == sorted(rows)


async def test_who_is_only_passed_stays_marked_to_be_read_again(workplace, monkeypatch):
    async with workplace.open() as work:
        await work.online()
        work.window.activateWindow()
        await work.all_caught_up()
        await until(lambda: follows_worklist(work), "no row moves any more")
        worklist, marking = work.session.store.worklist, work.session.lists.marking
        monkeypatch.setattr(seen_ranges, "MIN_LOOK_MS", 3_600_000)
        press(work, Key.Key_J, CTRL)
        await until(lambda: work.active.open_key is not None)
        first = work.active.open_key
        press(work, Key.Key_Down, ALT)
        passed = work.active.open_key
        assert passed != first
        entries = work.active.queue.list.entries
        places = entries.row(first), entries.row(passed)
        await marking.mark_unread(passed, unread=True)
        press(work, Key.Key_Up, ALT)
        press(work, Key.Key_Down, ALT)
        press(work, Key.Key_Up, ALT)
        for pinned in (True, False):  # the second one is behind whatever was asked by then
            await marking.pin(first, pinned=pinned)
        assert (work.active.open_key, worklist.mark(passed).unread) == (first, True)
        await until(lambda: (entries.row(first), entries.row(passed)) == places)
        monkeypatch.setattr(seen_ranges, "MIN_LOOK_MS", 0)
        press(work, Key.Key_Down, ALT)
        await until(lambda: not worklist.mark(passed).unread)


async def test_who_writes_is_said_over_that_conversation_alone(workplace):
    """Opened while another patient wrote, a conversation had said that patient's name instead."""
    async with workplace.open() as work:
        await work.online()
        worklist, under = work.session.store.worklist, work.active.conversation.head.under
        worklist.set_typing(MANGO, "王秀英")
        await work.open_consultation(MANGO)
        assert under.text() == tr("queue.typing", name="王秀英")
        await work.open_consultation(OTHER)
        assert "王秀英" not in under.text()
        await work.open_consultation(MANGO)
        assert under.text() == tr("queue.typing", name="王秀英")
