"""All guards of a room tried in one run of its tests, by switches."""

import contextlib
import subprocess
from collections.abc import Sequence
from pathlib import Path

from tests.sabotage.guard import Guard, run_tests
from tests.sabotage.switches import switches
from tests.sabotage.switching import JOURNAL, KNOWN

SECONDS = 3600
PLUGIN = ("-p", "tests.sabotage.switching")


def notice(
    guards: Sequence[Guard], tree: Path, tests: Sequence[str]
) -> tuple[set[Guard], dict[Guard, str]]:
    """Which of the guards have a switch, and the test that noticed each of those that one did.

    A process that ends or hangs without a guard has noticed it, too; the rest is tried again.
    """
    noticed: dict[int, str] = {}
    with switches(guards, tree) as switched:
        if switched and tests:
            while _run(noticed, tree, tests):
                pass
    return set(switched.values()), {switched[number]: test for number, test in noticed.items()}


def _run(noticed: dict[int, str], tree: Path, tests: Sequence[str]) -> bool:
    """Run the tests with those guards that are left; whether it ended early, at one of them."""
    journal = tree / "journal.txt"
    journal.write_text("", encoding="utf-8")
    settings = {JOURNAL: str(journal), KNOWN: " ".join(map(str, noticed))}
    with contextlib.suppress(subprocess.TimeoutExpired):
        run_tests(tree, tests, *PLUGIN, seconds=SECONDS, **settings)
    last = ""
    for line in journal.read_text(encoding="utf-8").splitlines():
        last, guard, test = line.split("\t")
        if last == "noticed":
            noticed[int(guard)] = test
    if last == "try":
        noticed[int(guard)] = test
    return last == "try"
