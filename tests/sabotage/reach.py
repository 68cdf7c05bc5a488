"""A plugin of pytest for the trials: which test came by which guard, and only certain tests run.

``SABOTAGE_REACHED`` names the file to write what was reached into, ``SABOTAGE_ONLY`` one with the
tests to run, a line each, in their order. The guards' probes (``probes``) call what stands in
``builtins`` under ``PROBE``; in a process without this plugin they do nothing.
"""

import builtins
import json
import os
from collections import defaultdict
from collections.abc import Generator
from pathlib import Path

import pytest

REACHED, ONLY = "SABOTAGE_REACHED", "SABOTAGE_ONLY"
PROBE = "_sabotage_reached"

_tests: dict[int, set[str]] = defaultdict(set)
_seconds: dict[str, float] = defaultdict(float)
_failed: set[str] = set()
_current = [""]


def _on_reached(guard: int) -> None:
    _tests[guard].add(_current[0])


def pytest_configure() -> None:
    """The probes find it from here on."""
    setattr(builtins, PROBE, _on_reached)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Keep the tests that were asked for, if any were."""
    if ONLY not in os.environ:
        return
    lines = Path(os.environ[ONLY]).read_text(encoding="utf-8").splitlines()
    ranks = {nodeid: rank for rank, nodeid in enumerate(lines)}
    config.hook.pytest_deselected(items=[item for item in items if item.nodeid not in ranks])
    items[:] = sorted(
        (item for item in items if item.nodeid in ranks), key=lambda item: ranks[item.nodeid]
    )


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, bool | None, bool | None]:
    """What is reached meanwhile is reached by this test."""
    _current[0] = item.nodeid
    try:
        return (yield)
    finally:
        _current[0] = ""


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """What fails by itself says nothing of a guard."""
    _seconds[report.nodeid] += report.duration
    if report.failed:
        _failed.add(report.nodeid)


def pytest_sessionfinish() -> None:
    """Tell it, the quickest tests of each guard first."""
    if REACHED in os.environ:
        reached = {
            guard: sorted(tests - _failed - {""}, key=lambda nodeid: _seconds[nodeid])
            for guard, tests in _tests.items()
        }
        Path(os.environ[REACHED]).write_text(json.dumps(reached), encoding="utf-8")
