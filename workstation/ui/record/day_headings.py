"""The days of a record above what was said on each, and what their times count from."""

from datetime import date, tzinfo

from workstation.ui.kit.strings import formats
from workstation.ui.record import times


class DayHeadings:
    """Gives the headings; a change of the clocks has one of its own, in the middle of a day.

    The record names at its head what times count from now, at ``now_ms``. A heading says where
    those below it count from something else, as a summer's do in a record that is made in winter.
    """

    def __init__(self, now_ms: int, zone: tzinfo | None) -> None:
        self._zone = zone
        self._distance = self._last_distance = times.offset(now_ms, zone)
        self._last_day: date | None = None

    def begin_day(self) -> None:
        """Begin a day with the next message, perhaps the same day behind a gap."""
        self._last_day = None

    def above(self, at_ms: int) -> str:
        """The heading above a message of that time; empty where the last one holds."""
        day, distance = formats.local(at_ms, self._zone).date(), times.offset(at_ms, self._zone)
        is_changed = distance != self._last_distance
        if day == self._last_day and not is_changed:
            return ""
        self._last_day, self._last_distance = day, distance
        text = times.whole_day(day)
        if is_changed or distance != self._distance:
            return times.with_offset(text, distance)
        return text
