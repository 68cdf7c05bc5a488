"""The days of an open conversation begin where they do in the zone that is in force."""

import sys
import time
from datetime import UTC, datetime, timedelta, timezone

import pytest

from tests.ui.waiting import until
from workstation.ui.conversation.timeline.items import DayItem
from workstation.ui.kit.strings import formats
from workstation.ui.kit.strings.switch import retranslate

pytestmark = pytest.mark.skipif(
    sys.platform == "win32", reason="no test may set the zone of a Windows"
)


@pytest.fixture
def set_zone(monkeypatch):
    """The computer's own zone, from now on; as it was, afterwards."""

    def set_to(name):
        monkeypatch.setenv("TZ", name)
        time.tzset()
        formats.forget_days()

    yield set_to
    monkeypatch.undo()
    time.tzset()
    formats.forget_days()


def first_hours(reading, zone) -> set[int]:
    """At which hours of a zone the messages under the separators of days were sent."""
    begun = [item.at_ms for item in reading.pane.view.items if isinstance(item, DayItem)]
    return {datetime.fromtimestamp(at_ms / 1000, zone).hour for at_ms in begun[1:]}


async def test_a_zone_that_is_put_right_moves_the_separators_of_days(reading, set_zone):
    set_zone("UTC")
    await reading.fill()
    await reading.open()
    await until(lambda: not reading.conversation._repaint._timer.isActive())
    assert first_hours(reading, UTC) == {0}
    set_zone("Asia/Shanghai")
    retranslate(reading.page)
    shanghai = timezone(timedelta(hours=8))
    await until(lambda: first_hours(reading, shanghai) == {0})
