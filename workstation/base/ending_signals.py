"""The system's signals that end a program, as closing its window does: in order, nothing lost.

A terminal that is closed sends SIGHUP, Ctrl+C in it SIGINT, a session or a computer that ends
SIGTERM. Left alone they end the program between two steps: without what was typed in the last
moment, what is unsaved on the doctor's page, the goodbye to the servers and the last audit lines.
Python's own answer to Ctrl+C is an exception in whatever runs just then. Windows has other ways.
Tests: tests/program/test_ending_signals.py.
"""

import asyncio
import contextlib
import signal
import sys
from collections.abc import Callable, Iterator
from functools import partial

ENDING = ("SIGINT", "SIGTERM", "SIGHUP")


@contextlib.contextmanager
def watched_ending_signals(
    loop: asyncio.AbstractEventLoop, close: Callable[[], object], end: Callable[[], object]
) -> Iterator[None]:
    """Call ``close`` at the first ending signal in the block, which may ask; ``end`` at others.

    One that is ignored, as by ``nohup``, stays so.
    """
    ways = [end, close]

    def on_signal() -> None:
        (ways.pop() if len(ways) > 1 else end)()

    watched = [number for number in _ending() if signal.getsignal(number) is not signal.SIG_IGN]
    for number in watched:
        loop.add_signal_handler(number, on_signal)
    try:
        yield
    finally:
        for number in watched:
            loop.remove_signal_handler(number)


def end_at_once() -> None:
    """Let Ctrl+C end the program where it is from now on: there is nothing to lose."""
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, signal.SIG_DFL)


def _ending() -> list[signal.Signals]:
    if sys.platform == "win32":
        return []
    return list(map(partial(getattr, signal), ENDING))
