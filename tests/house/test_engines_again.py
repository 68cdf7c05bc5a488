"""What fails against a real IM engine has a second try, and nothing else has."""

from pathlib import Path
from types import SimpleNamespace

import pytest

from tests.engines_again import MAX_AGAIN, EnginesAgain
from tests.house.source import ROOT

FAILED, OK = pytest.ExitCode.TESTS_FAILED, pytest.ExitCode.OK
OF_ENGINE, OF_OURS, OTHER = (
    "tests/servers/test_a.py::test_x[prosody]",
    "tests/servers/test_a.py::test_x[clinic]",
    "tests/store/test_a.py::test_x",
)
STUMBLES = """
from pathlib import Path
import pytest

@pytest.mark.parametrize("engine", ["prosody"])
def test_x(engine):
    been = Path(__file__).with_name("been")
    if not been.exists():
        been.touch()
        raise AssertionError("stumbled")
"""


def end_of(failed: list[str], *, alone: bool = True, lost: str = "") -> tuple[int, list[str]]:
    """The exit status after these failures, and what was tried again."""
    tried: list[str] = []

    def passes(test: str, _folder: Path) -> bool:
        tried.append(test)
        return alone

    again = EnginesAgain(passes)
    again.pytest_xdist_node_collection_finished([*failed, lost or OTHER])
    for test in {*failed, OTHER}:
        outcome = {"failed": test in failed, "nodeid": test}
        again.pytest_runtest_logreport(SimpleNamespace(when="call", **outcome))
        again.pytest_runtest_logreport(SimpleNamespace(when="teardown", **outcome))
    session = SimpleNamespace(exitstatus=FAILED, config=SimpleNamespace(rootpath=ROOT))
    for _ in again.pytest_sessionfinish(session):
        pass
    return session.exitstatus, tried


def test_an_engine_that_stumbled_fails_no_run() -> None:
    assert end_of([OF_ENGINE]) == (OK, [OF_ENGINE])


def test_what_fails_twice_fails_the_run() -> None:
    assert end_of([OF_ENGINE], alone=False) == (FAILED, [OF_ENGINE])


@pytest.mark.parametrize("other", [OF_OURS, OTHER])
def test_what_is_ours_has_no_second_try(other: str) -> None:
    assert end_of([other]) == (FAILED, [])
    assert end_of([OF_ENGINE, other]) == (FAILED, [OF_ENGINE])


def test_a_test_that_was_never_come_to_fails_the_run() -> None:
    """As of a worker that died."""
    assert end_of([OF_ENGINE], lost="tests/store/test_b.py::test_x")[0] == FAILED


def test_an_engine_that_does_not_work_at_all_is_no_accident() -> None:
    many = [f"tests/servers/test_a.py::test_{each}[ejabberd]" for each in range(MAX_AGAIN + 1)]
    assert end_of(many) == (FAILED, [])


def test_both_results_are_shown(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    (pytester.path / "tests/servers").mkdir(parents=True)
    (pytester.path / "tests/servers/test_a.py").write_text(STUMBLES)
    options = ("-p", "no:cacheprovider", "-p", "tests.engines_again", "--numprocesses=1")
    ran = pytester.runpytest_subprocess(*options, "--import-mode=importlib", "tests")
    assert ran.ret == OK
    ran.stdout.fnmatch_lines(
        [
            "FAILED *tests/servers/test_a.py::test_x[[]prosody[]]*",
            "once more, by itself: tests/servers/test_a.py::test_x[[]prosody[]]",
            "tests/servers/test_a.py::test_x[[]prosody[]]: first failed, then passed",
        ]
    )
