"""Guards switched off one after the other, on copies of the tree, with a line for each."""

import queue
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from tests.sabotage.guard import Guard

ROOT = Path(__file__).resolve().parents[2]
HELD = "held"
UNNOTICED = "UNNOTICED"


def try_all(guards: Sequence[Guard], copies: int) -> int:
    """How many of the guards are missed by a test; so many are tried at once."""
    with _copies_of_tree(copies) as free, ThreadPoolExecutor(copies) as pool:
        return list(pool.map(lambda guard: _try(guard, free), guards)).count(HELD)


def _try(guard: Guard, free: "queue.SimpleQueue[Path]") -> str:
    tree = free.get()
    try:
        result = _judge(guard, tree)
    finally:
        free.put(tree)
    line = _line_number(guard)
    texts = f"{guard.text!r} → {guard.instead!r}"
    sys.stdout.write(f"{result:14} {guard.module}.py:{line:<4} {guard.tests:24} {texts}\n")
    sys.stdout.flush()
    return result


def _judge(guard: Guard, tree: Path) -> str:
    if not guard.is_in_source(tree):
        return "NOT IN SOURCE"
    try:
        return HELD if guard.is_missed(tree) else UNNOTICED
    except subprocess.TimeoutExpired:
        return "NO END"


def _line_number(guard: Guard) -> int:
    whole = guard.file(ROOT).read_text(encoding="utf-8")
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
