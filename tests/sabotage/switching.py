"""A plugin of pytest: each test that passes runs again without each guard that it came by.

A guard is noticed by the first test that fails without it and passes again with it. ``JOURNAL``
names a file of one line a step, so that it tells at which guard a process ended that did not end
well; ``KNOWN`` are the numbers of guards that need not be tried. See ``switches``.
"""

import builtins
import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from _pytest.runner import runtestprotocol

SWITCH = "_sabotage_is_off"
JOURNAL, KNOWN = "SABOTAGE_JOURNAL", "SABOTAGE_KNOWN"
PATIENCE = 30
"""Seconds that a test may take beyond ten times its own; what waits longer waits for ever."""

SLOW_SECONDS = 2.0
"""Tests that take longer come last, for the guards that no quick one noticed."""


class StillWaiting(BaseException):
    """A test waited for longer than it could need."""


class Switches:
    """Which guard is off, and which were asked for."""

    def __init__(self, journal: Path, known: set[int]) -> None:
        self._journal, self._known = journal, known
        self._off = -1
        self._reached: set[int] = set()
        self._slow: list[tuple[pytest.Item, float, set[int]]] = []

    def is_off(self, guard: int) -> bool:
        """What each guard of the product asks."""
        self._reached.add(guard)
        return guard == self._off

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_protocol(self, item: pytest.Item, nextitem: pytest.Item | None) -> bool:
        """Run a test as it is, and again without each guard that no test before noticed."""
        self._reached.clear()
        began = time.monotonic()
        if _passes(item, nextitem):
            seconds, reached = time.monotonic() - began, set(self._reached)
            if seconds > SLOW_SECONDS:
                self._slow.append((item, seconds, reached))
            else:
                self._try_all(item, nextitem, seconds, reached)
        if nextitem is None:
            for test in sorted(self._slow, key=lambda test: test[1]):
                self._try_all(test[0], None, *test[1:])
        item.ihook.pytest_runtest_logfinish(nodeid=item.nodeid, location=item.location)
        return True

    def _try_all(
        self, item: pytest.Item, nextitem: pytest.Item | None, seconds: float, reached: set[int]
    ) -> None:
        for guard in sorted(reached - self._known):
            self._try(guard, item, nextitem, seconds)

    def _try(
        self, guard: int, item: pytest.Item, nextitem: pytest.Item | None, seconds: float
    ) -> None:
        self._note("try", guard, item.nodeid)
        self._off = guard
        try:
            with _bound(round(10 * seconds) + PATIENCE):
                passes = _passes(item, nextitem)
        finally:
            self._off = -1
        if not passes and _passes(item, nextitem):
            self._known.add(guard)
            self._note("noticed", guard, item.nodeid)

    def pytest_sessionfinish(self) -> None:
        """This process came to its end."""
        self._note("end", -1, "")

    def _note(self, step: str, guard: int, nodeid: str) -> None:
        with self._journal.open("a", encoding="utf-8") as journal:
            journal.write(f"{step}\t{guard}\t{nodeid}\n")


def pytest_configure(config: pytest.Config) -> None:
    """The product's guards ask from here on."""
    known = {int(number) for number in os.environ[KNOWN].split()}
    switches = Switches(Path(os.environ[JOURNAL]), known)
    setattr(builtins, SWITCH, switches.is_off)
    config.pluginmanager.register(switches)


def _passes(item: pytest.Item, nextitem: pytest.Item | None) -> bool:
    return not any(report.failed for report in runtestprotocol(item, log=False, nextitem=nextitem))


@contextmanager
def _bound(seconds: int) -> Iterator[None]:
    """End the test afterwards, by what no product takes for an error of the system."""

    def give_up(*_: object) -> None:
        raise StillWaiting

    before = signal.signal(signal.SIGALRM, give_up)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)
