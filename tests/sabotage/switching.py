"""A plugin of pytest: each test that passes runs again without the guards that it came by.

First without all of them; where it fails then, without halves of them, down to single ones. A guard
is noticed by the first test that fails without it alone and passes again with it. ``JOURNAL`` names
a file of one line a step, so that it tells at which guards a process ended that did not end well;
``KNOWN`` are the numbers of guards that need not be tried, ``SINGLY`` those that are tried alone.

A guard that a test comes by only the first time (in a fixture of the whole session, or before a
result was kept) cannot be tried so; the journal tells which these are. See ``switches``.
"""

import builtins
import faulthandler
import functools
import os
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from _pytest.runner import runtestprotocol

SWITCH = "_sabotage_is_off"
JOURNAL, KNOWN, SINGLY = "SABOTAGE_JOURNAL", "SABOTAGE_KNOWN", "SABOTAGE_SINGLY"
REACHED, OFF = "sabotage_reached.txt", "sabotage_off.txt"
"""Beside the journal: what other processes came by, and what is off for them."""

PATIENCE = 30
"""Seconds that a test may take beyond ten times its own; what waits longer waits for ever."""

SLOW_SECONDS = 2.0
"""Tests that take longer come last, for the guards that no quick one noticed."""

Guards = frozenset[int]


class StillWaiting(BaseException):
    """A test waited for longer than it could need."""


class Switches:
    """Which guards are off, and which were asked for."""

    def __init__(self, journal: Path, known: set[int], singly: Guards) -> None:
        self._journal, self._known, self._singly = journal, known, singly
        self._off: Guards = frozenset()
        self._reached: set[int] = set()
        self._elsewhere, self._off_elsewhere = journal.with_name(REACHED), journal.with_name(OFF)
        self._turn_off(self._off)
        self._slow: list[tuple[pytest.Item, float, Guards]] = []

    def is_off(self, guard: int) -> bool:
        """What each guard of the product asks."""
        self._reached.add(guard)
        return guard in self._off

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_protocol(self, item: pytest.Item, nextitem: pytest.Item | None) -> bool:
        """Run a test as it is, and again without what no test before noticed."""
        self._forget_reached()
        began = time.monotonic()
        if _passes(item, nextitem):
            seconds, reached = time.monotonic() - began, self._all_reached()
            if seconds > SLOW_SECONDS:
                self._slow.append((item, seconds, reached))
            else:
                self._try_all(_Trial(item, nextitem, seconds), reached)
        else:
            self._note("broken", frozenset(), item.nodeid)
        if nextitem is None:
            for slow, seconds, reached in sorted(self._slow, key=lambda test: test[1]):
                self._try_all(_Trial(slow, None, seconds), reached)
        item.ihook.pytest_runtest_logfinish(nodeid=item.nodeid, location=item.location)
        return True

    def _try_all(self, trial: "_Trial", reached: Guards) -> None:
        left = reached - self._known
        for guard in sorted(left & self._singly):
            self._try(trial, frozenset({guard}))
        self._try(trial, left - self._singly)

    def _try(self, trial: "_Trial", guards: Guards) -> None:
        """Find those of the guards without which the test fails."""
        if not guards:
            return
        passes, passed_by = self._run_without(trial, guards)
        if passes:
            self._note("tried", guards - passed_by, trial.item.nodeid)
            if passed_by == guards:
                self._note("out of reach", guards, trial.item.nodeid)
            else:
                self._try(trial, passed_by)
        elif len(guards) > 1:
            ordered = sorted(guards)
            for half in (ordered[: len(ordered) // 2], ordered[len(ordered) // 2 :]):
                self._try(trial, frozenset(half))
        elif trial.passes():
            self._known |= guards
            self._note("noticed", guards, trial.item.nodeid)

    def _run_without(self, trial: "_Trial", guards: Guards) -> tuple[bool, Guards]:
        """Whether the test passes, and the guards that it did not come by this time."""
        self._note("try", guards, trial.item.nodeid)
        self._forget_reached()
        _forget_results()
        self._turn_off(guards)
        try:
            with _bound(round(10 * trial.seconds) + PATIENCE):
                passes = trial.passes()
        finally:
            self._turn_off(frozenset())
            _forget_results()
        return passes, guards - self._all_reached()

    def _turn_off(self, guards: Guards) -> None:
        self._off = guards
        self._off_elsewhere.write_text(_words(guards), encoding="utf-8")

    def _forget_reached(self) -> None:
        self._reached.clear()
        self._elsewhere.write_text("", encoding="utf-8")

    def _all_reached(self) -> Guards:
        elsewhere = self._elsewhere.read_text(encoding="utf-8").split()
        return frozenset(self._reached) | {int(number) for number in elsewhere}

    def pytest_sessionfinish(self) -> None:
        """This process came to its end."""
        self._note("end", frozenset(), "")

    def _note(self, step: str, guards: Guards, nodeid: str) -> None:
        with self._journal.open("a", encoding="utf-8") as journal:
            journal.write(f"{step}\t{_words(guards)}\t{nodeid}\n")


class _Trial:
    """A test that passed, to be run again."""

    def __init__(self, item: pytest.Item, nextitem: pytest.Item | None, seconds: float) -> None:
        self.item, self._nextitem, self.seconds = item, nextitem, seconds

    def passes(self) -> bool:
        return _passes(self.item, self._nextitem)


def pytest_configure(config: pytest.Config) -> None:
    """The product's guards ask from here on."""
    switches = Switches(Path(os.environ[JOURNAL]), set(_numbers(KNOWN)), _numbers(SINGLY))
    setattr(builtins, SWITCH, switches.is_off)
    config.pluginmanager.register(switches)


def _numbers(variable: str) -> Guards:
    return frozenset(int(number) for number in os.environ[variable].split())


def _words(guards: Guards) -> str:
    return " ".join(map(str, sorted(guards)))


def _passes(item: pytest.Item, nextitem: pytest.Item | None) -> bool:
    return not any(report.failed for report in runtestprotocol(item, log=False, nextitem=nextitem))


def _forget_results() -> None:
    """What was remembered without a guard must not be believed with it, nor hide the next one."""
    for name, module in list(sys.modules.items()):
        if name.startswith("workstation"):
            for value in list(vars(module).values()):
                if isinstance(value, functools._lru_cache_wrapper):
                    value.cache_clear()


@contextmanager
def _bound(seconds: int) -> Iterator[None]:
    """End the test afterwards, by what no product takes for an error of the system.

    What does not even come back to Python ends the process.
    """

    def give_up(*_: object) -> None:
        raise StillWaiting

    before = signal.signal(signal.SIGALRM, give_up)
    signal.alarm(seconds)
    faulthandler.dump_traceback_later(2 * seconds, exit=True)
    try:
        yield
    finally:
        faulthandler.cancel_dump_traceback_later()
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)
