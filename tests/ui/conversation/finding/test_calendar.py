"""The calendar of a conversation with the keyboard: one stop of Tab, arrows between its days."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.ui.conversation.finding.conftest import TODAY
from workstation.ui.kit.fields.calendar import Calendar


async def open_calendar(reading) -> Calendar:
    """The calendar of a filled conversation, the keyboard on today."""
    await reading.fill()
    await reading.open()
    reading.jumping.ask_date()
    await reading.rest()
    return reading.jumping.calendar


async def test_tab_comes_to_one_day_of_the_calendar_and_the_arrows_to_the_others(reading):
    """All 31 were stops of Tab, and on a day Up and Down led to the one beside it."""
    calendar = await open_calendar(reading)

    def stops():
        tab = Qt.FocusPolicy.TabFocus
        return [each.day.day for each in calendar.days if each.focusPolicy() & tab]

    assert stops() == [TODAY.day]
    visited = []
    for key in ("Up", "Home", "End", "Left"):
        QTest.keyClick(calendar.focusWidget(), getattr(Qt.Key, f"Key_{key}"))
        visited.append(calendar.focusWidget().day.day)
        assert stops() == visited[-1:]
    assert visited == [5, 5, 11, 10], "the 5th is a Monday"
    calendar.close_now()


async def test_the_keyboard_stays_on_days_as_an_arrow_comes_to_another_month(reading):
    """Where the day it was on is in a place that is empty there, it went to a button."""
    calendar = await open_calendar(reading)
    for name in ("PageUp", "Up", *4 * ["Left"], "Up"):
        QTest.keyClick(calendar.focusWidget(), getattr(Qt.Key, f"Key_{name}"))
        await reading.rest()
    assert calendar.focusWidget().day == TODAY.date().replace(month=8, day=25)
    calendar.close_now()


async def test_tab_goes_round_in_the_calendar(reading):
    """From its last button it led to the rail, and the calendar was gone."""
    calendar = await open_calendar(reading)
    QTest.keyClick(calendar.focusWidget(), Qt.Key.Key_PageUp)
    await reading.rest()
    visited = []
    for modifier in [*3 * [Qt.KeyboardModifier.NoModifier], Qt.KeyboardModifier.ShiftModifier]:
        QTest.keyClick(calendar.focusWidget(), Qt.Key.Key_Tab, modifier)
        visited.append(calendar.focusWidget())
    day = next(each for each in calendar.days if each.day == TODAY.date().replace(month=9))
    assert visited == [calendar.before, calendar.later, day, calendar.later]
    calendar.close_now()
