"""A few minutes of a long day, and that growth would be told (24 hours: ``make long-day``)."""

from pathlib import Path

from tests.simulation.hours import Hour, grown
from tests.simulation.long_day import LongDay
from tests.soak.figures import Sample

HOURS = 0.1


def test_minutes_with_cuts_and_a_lock_lose_double_and_reorder_nothing(tmp_path: Path) -> None:
    day = LongDay(5, HOURS, tmp_path, cuts=4, locks=1)
    day.run()
    assert day.wrong == []
    assert day.counts["locks"] == 1
    assert day.counts["own"]
    assert day.counts["passwords"]


def test_a_message_that_is_not_in_the_database_would_be_told(tmp_path: Path) -> None:
    day = LongDay(5, HOURS / 10, tmp_path, cuts=0, locks=0)
    day.server.numbers[day.rooms[7]].append(4_711)
    day.run()
    assert len(day.wrong) == 1
    assert "lost [4711]" in day.wrong[0]


def test_whatever_grows_from_hour_to_hour_is_told() -> None:
    def hour(number: int, **more: float) -> Hour:
        figures = {"memory": 50.0, "handles": 10, "tasks": 5, "timers": 3, "log_bytes": 0} | more
        blocks = figures.pop("blocks", 200_000)
        timers, log_bytes = figures.pop("timers"), figures.pop("log_bytes")
        sample = Sample(3600.0 * number, threads=1, children=0, **figures)
        return Hour(sample, timers, log_bytes, 0, blocks)

    assert grown([hour(number) for number in range(24)]) == []
    for name, steps in (("memory", 1.1), ("handles", 1), ("tasks", 1), ("timers", 1)):
        at_first = 50.0 if name == "memory" else 10
        hours = [hour(number, **{name: at_first + steps * number}) for number in range(24)]
        assert [each.partition(" ")[0] for each in grown(hours)] == [name]
    hours = [hour(number, blocks=200_000 + 3_600 * number) for number in range(24)]
    assert [each.partition(" ")[0] for each in grown(hours)] == ["blocks"]
    assert "log" in grown([hour(1, log_bytes=2**30)])[0]
