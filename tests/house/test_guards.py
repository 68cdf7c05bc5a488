"""The guards that every test runs under bite: each leftover here fails a test that passed."""

import os
import resource
from collections.abc import Iterator

import pytest

from workstation.ui.kit.strings import Language, set_language

GUARDS = ("-p", "tests.guards", "-p", "no:schemathesis", "-p", "no:xdist")

LEFTOVERS = {
    "windows": """
        from PySide6.QtWidgets import QWidget
        kept = []
        def test_leaves_it(qapp):
            kept.append(QWidget())
    """,
    "timers": """
        from PySide6.QtCore import QTimer
        kept = []
        def test_leaves_it(qapp):
            kept.append(QTimer())
            kept[0].start(60_000)
    """,
    "threads": """
        import threading
        ended = threading.Event()
        def test_leaves_it():
            threading.Thread(target=ended.wait, args=[20], daemon=True, name="stray").start()
        def pytest_unconfigure():
            ended.set()
    """,
    "processes": """
        import subprocess
        kept = []
        def test_leaves_it():
            kept.append(subprocess.Popen(["sleep", "20"]))
    """,
    "another language": """
        from workstation.ui.kit.strings import Language, set_language
        def test_leaves_it():
            set_language(Language.EN)
    """,
    "variables": """
        import os
        def test_leaves_it():
            os.environ["LEFT_BY_A_TEST"] = "1"
    """,
    "another folder": """
        import os
        def test_leaves_it(tmp_path):
            os.chdir(tmp_path)
    """,
    "core limits": """
        import resource
        def test_leaves_it():
            soft, hard = resource.getrlimit(resource.RLIMIT_CORE)
            resource.setrlimit(resource.RLIMIT_CORE, (hard if soft == 0 else 0, hard))
    """,
}


@pytest.fixture(autouse=True)
def short_grace(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.guards.THREAD_SECONDS", 0.1)


@pytest.fixture(autouse=True)
def process_put_back() -> Iterator[None]:
    """The inner tests run in this very process."""
    limit = resource.getrlimit(resource.RLIMIT_CORE)
    yield
    os.environ.pop("LEFT_BY_A_TEST", None)
    resource.setrlimit(resource.RLIMIT_CORE, limit)
    set_language(Language.ZH)


@pytest.mark.parametrize("kind", LEFTOVERS)
def test_a_leftover_fails_the_test_that_made_it(pytester: pytest.Pytester, kind: str) -> None:
    pytester.makepyfile(LEFTOVERS[kind])
    result = pytester.runpytest_inprocess(*GUARDS)
    module = result.reprec.getcalls("pytest_collection_finish")[0].session.items[0].module
    result.assert_outcomes(passed=1, errors=1)
    result.stdout.fnmatch_lines(f"*{kind} left behind*")
    tidy(module)


def tidy(module: object) -> None:
    """End what the inner test left on purpose: the outer guards watch this test too."""
    for thing in getattr(module, "kept", ()):
        if hasattr(thing, "kill"):
            thing.kill()
            thing.wait()
        else:
            getattr(thing, "stop", thing.close if hasattr(thing, "close") else None)()
    getattr(module, "kept", []).clear()
    if hasattr(module, "ended"):
        module.ended.set()


LOGS = {
    "unannounced": ("", "*logged without notice*"),
    "announced in vain": ("expect_log += ['of the third kind', 'never came']", "*never logged*"),
}


@pytest.mark.parametrize("case", LOGS)
def test_a_warning_in_the_log_must_be_announced_and_come(
    pytester: pytest.Pytester, case: str, expect_log: list[str]
) -> None:
    expect_log.append("of the third kind")
    announcement, complaint = LOGS[case]
    pytester.makepyfile(f"""
        import logging
        def test_warns(expect_log):
            {announcement or "pass"}
            logging.getLogger("house").warning("of the third kind")
    """)
    result = pytester.runpytest_inprocess(*GUARDS)
    result.assert_outcomes(passed=1, errors=1)
    result.stdout.fnmatch_lines(complaint)


def test_an_announced_warning_is_fine(pytester: pytest.Pytester, expect_log: list[str]) -> None:
    expect_log.append("of the third kind")
    pytester.makepyfile("""
        import logging
        def test_warns(expect_log):
            expect_log.append("WARNING house: of the third kind")
            logging.getLogger("house").warning("of the third kind")
    """)
    pytester.runpytest_inprocess(*GUARDS).assert_outcomes(passed=1)


def test_a_task_left_running_fails_the_test(pytester: pytest.Pytester) -> None:
    pytester.makeconftest("from tests.conftest import pytest_pyfunc_call")
    pytester.makepyfile("""
        import asyncio
        async def test_leaves_a_task():
            task = asyncio.create_task(asyncio.sleep(60))
            globals()["task"] = task
    """)
    result = pytester.runpytest_inprocess(*GUARDS, "-p", "no:asyncio")
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines("*tasks left behind*")
