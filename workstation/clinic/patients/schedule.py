"""What is to be done when: timed actions without a clock of their own."""

import heapq
from collections.abc import Callable
from itertools import count

Action = Callable[[], None]


class Schedule:
    """Actions by due time in monotonic seconds; equal times keep their order.

    ``now`` is the time of the last action or ``run``.
    """

    def __init__(self, now: float) -> None:
        self.now = now
        self._actions: list[tuple[float, int, Action]] = []
        self._numbers = count()

    def __len__(self) -> int:
        return len(self._actions)

    def call_later(self, seconds: float, action: Action) -> None:
        """Do ``action`` that long after ``now``."""
        heapq.heappush(self._actions, (self.now + seconds, next(self._numbers), action))

    def run(self, now: float) -> None:
        """Do everything that is due at ``now``, in order, each at its own time."""
        while self._actions and self._actions[0][0] <= now:
            self.now, _, action = heapq.heappop(self._actions)
            action()
        self.now = now
