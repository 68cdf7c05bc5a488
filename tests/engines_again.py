"""What fails against a real IM engine is tried once more, by itself, when all else is over.

An engine is somebody else's server, beside another one on the same two cores: it stumbles for
reasons that are not ours. Both results are shown. What fails twice fails the run, and so does
anything else that failed, and a test that was never come to. It holds for runs on several workers,
with the seeds of every run: who tries one test sees it fail.
"""

import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest

from tests.parallel import share_of
from tests.seeds import NEW

ENGINES = {f"tests/servers/ with {name}" for name in ("prosody", "ejabberd")}
MAX_AGAIN = 12
SECONDS = 300


def pytest_configure(config: pytest.Config) -> None:
    if getattr(config.option, "numprocesses", None) and not NEW:
        config.pluginmanager.register(EnginesAgain(passes_alone), "engines again")


def passes_alone(test: str, folder: Path) -> bool:
    """Run one test in a process of its own; what it says is said."""
    command = [sys.executable, "-m", "pytest", "--quiet", "--no-header", test]
    try:
        done = subprocess.run(command, check=False, cwd=folder, timeout=SECONDS)  # noqa: S603
    except subprocess.TimeoutExpired:
        return False
    return done.returncode == 0


class EnginesAgain:
    """Notes what came of each test, and gives those of the engines their second try."""

    def __init__(self, passes: Callable[[str, Path], bool]) -> None:
        self._passes = passes
        self._collected: set[str] = set()
        self._ended: set[str] = set()
        self._failed: set[str] = set()

    @pytest.hookimpl(optionalhook=True)
    def pytest_xdist_node_collection_finished(self, ids: Iterable[str]) -> None:
        self._collected.update(ids)

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:
            self._failed.add(report.nodeid)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            self._failed.add(report.nodeid)
        if report.when == "teardown":
            self._ended.add(report.nodeid)

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> Iterator[None]:
        yield  # the workers end, and what failed is shown
        if session.exitstatus == pytest.ExitCode.TESTS_FAILED and self._all_pass_now(session):
            session.exitstatus = pytest.ExitCode.OK

    def _all_pass_now(self, session: pytest.Session) -> bool:
        tests = sorted(test for test in self._failed if share_of(test) in ENGINES)
        if len(tests) > MAX_AGAIN:
            print(f"{len(tests)} tests of IM engines failed: too many for accidents")  # noqa: T201
            return False
        passed = []
        for test in tests:
            print(f"\nonce more, by itself: {test}", flush=True)  # noqa: T201
            passed.append(self._passes(test, session.config.rootpath))
            outcome = "passed" if passed[-1] else "failed"
            print(f"{test}: first failed, then {outcome}", flush=True)  # noqa: T201
        others_passed = set(tests) == self._failed and self._collected == self._ended
        return bool(passed) and all(passed) and others_passed
