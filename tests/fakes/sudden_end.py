"""The end of a process that nothing in it can prepare for, as both systems have it."""

import os
import signal
import sys

DIED = 9 if sys.platform == "win32" else -signal.SIGKILL
"""The exit status of such a process, as its parent sees it."""


def die() -> None:
    """End this process on the spot: on Windows, too, where any number but two means just that."""
    os.kill(os.getpid(), 9)
