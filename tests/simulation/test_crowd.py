"""What all computers of a hospital do together when the engine comes back."""

from collections import Counter

from tests.seeds import NEW, seed
from tests.simulation.crowd import Crowd

COMPUTERS = 1_000 if NEW else 150
AWAY_SECONDS = 20.0
BACK_SECONDS = 10.0
DYING_PASSWORD = 80.0
"""A password that is too old when the engine is back: less than a minute of it is left."""


def test_all_come_back_soon_and_not_all_at_once() -> None:
    crowd = Crowd(COMPUTERS, AWAY_SECONDS, seed("crowd"))
    crowd.run(BACK_SECONDS)
    assert len(crowd.arrivals) == COMPUTERS
    seconds = Counter(int(each) for each in crowd.arrivals)
    assert max(seconds.values()) <= COMPUTERS / 2, seconds
    assert crowd.calls["passwords"] == 0, "the one that each has is still good"
    assert crowd.calls["knocks"] - crowd.calls_away["knocks"] == COMPUTERS, "one try each"


def test_each_asks_for_one_password_a_pass_at_most_and_for_one_when_it_comes_back() -> None:
    crowd = Crowd(COMPUTERS // 3, AWAY_SECONDS, seed("tired crowd"), DYING_PASSWORD)
    crowd.run(BACK_SECONDS)
    assert len(crowd.arrivals) == COMPUTERS // 3
    assert 0 < crowd.calls["passwords"] <= crowd.calls["lists"]
    after = crowd.calls["passwords"] - crowd.calls_away["passwords"]
    assert after <= COMPUTERS // 3
