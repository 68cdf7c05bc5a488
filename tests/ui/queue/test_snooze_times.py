"""The moments until which a consultation may be laid aside, on a menu that stays open."""

import datetime as dt

import pytest
from PySide6.QtCore import QPoint

from workstation.ui.kit.strings import Language, formats, set_language
from workstation.ui.kit.strings.switch import retranslate

EVENING = dt.datetime(2026, 12, 2, 22, 10).astimezone()
HOUR_MS = 3_600_000


@pytest.fixture
def late(queue):
    """The menu of moments, opened at ten past ten in the evening."""
    queue.clock.ms = round(EVENING.timestamp() * 1000)
    queue.fill(5)
    queue.wiring.marks.ask(1, QPoint(50, 50))
    queue.menu()["选择提醒时间…"].click()
    return queue


def pass_midnight(queue) -> None:
    """Two hours later it is the next day, which the window notices."""
    queue.clock.ms += 2 * HOUR_MS
    retranslate(queue.pane.window())


def test_tomorrow_is_today_after_midnight(late):
    """Whoever picked "tomorrow 08:00" then was reminded on the day after that, as they thought."""
    assert "明天 08:00" in late.menu()
    pass_midnight(late)
    assert "08:00" in late.menu()
    assert "明天 08:00" in late.menu(), "the morning after that"


async def test_what_is_picked_is_the_moment_that_is_named(late):
    morning = dt.datetime(2026, 12, 3, 8).astimezone()
    pass_midnight(late)
    await late.pick("08:00")
    until_ms = late.desk.worklist.mark(1).snooze.until_ms
    assert formats.local(until_ms) == morning


def test_what_has_passed_cannot_be_picked(late):
    pass_midnight(late)
    (past,) = (item for words, item in late.menu().items() if "23:00" in words)
    assert not past.isEnabled()
    assert late.menu()["01:00"].isEnabled()


def test_it_speaks_the_language_of_the_window(late):
    set_language(Language.EN)
    assert "Tomorrow 08:00" in late.menu()
