"""What each hour of a long day left behind, and what of it grew."""

from collections.abc import Sequence
from dataclasses import dataclass

from tests.soak.figures import Sample, slope_an_hour

WARM_HOURS = 2
MAX_SLOPE = 1.0
MAX_MORE = 4
MAX_BLOCKS_AN_HOUR, MAX_BLOCKS_WAITING = 2_000, 10_000
"""An hour has 3,600 messages: whatever keeps something of each is told, however small it is."""
MAX_LOG_BYTES = 16 * 2**20


@dataclass(frozen=True, slots=True)
class Hour:
    """What an hour left behind: ``blocks`` are Python's, ``cached_bytes`` the database's pages."""

    sample: Sample
    timers: int
    log_bytes: int
    cached_bytes: int
    blocks: int


def grown(hours: Sequence[Hour]) -> list[str]:
    """What grew from the third hour on; a day that is shorter tells of the log only."""
    warm, wrong = hours[WARM_HOURS:], []
    slope = slope_an_hour([each.sample for each in warm])
    if slope >= MAX_SLOPE:
        wrong.append(f"memory grew by {slope:.2f} MB an hour")
    for name, values in (
        ("handles", [each.sample.handles for each in warm]),
        ("tasks", [each.sample.tasks for each in warm]),
        ("timers", [each.timers for each in warm]),
    ):
        if values and values[-1] > values[0] + MAX_MORE:
            wrong.append(f"{name} grew from {values[0]} to {values[-1]}")
    most = MAX_BLOCKS_WAITING + MAX_BLOCKS_AN_HOUR * len(warm)
    if warm and warm[-1].blocks > warm[0].blocks + most:
        wrong.append(f"blocks grew from {warm[0].blocks} to {warm[-1].blocks}")
    longest = max((each.log_bytes for each in hours), default=0)
    if longest > MAX_LOG_BYTES:
        wrong.append(f"the log of the database had {longest} bytes")
    return wrong
