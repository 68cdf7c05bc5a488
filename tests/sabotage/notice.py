"""All guards of a folder tried in one run of its tests, by switches."""

import subprocess
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests.sabotage.guard import Guard, run_tests
from tests.sabotage.switches import switches
from tests.sabotage.switching import JOURNAL, KNOWN, SINGLY

SECONDS = 7200
PLUGIN = ("-p", "tests.sabotage.switching")


@dataclass(slots=True)
class Notice:
    """What became of guards by their switches.

    ``switched`` have a switch. ``tests`` noticed them. ``tried`` are those without which a test
    passed; ``out_of_reach`` those that some test came by only where no switch reaches. ``broken``
    tests fail as they are.
    """

    switched: set[Guard] = field(default_factory=set)
    tests: dict[Guard, str] = field(default_factory=dict)
    tried: set[Guard] = field(default_factory=set)
    out_of_reach: set[Guard] = field(default_factory=set)
    broken: set[str] = field(default_factory=set)

    def is_certain(self, guard: Guard) -> bool:
        """Whether the tests that came by the guard were run without it; else it goes by itself."""
        return guard in self.tests or (guard in self.tried and guard not in self.out_of_reach)

    def take(self, other: "Notice") -> None:
        """Add what became of them in other tests."""
        self.switched |= other.switched
        self.tests |= other.tests
        self.tried |= other.tried
        self.out_of_reach |= other.out_of_reach
        self.broken |= other.broken


def notice(
    guards: Sequence[Guard], tree: Path, tests: Sequence[str], *, singly: bool = False
) -> Notice:
    """Switch each off in the tests that come by it, alone or many at once.

    A process that ends or hangs without a guard has noticed it, too; the rest is tried again.
    """
    seen = Notice()
    with switches(guards, tree) as switched:
        seen.switched |= set(switched.values())
        alone = set(switched) if singly else set()
        while switched and tests and _run(seen, switched, alone, tree, tests):
            pass
    return seen


def _run(
    seen: Notice, switched: Mapping[int, Guard], alone: set[int], tree: Path, tests: Sequence[str]
) -> bool:
    """Run the tests with those guards that are left; whether it ended early, at some of them."""
    journal = tree / "journal.txt"
    journal.write_text("", encoding="utf-8")
    known = [number for number, guard in switched.items() if guard in seen.tests]
    settings = {JOURNAL: str(journal), KNOWN: _words(known), SINGLY: _words(alone)}
    ended = True
    try:
        run_tests(tree, tests, *PLUGIN, seconds=SECONDS, **settings)
    except subprocess.TimeoutExpired:
        ended = False
    last, numbers, test = "", list[int](), ""
    for last, numbers, test in _steps(journal):
        _take(seen, last, [switched[number] for number in numbers], test)
    if last != "try" or not ended:
        return False
    if len(numbers) == 1:
        seen.tests[switched[numbers[0]]] = test
    alone |= set(numbers)
    return True


def _words(numbers: Sequence[int] | set[int]) -> str:
    return " ".join(map(str, sorted(numbers)))


def _steps(journal: Path) -> Iterator[tuple[str, list[int], str]]:
    for line in journal.read_text(encoding="utf-8").splitlines():
        step, numbers, test = line.split("\t")
        yield step, [int(number) for number in numbers.split()], test


def _take(seen: Notice, step: str, guards: Sequence[Guard], test: str) -> None:
    match step:
        case "noticed":
            seen.tests |= dict.fromkeys(guards, test)
        case "tried":
            seen.tried |= set(guards)
        case "out of reach":
            seen.out_of_reach |= set(guards)
        case "broken":
            seen.broken.add(test)
