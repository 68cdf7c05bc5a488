"""Guards switched off one after the other, on copies of the tree, with a line for each."""

import queue
import shutil
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.sabotage.guard import Guard
from tests.sabotage.notice import Notice, notice

ROOT = Path(__file__).resolve().parents[2]
HELD = "held"
UNNOTICED, NO_END, NOT_IN_SOURCE = "UNNOTICED", "NO END", "NOT IN SOURCE"
LOST = (UNNOTICED, NO_END, NOT_IN_SOURCE)
NEAREST_FIRST = (
    Guard.tests_near, Guard.tests_of_folder, Guard.tests_elsewhere, Guard.tests_further,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class FolderResult:
    """What came of the guards whose tests lie in one folder."""

    name: str
    guards: int
    noticed: int

    def __str__(self) -> str:
        return f"{self.name}: {self.noticed} of {self.guards}"


def try_all(guards: Sequence[Guard], copies: int) -> list[FolderResult]:
    """Which of the guards are missed by a test, by folder; so many folders are tried at once."""
    folders: dict[str, list[Guard]] = defaultdict(list)
    for guard in guards:
        folders[folder_of(guard)].append(guard)
    with _copies_of_tree(copies) as free, ThreadPoolExecutor(copies) as pool:
        return list(pool.map(lambda folder: _try_in_copy(folder, free), folders.values()))


def folder_of(guard: Guard) -> str:
    """Guards of one folder share their runs: to start one costs more than most tests."""
    return guard.tests.partition("/")[0]


def _try_in_copy(guards: Sequence[Guard], free: "queue.SimpleQueue[Path]") -> FolderResult:
    tree = free.get()
    try:
        return try_folder(guards, tree)
    finally:
        free.put(tree)


def try_folder(guards: Sequence[Guard], tree: Path) -> FolderResult:
    """Try the guards of one folder in a copy of the tree, and tell what came of each."""
    noticed = try_by_switches([guard for guard in guards if guard.is_in_source(tree)], tree)
    results = [_tell(guard, _judge(guard, noticed, tree), tree) for guard in guards]
    for test in sorted(noticed.broken):
        sys.stdout.write(f"fails as it is, and was not asked: {test}\n")
    held = sum(result not in LOST for result in results)
    result = FolderResult(folder_of(guards[0]), len(guards), held)
    sys.stdout.write(f"{result}\n")
    sys.stdout.flush()
    return result


def try_by_switches(guards: Sequence[Guard], tree: Path) -> Notice:
    """The nearest tests of all first, then the folder's, then others that come by the modules.

    What none of them noticed is tried alone at last, in the nearest: of many that are off at once,
    one may hide the lack of another.
    """
    seen = Notice()
    asked: set[str] = set()
    for tests in NEAREST_FIRST:
        left = _left(guards, seen)
        paths = [path for path in _files(tests, left, tree) if path not in asked]
        asked |= set(paths)
        seen.take(notice(left, tree, paths))
    left = [guard for guard in _left(guards, seen) if guard in seen.tried]
    seen.take(notice(left, tree, _files(Guard.tests_near, left, tree), singly=True))
    return seen


def _files(
    tests: Callable[[Guard, Path], list[str]], guards: Sequence[Guard], tree: Path
) -> list[str]:
    return list(dict.fromkeys(path for guard in guards for path in tests(guard, tree)))


def _left(guards: Sequence[Guard], seen: Notice) -> list[Guard]:
    return [guard for guard in guards if guard not in seen.tests]


def _tell(guard: Guard, result: str, tree: Path) -> str:
    line = _line_number(guard, tree)
    texts = f"{guard.text!r} → {guard.instead!r}"
    sys.stdout.write(f"{guard.module}.py:{line} {texts}\n    {result}\n")
    sys.stdout.flush()
    return result


def _judge(guard: Guard, seen: Notice, tree: Path) -> str:
    """What becomes of a guard in the end: by itself, where switches could not tell."""
    if not guard.is_in_source(tree):
        return NOT_IN_SOURCE
    if seen.is_certain(guard):
        return seen.tests.get(guard, UNNOTICED)
    tests = [*guard.tests_near(tree), *guard.tests_elsewhere(tree)]
    if guard in seen.out_of_reach or guard not in seen.switched:
        tests += guard.tests_of_folder(tree)
    try:
        return HELD if tests and guard.is_missed(tree, tests) else UNNOTICED
    except subprocess.TimeoutExpired:
        return NO_END


def _line_number(guard: Guard, tree: Path) -> int:
    whole = guard.file(tree).read_text(encoding="utf-8")
    return whole[: max(guard.at, whole.find(guard.text))].count("\n") + 1


@contextmanager
def _copies_of_tree(copies: int) -> Iterator["queue.SimpleQueue[Path]"]:
    """Copies of the tree to work in, without its environments and what was built."""
    free: queue.SimpleQueue[Path] = queue.SimpleQueue()
    with tempfile.TemporaryDirectory() as folder:
        for number in range(copies):
            tree = Path(folder) / str(number)
            shutil.copytree(ROOT, tree, ignore=shutil.ignore_patterns(".*", "build", "dist"))
            free.put(tree)
        yield free
