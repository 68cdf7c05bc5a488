"""The end of a process that nothing in it can prepare for, as both systems have it."""

import itertools
import os
import signal
import sys
from collections.abc import Callable
from typing import Any

DIED = 9 if sys.platform == "win32" else -signal.SIGKILL
"""The exit status of such a process, as its parent sees it."""


def die() -> None:
    """End this process on the spot: on Windows, too, where any number but two means just that."""
    os.kill(os.getpid(), 9)


def steps_until_death(last: int) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """What makes each call of a function one step; before the step ``last``, from 0, all ends."""
    steps = itertools.count()

    def counted(real: Callable[..., Any]) -> Callable[..., Any]:
        def step(*args: Any, **kwargs: Any) -> Any:
            if next(steps) == last:
                die()
            return real(*args, **kwargs)

        return step

    return counted
