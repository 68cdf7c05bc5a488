"""The form of a summary left open over midnight: the follow-up is judged by the new day."""

from datetime import date, timedelta

import pytest

from tests.store.people import consultation
from workstation.domain.closing import ClosingSummary
from workstation.ui.kit.strings.switch import retranslate
from workstation.ui.summary.sheet import ClosingSheet

EVENING = date(2026, 12, 2)


class Day:
    """Today, until the next one has come."""

    def __init__(self) -> None:
        self.date = EVENING

    def __call__(self) -> date:
        return self.date


@pytest.fixture
def today():
    return Day()


@pytest.fixture
def sheet(show_widget, today):
    """Open since the evening, with a follow-up that names no year."""
    made = ClosingSheet(show_widget(), today)
    made.show_summary(consultation(1), ClosingSummary("荨麻疹", follow_up="12-2"))
    made.open()
    return made


def pass_midnight(sheet, today) -> None:
    """The next day has come, which the window notices."""
    today.date += timedelta(days=1)
    retranslate(sheet.window())


def test_the_day_that_is_meant_is_said_anew(sheet, today):
    """What was typed on that day means it, a day later the next one of the year after."""
    assert "2026" in sheet.follow_up.field.message.text
    pass_midnight(sheet, today)
    assert "2027" in sheet.follow_up.field.message.text
    assert "2027" in sheet.preview.text()


def test_a_distance_counts_from_the_new_day(sheet, today):
    pass_midnight(sheet, today)
    sheet.follow_up.distances[3].click()
    assert sheet.follow_up.text() == "2026-12-06"


def test_a_day_that_has_passed_is_refused(sheet, today):
    sheet.follow_up.set_text("2026-12-02")
    assert sheet.check()
    pass_midnight(sheet, today)
    assert not sheet.check()
