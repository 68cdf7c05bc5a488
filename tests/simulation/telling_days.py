"""A day for each guard of the product that tells soon when the guard is missing, found once.

Most of what a guard prevents comes to light in the evening, when all is judged, so days of few cuts
are the cheapest to look through. Where a day no longer tells, as the product goes another way
through it, the test goes on to a few that follow, and to longer ones;
``python -m tests.simulation.telling_days GUARD`` looks for one to begin with instead.
"""

import itertools
import logging
import random
import sys
import time
from dataclasses import replace
from typing import NamedTuple

import pytest

from tests.simulation.sabotage import GUARDS, TELLING
from tests.simulation.weather import Weather
from tests.simulation.world import World, Wrong

FEW_CUTS, MANY_CUTS = 6, 60
MAX_DAYS = {FEW_CUTS: 12, MANY_CUTS: 3}
"""By their cuts, how many days the test lives through: about a minute's work."""
SEARCHED_DAYS = 60
CUT = 0.04


class TellingDay(NamedTuple):
    """The first day to live through, and how many cuts it has."""

    number: int
    cuts: int = FEW_CUTS


TELLING_DAYS = {
    "send_again_blindly": TellingDay(1),
    "move_the_cursor_by_live_messages": TellingDay(13),
    "forget_gaps_on_joining": TellingDay(1),
    "let_rooms_be_whole_for_ever": TellingDay(0),
    "trust_in_what_came_in_so_far": TellingDay(2),
    "catch_up_twice_side_by_side": TellingDay(8),
    "call_it_sent_when_posted": TellingDay(0),
    "take_any_resumption_for_good": TellingDay(10, MANY_CUTS),
    "tell_what_was_seen_only_once": TellingDay(0),
    "be_ended_by_the_same_entry_for_ever": TellingDay(2),
    "leave_no_trace_of_what_cannot_be_read": TellingDay(1),
    "give_up_sending_on_a_full_disk": TellingDay(10, MANY_CUTS),
    "send_room_by_room": TellingDay(1),
    "say_what_was_taken_back": TellingDay(21),
    "try_again_what_failed": TellingDay(0),
    "blame_whatever_was_under_way": TellingDay(0),
    "send_again_what_ends_the_session": TellingDay(0),
    "resume_what_was_ended": TellingDay(0),
    "lose_what_the_server_refused": TellingDay(0),
    "never_name_what_a_gateway_cuts_at": TellingDay(1),
    "blame_own_messages_for_any_cut": TellingDay(16, MANY_CUTS),
    "believe_any_page_after_the_cursor": TellingDay(0),
    "ask_each_page_after_the_last_entry": TellingDay(1),
    "move_the_cursor_by_an_unbroken_visit": TellingDay(10),
    "call_a_page_joined_that_ends_on_something_known": TellingDay(6),
    "mark_nothing_that_an_archive_lost": TellingDay(2),
    "edit_what_may_have_gone_out": TellingDay(30),
    "answer_nothing": TellingDay(9),
    "let_anybody_change": TellingDay(9),
    "tie_no_change_that_came_first": TellingDay(0),
}
"""By the name of the guard that is missing."""


def live_without(guard: str) -> None:
    """Live through days without a guard until one goes wrong; raises its ``Wrong``."""
    first, cuts = TELLING_DAYS[guard]
    for each in sorted({cuts, MANY_CUTS}):
        for number in range(first, first + MAX_DAYS[each]):
            make_day(guard, number, each).run()
    pytest.fail(
        f"no day tells that {guard} is missing;"
        f" python -m tests.simulation.telling_days {guard} looks for one that does"
    )


def make_day(guard: str, number: int, cuts: int) -> World:
    """A day in the weather in which it shows that the guard is missing."""
    telling = {"cut": CUT} | TELLING.get(guard, {})
    weather = Weather.drawn(random.Random(number))  # noqa: S311 - to repeat a run
    whims = {name: value for name, value in telling.items() if hasattr(weather.whims, name)}
    rest = {name: value for name, value in telling.items() if name not in whims}
    return World(number, cuts, replace(weather, whims=replace(weather.whims, **whims), **rest))


def main(guard: str) -> int:
    """Print the first day that tells that a guard is missing, how, and after how much work."""
    logging.disable(logging.CRITICAL)
    with pytest.MonkeyPatch.context() as patch:
        next(each for each in GUARDS if each.__name__ == guard)(patch)
        for cuts, number in itertools.product((FEW_CUTS, MANY_CUTS), range(SEARCHED_DAYS)):
            began, day = time.process_time(), make_day(guard, number, cuts)
            try:
                day.run()
            except Wrong as failure:
                seconds = time.process_time() - began
                sys.stdout.write(f"day {number}, {cuts} cuts, {seconds:.1f} s: {failure}\n")
                return 0
    return 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
