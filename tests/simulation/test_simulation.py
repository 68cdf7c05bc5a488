"""Nothing lost, nothing twice, nothing hidden, nothing out of order: on any network, by any seed.

A failure prints its seed; ``python -m tests.simulation --cuts 60 --seed N --worlds 1`` repeats it.
"""

import random
import time

import pytest

from tests.simulation.sabotage import GUARDS
from tests.simulation.world import World, Wrong

CUTS_PER_WORLD = 60
SECONDS = 60
FIRST_SEEDS = range(1, 101)
SABOTAGED_WORLDS = 40


@pytest.mark.parametrize("seed", FIRST_SEEDS)
def test_a_day_of_cuts_ends_as_if_there_had_been_none(seed: int) -> None:
    World(seed, CUTS_PER_WORLD).run()


def test_days_nobody_has_seen_before_end_so_too() -> None:
    """Fresh seeds each time, as many as fit into a minute."""
    seed = random.randrange(1 << 40)  # noqa: S311 - printed, to repeat a failure
    end, cuts = time.monotonic() + SECONDS, 0
    while time.monotonic() < end:
        World(seed, CUTS_PER_WORLD).run()
        seed, cuts = seed + 1, cuts + CUTS_PER_WORLD
    print(f"{cuts} cuts up to seed {seed}")  # noqa: T201 - shown with a failure


@pytest.mark.parametrize("take_away", GUARDS, ids=lambda guard: guard.__name__)
def test_the_checker_misses_each_guard(take_away, monkeypatch: pytest.MonkeyPatch) -> None:
    take_away(monkeypatch)
    with pytest.raises(Wrong):
        live_through(SABOTAGED_WORLDS)


def live_through(worlds: int) -> None:
    for seed in range(worlds):
        World(seed, CUTS_PER_WORLD).run()
