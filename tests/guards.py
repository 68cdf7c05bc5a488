"""What a test may not leave behind, and what may not be said while it runs.

A test that passes fails after all if it leaves a window, a running timer, a thread, a child process
or a screen reader, or if it leaves the process changed: any other test may come after it, and would
run in another language or in another folder. It also fails if something logged a warning that
it did not announce. A test that took `caplog` judges the log itself. (Leftover tasks: see
`conftest`. Qt's own messages: pytest-qt.)
"""

import contextlib
import gc
import logging
import os
import re
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

THREAD_SECONDS = 30.0
"""A bound for what stays, not a measure: on a busy machine a thread that ends takes its time."""
PASSED = pytest.StashKey[bool]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item):
    report = yield
    if report.when == "call":
        item.stash[PASSED] = report.passed
    return report


@pytest.fixture
def expect_log() -> list[str]:
    """Append a pattern per WARNING (or worse) that the test means to cause; each must occur."""
    return []


class _Records(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(f"{record.levelname} {record.name}: {record.getMessage()}")


@pytest.fixture(autouse=True)
def guard_log(request: pytest.FixtureRequest, expect_log: list[str]) -> Iterator[None]:
    """Fail on a warning in the log that was not announced, or announced and never came."""
    handler = _Records()
    logging.getLogger().addHandler(handler)
    yield
    logging.getLogger().removeHandler(handler)
    if not request.node.stash.get(PASSED, False) or "caplog" in request.fixturenames:
        return
    unannounced = [line for line in handler.lines if not _any_in(expect_log, [line])]
    assert not unannounced, f"logged without notice: {unannounced}"
    missing = [pattern for pattern in expect_log if not _any_in([pattern], handler.lines)]
    assert not missing, f"announced but never logged: {missing}"


def _any_in(patterns: list[str], lines: list[str]) -> bool:
    return any(re.search(pattern, line) for pattern in patterns for line in lines)


@pytest.fixture(autouse=True)
def guard_leftovers(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail on what the test leaves behind: see ``LEFTOVERS``."""
    before = {name: set(count()) for name, count in LEFTOVERS.items()}
    yield
    if not request.node.stash.get(PASSED, False):
        return
    for name, count in LEFTOVERS.items():
        left = _left(count, before[name])
        assert not left, f"{name} left behind: {sorted(left.values())}"


def _left(count: Callable[[], dict[int, str]], before: set[int]) -> dict[int, str]:
    """What is there now and was not before, given a moment to end and a collection of garbage."""
    deadline = time.monotonic() + THREAD_SECONDS
    while left := {key: text for key, text in count().items() if key not in before}:
        if time.monotonic() > deadline:
            return left
        gc.collect()
        time.sleep(0.02)
    return {}


def _windows() -> dict[int, str]:
    """Top-level widgets of the test; one with a parent goes with it, a tool tip belongs to Qt."""
    if (application := _application()) is None:
        return {}
    from PySide6.QtCore import QCoreApplication, QEvent

    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    return {
        id(widget): f"{type(widget).__name__} {widget.objectName()}".strip()
        for widget in application.topLevelWidgets()
        if widget.parentWidget() is None and widget.metaObject().className() != "QTipLabel"
    }


def _timers() -> dict[int, str]:
    if _application() is None:
        return {}
    import shiboken6
    from PySide6.QtCore import QTimer

    return {
        id(timer): f"{timer.interval()} ms of {timer.parent()!r}"
        for timer in shiboken6.getAllValidWrappers()
        if isinstance(timer, QTimer) and timer.isActive()
    }


def _application():
    widgets = sys.modules.get("PySide6.QtWidgets")
    return widgets.QApplication.instance() if widgets else None


def _threads() -> dict[int, str]:
    """Python's threads; Qt's pool threads that once ran Python show as dummies and stay."""
    return {
        id(thread): thread.name
        for thread in threading.enumerate()
        if not isinstance(thread, threading._DummyThread)
    }


def _children() -> dict[int, str]:
    """Child processes, finished but not waited for included (Linux only)."""
    commands: dict[int, str] = {}
    for task in Path(f"/proc/{os.getpid()}/task").glob("*/children"):
        with contextlib.suppress(OSError):  # a thread that ended meanwhile
            for pid in task.read_text().split():
                commands[int(pid)] = f"{pid} {_command(pid)}"
    return commands


def _screen_readers() -> dict[int, str]:
    """Qt goes on as if one listened until it is told otherwise."""
    if _application() is None:
        return {}
    from PySide6.QtGui import QAccessible

    return {0: "the accessible tree is asked for"} if QAccessible.isActive() else {}


def _language() -> dict[int, str]:
    catalogues = sys.modules.get("workstation.ui.kit.strings.catalogue")
    spoken = catalogues.catalogue.language.value if catalogues else "zh"
    return {} if spoken == "zh" else {0: spoken}


def _variables() -> dict[int, str]:
    """Of the environment.

    The one of pytest names what it is about to do; the other is set by whichever test is the first
    to load the program's devices, and is as it should be from then on.
    """
    passing = {"PYTEST_CURRENT_TEST", "QT_FFMPEG_PROTOCOL_WHITELIST"}
    return {hash(item): item[0] for item in os.environ.items() if item[0] not in passing}


def _folders() -> dict[int, str]:
    return {hash(os.getcwd()): os.getcwd()}  # noqa: PTH109 - a path of Windows is compared as it is


def _core_limits() -> dict[int, str]:
    """How much of a crash may be written down: what is started inherits it."""
    if sys.platform == "win32":
        return {}
    import resource

    limit = resource.getrlimit(resource.RLIMIT_CORE)
    return {hash(limit): f"{limit}"}


def _command(pid: str) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ")[:80]
    except OSError:
        return "(gone)"


LEFTOVERS = {
    "windows": _windows,
    "timers": _timers,
    "threads": _threads,
    "processes": _children,
    "screen readers": _screen_readers,
    "another language": _language,
    "variables": _variables,
    "another folder": _folders,
    "core limits": _core_limits,
}
