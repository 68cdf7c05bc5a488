"""Pictures are painted at the sample's place in the world, whatever ran before."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from tests.gallery.painting import Look, dressed
from workstation.ui.kit.strings import formats

LATE_MS = int(datetime(2026, 10, 10, 16, 30, tzinfo=UTC).timestamp() * 1000)
"""In Shanghai it is the next day by then."""


@pytest.mark.usefixtures("qapp")
def test_no_day_is_remembered_from_another_zone() -> None:
    """A promise stood in a picture with the day before, where another test had asked for it."""
    here = formats.local_day(LATE_MS)
    with dressed(Look("light", "en")):
        assert formats.local_day(LATE_MS) == formats.local_day(LATE_MS, ZoneInfo("Asia/Shanghai"))
    assert formats.local_day(LATE_MS) == here
