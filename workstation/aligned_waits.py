"""Waits that end together: an idle computer is woken once for all that looks at something.

Timers with phases of their own wake it one after the other, each for a moment; most of what that
costs is the waking. So whatever need not be exact ends at a multiple of ``STEP_SECONDS`` of the
loop's clock, which is also that of Qt's timers (``decisions/idle-timers.md``).
"""

import math

STEP_SECONDS = 5.0
SLACK_SECONDS = 0.25
"""A timer may come so much too early, as Qt's do; it must not come a second time for that."""


def aligned_wait(at_most: float, now: float) -> float:
    """The longest wait of at most so many seconds that ends together with others.

    ``now`` is the loop's time. It is shorter by less than ``STEP_SECONDS``; what may wait for less
    than a step is as it was.
    """
    if at_most < STEP_SECONDS:
        return at_most
    end = math.floor((now + at_most + SLACK_SECONDS) / STEP_SECONDS) * STEP_SECONDS
    return min(end - now, at_most)
