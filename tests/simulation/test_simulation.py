"""Nothing lost, nothing twice, nothing hidden, nothing out of order: on any network, by any seed.

6,000 cuts in parts, the same days each time: what they find once they find every time, so the
hours belong to ``make sweep``, 300,000 cuts in days that nobody has seen before. In most of them
tasks overtake each other as the day's seed draws it (``interleaving``). A failure prints a token;
``python -m tests.simulation --replay TOKEN`` repeats it.
"""

import logging
import random
from collections.abc import Callable
from dataclasses import replace

import pytest

from tests.seeds import NEW, seed
from tests.simulation import days, lossy_archives
from tests.simulation.interleaving import Replay
from tests.simulation.outages import Outages
from tests.simulation.sabotage import GUARDS
from tests.simulation.telling_days import live_without
from tests.simulation.two_computers import TwoComputers
from tests.simulation.weather import Weather
from tests.simulation.world import World, Wrong
from workstation.link.echo_watch import EchoWatch
from workstation.vault.archive.message_writer import MessageWriter
from workstation.vault.unsent import outbox_edits

CUTS_PER_WORLD = 60
QUICK_CUTS = 12
DAYS_WITHOUT = 3
PARTS, CUTS_PER_PART = (300, 1_000) if NEW else (10, 600)
RARE_PARTS, CUTS_PER_RARE_PART = (60, 240) if NEW else (4, 60)
"""Behind a gateway, with outages, at two computers: such a day takes longer than others do."""
ONCE_WRONG = (
    802480004238, 3331073, 3331131, 51000012, 51000121, 314931697874, 845140701058, 160000036,
    260000041, 370000077, 370000080, 771300149, 771300170,
    900000306, 890000135,
)  # fmt: skip
"""Days on which a promise was broken, each for a reason of its own; mended since. Nobody changed
own words on them, and all signed in as ever."""

ONCE_WRONG_BY_ORDER = (
    "20004:60:57.32", "g99550000:28:", "o99330038:12:15.16,180.2,334.4",
    "g99560004:60:", "g1004722494344:12:183.32",
)  # fmt: skip
"""The same by the token of a day, with its kind, who changes own words, and which task was held
back."""

ONCE_VARIED = 150002205, 150002207, 150002218, 150002226, 150002229, 150002232, 150002233, 150002236
"""Days whose client ended its tasks in the order of their places in memory, at each crash."""


def live_from(
    first: int, cuts: int, cuts_per_world: int, kind: str = days.PLAIN
) -> tuple[int, int, int]:
    """Live through days from this seed on; how many cuts, and the first and the last seed."""
    day, done = first, 0
    while done < cuts:
        world = days.live_through(day, min(cuts_per_world, cuts - done), kind)
        day, done = day + 1, done + world.counts["cuts"]
    return done, first, day - 1


def live_with_outages() -> None:
    """Some days with outages, as they come, without a look for the fewest deviations."""
    for day in range(DAYS_WITHOUT):
        World(day, QUICK_CUTS, outages=Outages.drawn(day)).run()


@pytest.mark.parametrize("part", range(PARTS))
def test_days_of_cuts_end_as_if_there_had_been_none(
    part: int, caplog: pytest.LogCaptureFixture, record_property: Callable[[str, object], None]
) -> None:
    caplog.set_level(logging.CRITICAL)
    first = seed(f"days {part}")
    record_property("simulated", live_from(first, CUTS_PER_PART, CUTS_PER_WORLD))


@pytest.mark.parametrize("part", range(RARE_PARTS))
def test_behind_a_gateway_that_cuts_at_words_nothing_is_lost_or_stuck(
    part: int, caplog: pytest.LogCaptureFixture, record_property: Callable[[str, object], None]
) -> None:
    """All else is read and said; once the gateway is gone, so is what it kept from us."""
    caplog.set_level(logging.CRITICAL)
    first = seed(f"gateway {part}")
    done = live_from(first, CUTS_PER_RARE_PART, QUICK_CUTS, days.GATEWAY)
    record_property("simulated", done)


