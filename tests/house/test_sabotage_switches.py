"""The command that switches guards off reaches them wherever a test comes by them."""

import shutil
from pathlib import Path

import pytest

from tests.house.source import ROOT
from tests.sabotage.guard import Guard
from tests.sabotage.notice import Notice, notice
from tests.sabotage.trial import FolderResult, try_folder

GATE = """
import functools

def admit(size):
    if size > 7:
        raise ValueError
    return size

def greet(name):
    if not name:
        raise ValueError
    return name

@functools.lru_cache
def remember(word):
    if word == "no":
        raise ValueError
    return word == "yes"

if __name__ == "__main__":
    admit(8)
"""
CONFTEST = """
import pytest
from workstation.room.gate import admit

@pytest.fixture(scope="session")
def refused():
    with pytest.raises(ValueError):
        admit(8)
"""
SIZE = Guard("room/gate", "size > 7", "False", "room")
NAME = Guard("room/gate", "not name", "False", "room")
WORD = Guard("room/gate", 'word == "yes"', "False", "room")
STATEMENT = Guard("room/gate", "return size", "return None", "room")
GUARDS = (SIZE, NAME, WORD, STATEMENT)
HEAD = "import pytest, subprocess, sys\nfrom workstation.room.gate import admit, greet, remember\n"
TOO_LARGE = """
def test_too_large():
    with pytest.raises(ValueError):
        admit(8)
"""


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A product of one module, and a conftest that imports it."""
    shutil.copytree(ROOT / "tests/sabotage", tmp_path / "tests/sabotage")
    (tmp_path / "pytest.ini").write_text(
        "[pytest]\naddopts = -p no:cacheprovider --import-mode=importlib\npythonpath = .\n"
    )
    for folder in ("tests/room", "workstation/room"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "workstation/__init__.py").touch()
    (tmp_path / "workstation/room/__init__.py").touch()
    (tmp_path / "workstation/room/gate.py").write_text(GATE)
    (tmp_path / "tests/room/conftest.py").write_text(CONFTEST)
    return tmp_path


def noticed(tree: Path, tests: str, guards: tuple[Guard, ...] = GUARDS) -> Notice:
    """What one run of these tests tells."""
    (tree / "tests/room/test_gate.py").write_text(HEAD + tests)
    seen = notice(guards, tree, ["tests/room"])
    assert (tree / "workstation/room/gate.py").read_text() == GATE
    return seen


def test_a_guard_is_reached_though_a_conftest_imports_its_module_first(tree: Path) -> None:
    assert noticed(tree, TOO_LARGE).tests == {SIZE: "tests/room/test_gate.py::test_too_large"}


def test_of_many_that_are_off_at_once_the_one_that_was_missed_is_named(tree: Path) -> None:
    seen = noticed(
        tree,
        TOO_LARGE.replace("    with", "    greet('Li')\n    remember('yes')\n    with"),
    )
    assert set(seen.tests) == {SIZE}
    assert {NAME, WORD} <= seen.tried


def test_what_was_remembered_without_a_guard_is_forgotten(tree: Path) -> None:
    seen = noticed(tree, "def test_word():\n    assert remember('yes')\n" + TOO_LARGE)
    assert set(seen.tests) == {WORD, SIZE}
    assert not seen.broken


def test_a_guard_in_a_process_of_the_product_is_switched_off_there(tree: Path) -> None:
    seen = noticed(
        tree,
        "def test_process():\n"
        "    done = subprocess.run([sys.executable, '-m', 'workstation.room.gate'], stderr=-3)\n"
        "    assert done.returncode == 1\n",
    )
    assert set(seen.tests) == {SIZE}


def test_what_is_no_expression_has_a_switch_too(tree: Path) -> None:
    seen = noticed(tree, "def test_size(): assert admit(3) == 3\n")
    assert set(seen.tests) == {STATEMENT}


def test_what_is_made_once_is_tried_in_a_run_of_its_own(tree: Path) -> None:
    seen = noticed(tree, "def test_refused(refused): pass\ndef test_last(): pass\n", (SIZE,))
    assert not seen.is_certain(SIZE)
    assert try_folder((SIZE,), tree) == FolderResult("room", 1, 1)


def test_a_test_that_fails_as_it_is_is_told(tree: Path) -> None:
    seen = noticed(tree, "def test_broken(): assert not admit(1)\n")
    assert seen.broken == {"tests/room/test_gate.py::test_broken"}
    assert not seen.tests
