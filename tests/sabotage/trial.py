"""Guards switched off one after the other, on copies of the tree, with a line for each."""

import queue
import shutil
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from tests.sabotage.guard import Guard
from tests.sabotage.notice import notice

ROOT = Path(__file__).resolve().parents[2]
HELD = "held"
UNNOTICED, NO_END, NOT_IN_SOURCE = "UNNOTICED", "NO END", "NOT IN SOURCE"
LOST = (UNNOTICED, NO_END, NOT_IN_SOURCE)


def try_all(guards: Sequence[Guard], copies: int) -> int:
    """How many of the guards are missed by a test; so many rooms are tried at once."""
    rooms: dict[str, list[Guard]] = defaultdict(list)
    for guard in guards:
        rooms[guard.tests].append(guard)
    with _copies_of_tree(copies) as free, ThreadPoolExecutor(copies) as pool:
        return sum(pool.map(lambda room: _try_room(room, free), rooms.values()))


def _try_room(guards: Sequence[Guard], free: "queue.SimpleQueue[Path]") -> int:
    """The nearest tests of all first, then those of the room, then each guard by itself."""
    tree = free.get()
    try:
        there = [guard for guard in guards if guard.is_in_source(tree)]
        near = {path: None for guard in there for path in guard.tests_near(tree)}
        room = f"tests/{guards[0].tests}"
        switched, noticed = notice(there, tree, list(near))
        _, later = notice([guard for guard in switched if guard not in noticed], tree, [room])
        noticed |= later
        results = [
            _tell(guard, noticed.get(guard) or _judge(guard, guard in switched, tree))
            for guard in guards
        ]
    finally:
        free.put(tree)
    return len(results) - sum(result in LOST for result in results)


def _tell(guard: Guard, result: str) -> str:
    line = _line_number(guard)
    texts = f"{guard.text!r} → {guard.instead!r}"
    sys.stdout.write(f"{guard.module}.py:{line} {texts}\n    {result}\n")
    sys.stdout.flush()
    return result


def _judge(guard: Guard, is_switched: bool, tree: Path) -> str:
    """What becomes of a guard that no run with switches noticed."""
    if not guard.is_in_source(tree):
        return NOT_IN_SOURCE
    tests = guard.tests_elsewhere(tree)
    if not is_switched:
        tests = [*guard.tests_near(tree), f"tests/{guard.tests}", *tests]
    try:
        return HELD if tests and guard.is_missed(tree, tests) else UNNOTICED
    except subprocess.TimeoutExpired:
        return NO_END


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
