"""Waits that end together: whatever polls wakes an idle computer once for all.

Timers with phases of their own wake it one after the other, each for a moment; most of what that
costs is the waking. So whatever need not be exact ends at a multiple of ``STEP_SECONDS`` of the
loop's clock, which is also that of Qt's timers (``decisions/idle-timers.md``).
"""

import math

STEP_SECONDS = 5.0
SLACK_SECONDS = 0.25
"""A timer may come so much too early, as Qt's do; it must not come a second time for that."""


SETTINGS_AFTER, LAST_SEEN_AFTER = 1.0, 3.0
"""Seconds after a common moment. What these begin is done by a thread, which would wait for the
interpreter's lock at each file and statement while the loop works, and be woken each time."""


def aligned_wait(at_most: float, now: float, after: float = 0.0) -> float:
    """The longest wait of at most so many seconds that ends together with others.

    ``now`` is the loop's time. It is shorter by less than ``STEP_SECONDS``; what may wait for less
    than a step is as it was. ``after`` is so many seconds after the others.
    """
    if at_most < STEP_SECONDS:
        return at_most
    steps = math.floor((now + at_most + SLACK_SECONDS - after) / STEP_SECONDS)
    end = steps * STEP_SECONDS + after
    return min(end - now, at_most)
