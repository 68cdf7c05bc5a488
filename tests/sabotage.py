"""Switches off guards of the product one at a time, in a copy of the tree, to see a test turn red.

The lists of guards, each with its command, are the ``sabotage.py`` of ``tests/link``, ``tests/web``
and ``tests/xmpp``.
"""

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SECONDS = 300
TESTS_FAILED = 1


@dataclass(frozen=True, slots=True)
class Guard:
    """A piece of ``module``, what stands in its place meanwhile, and the tests to miss it."""

    module: str
    text: str
    instead: str
    tests: str


def judge(guards: Sequence[Guard]) -> int:
    """Print every guard that could go unnoticed, or that the source does not hold; 1 if any."""
    wrong = 0
    with tempfile.TemporaryDirectory() as folder:
        tree = Path(folder) / "tree"
        shutil.copytree(ROOT, tree, ignore=shutil.ignore_patterns(".*", "build", "dist"))
        for guard in guards:
            if trouble := _trouble(tree, guard):
                wrong += 1
                sys.stdout.write(f"{guard.module}: {guard.text!r} {trouble}\n")
                sys.stdout.flush()
    sys.stdout.write(f"{len(guards) - wrong} of {len(guards)} guards are held by a test\n")
    return 1 if wrong else 0


def _trouble(tree: Path, guard: Guard) -> str:
    """What is wrong with a guard: empty when a test turned red without it."""
    file = tree / "workstation" / f"{guard.module}.py"
    whole = file.read_text()
    if guard.text not in whole:
        return "is not in the source"
    maimed = whole.replace(guard.text, guard.instead)
    compile(maimed, file.name, "exec")
    file.write_text(maimed)
    command = [sys.executable, "-m", "pytest", f"tests/{guard.tests}", "-q", "-x", "--no-header"]
    done = subprocess.run(  # noqa: S603
        command, cwd=tree, capture_output=True, timeout=SECONDS, check=False
    )
    file.write_text(whole)
    return "" if done.returncode == TESTS_FAILED else "can go unnoticed"