@pytest.mark.parametrize("part", range(RARE_PARTS))
def test_whatever_is_away_behind_a_living_stream_nothing_is_lost_or_stuck(
    part: int, caplog: pytest.LogCaptureFixture, record_property: Callable[[str, object], None]
) -> None:
    """Archives, entries and whole rooms; what was acknowledged and lost on its way goes out."""
    caplog.set_level(logging.CRITICAL)
    first = seed(f"outages {part}")
    done = live_from(first, CUTS_PER_RARE_PART, QUICK_CUTS, days.OUTAGES)
    record_property("simulated", done)


@pytest.mark.parametrize("part", range(RARE_PARTS))
def test_at_two_computers_a_doctor_reads_and_says_the_same(
    part: int, caplog: pytest.LogCaptureFixture, record_property: Callable[[str, object], None]
) -> None:
    """What is read or answered at one is read at the other, also while they take the session."""
    caplog.set_level(logging.CRITICAL)
    first = seed(f"two computers {part}")
    done = live_from(first, CUTS_PER_RARE_PART // 2, QUICK_CUTS, days.TWO_COMPUTERS)
    record_property("simulated", done)


def test_the_checker_misses_what_was_read_at_the_other_computer(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.CRITICAL)
    apply_read = MessageWriter._apply_read

    def apply_of_others(writer: MessageWriter, room: int, member_id: int, *places: int) -> None:
        if member_id != writer.me:
            apply_read(writer, room, member_id, *places)

    monkeypatch.setattr(MessageWriter, "_apply_read", apply_of_others)
    with pytest.raises(Wrong, match="unread"):
        TwoComputers(0, QUICK_CUTS).run()


def test_the_checker_misses_what_an_archive_lost_at_two_computers(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.CRITICAL)
    lossy_archives.believe_any_page_after_the_cursor(monkeypatch)
    with pytest.raises(Wrong, match="without a mark"):
        TwoComputers(28, QUICK_CUTS).run()


def test_the_checker_misses_what_waits_to_change_what_was_withdrawn_at_the_other(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.CRITICAL)
    monkeypatch.setattr(outbox_edits, "drop_of_withdrawn", lambda _: [])
    with pytest.raises(Wrong, match="not in sight"):
        TwoComputers(59, QUICK_CUTS, change=of_many_minds).run()


def of_many_minds(weather: Weather) -> Weather:
    """Much is said and changed in one room, which refuses some of it."""
    whims = replace(weather.whims, refuses=0.1, page=20)
    quiet = {"shares": 0.0, "full_disk": 0.0, "prunes": 0.0, "restores": 0.0}
    return replace(weather, rooms=1, changes=0.3, whims=whims, **quiet)


def test_the_checker_misses_the_watch_for_echoes(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.CRITICAL)
    monkeypatch.setattr(EchoWatch, "ask_due", lambda *_: None)
    with pytest.raises(Wrong):
        live_with_outages()


def test_a_quick_day_signs_in_by_everything_inside(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.CRITICAL)
    quick = replace(Weather.drawn(random.Random(1)), quick=True)  # noqa: S311 - to repeat a run
    world = World(1, QUICK_CUTS, quick)
    world.run()
    assert {"bound inside", "resumed inside", "by token"} <= set(world.server.inline.ways)


@pytest.mark.parametrize("day", ONCE_WRONG)
def test_a_day_that_once_went_wrong_ends_well(day: int, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.CRITICAL)
    World(day, CUTS_PER_WORLD, changing=False).run()


@pytest.mark.parametrize("token", ONCE_WRONG_BY_ORDER)
def test_an_order_that_once_went_wrong_ends_well(
    token: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.CRITICAL)
    days.live_again(Replay.parse(token))


@pytest.mark.parametrize("day", ONCE_VARIED)
def test_a_day_goes_again_as_it_went(day: int, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.CRITICAL)
    first, second = (days.live_through(day, CUTS_PER_WORLD) for _ in range(2))
    assert first.counts == second.counts
    assert first.loop.time() == second.loop.time()


@pytest.mark.parametrize("take_away", GUARDS, ids=lambda guard: guard.__name__)
def test_the_checker_misses_each_guard(
    take_away, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.CRITICAL)
    take_away(monkeypatch)
    with pytest.raises(Wrong):
        live_without(take_away.__name__)
