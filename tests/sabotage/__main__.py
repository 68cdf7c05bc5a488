"""``make sabotage [ONLY=vault]``: switch off each guard of the product and see a test turn red.

Works on two copies of the tree at once; with all guards some hours, with a room's some minutes. One
line a guard: its module, its text, its tests, what became of them. Exits with 1 when one could go
without any test noticing, or when the source no longer holds it as it is listed.

The guards of the simulation are changes of behaviour rather than of a line; ``make test`` takes
each of them away (``tests/simulation/sabotage.py``).
"""

import queue
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from tests.sabotage.guard import Guard
from tests.sabotage.lists import GUARDS

ROOT = Path(__file__).resolve().parents[2]
COPIES = 2
HELD = "held"


def main(only: str = "") -> int:
    """Try every guard, or those of modules that begin with ``only``; 1 if any could go."""
    guards = [guard for guard in GUARDS if guard.module.startswith(only)]
    with _copies() as free, ThreadPoolExecutor(COPIES) as pool:
        results = list(pool.map(lambda guard: _try(guard, free), guards))
    held = results.count(HELD)
    sys.stdout.write(f"{held} of {len(guards)} guards are held by a test\n")
    return 0 if held == len(guards) else 1


def _try(guard: Guard, free: "queue.SimpleQueue[Path]") -> str:
    tree = free.get()
    try:
        result = _judge(guard, tree)
    finally:
        free.put(tree)
    sys.stdout.write(f"{result:14} {guard.module:34} {guard.tests:34} {guard.text!r}\n")
    sys.stdout.flush()
    return result


def _judge(guard: Guard, tree: Path) -> str:
    if not guard.is_in_source(tree):
        return "NOT IN SOURCE"
    try:
        return HELD if guard.is_missed(tree) else "UNNOTICED"
    except subprocess.TimeoutExpired:
        return "NO END"


@contextmanager
def _copies() -> Iterator["queue.SimpleQueue[Path]"]:
    """Copies of the tree to work in, without its environments and what was built."""
    free: queue.SimpleQueue[Path] = queue.SimpleQueue()
    with tempfile.TemporaryDirectory() as folder:
        for number in range(COPIES):
            tree = Path(folder) / str(number)
            shutil.copytree(ROOT, tree, ignore=shutil.ignore_patterns(".*", "build", "dist"))
            free.put(tree)
        yield free


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:2]))
