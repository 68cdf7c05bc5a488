"""Measures which branches of the wire its own tests take, in the one run that there is.

Only the bodies of these tests are traced: traced as a whole, a run of pytest spends most of its
time in tracing pytest. `test_coverage` judges what was measured, after all others of the room.
"""

import runpy
from collections.abc import Generator
from pathlib import Path

import coverage
import pytest

FOLDER = Path(__file__).parent
WIRE = FOLDER.parents[1] / "workstation/xmpp"
JUDGE = "test_coverage.py"
UNMEASURED = (
    JUDGE,
    "test_fuzz.py",
    "test_what_is_written_is_read_back_the_same",
    "test_any_mixture_of_cuts_and_acknowledgements_sends_each_once_in_order",
)
"""Searching takes long, and what it comes across is tested by name elsewhere."""

_branches = pytest.StashKey[coverage.Coverage]()
_passed = pytest.StashKey[set[str]]()


def pytest_configure(config: pytest.Config) -> None:
    """Begin with what is executed when a module is read: by now all are, for other rooms."""
    branches = coverage.Coverage(branch=True, source=[str(WIRE)], data_file=None, config_file=False)
    config.stash[_branches], config.stash[_passed] = branches, set()
    branches.start()
    for path in WIRE.glob("*.py"):
        runpy.run_path(str(path), run_name=f"workstation.xmpp.{path.stem}")
    branches.stop()


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The judge comes last, whatever the order of the others."""
    items.sort(key=lambda item: item.path == FOLDER / JUDGE)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None]:
    """Trace a test of this room; pytest calls this for no other."""
    if not _is_measured(item):
        return (yield)
    item.config.stash[_branches].start()
    try:
        result = yield
    finally:
        item.config.stash[_branches].stop()
    item.config.stash[_passed].add(item.nodeid)
    return result


def _is_measured(item: pytest.Item) -> bool:
    return item.path.parent == FOLDER and not any(name in item.nodeid for name in UNMEASURED)


@pytest.fixture
def branches(request: pytest.FixtureRequest) -> coverage.Coverage:
    """What the tests of this room took; skips where not all of them ran in this process."""
    items = request.session.items
    there = {item.path for item in items}
    expected = {item.nodeid for item in items if _is_measured(item)}
    if not (
        there.issuperset(FOLDER.glob("test_*.py")) and expected == request.config.stash[_passed]
    ):
        pytest.skip("NOT RUN: it judges what all tests of tests/xmpp did, and not all of them ran")
    return request.config.stash[_branches]
