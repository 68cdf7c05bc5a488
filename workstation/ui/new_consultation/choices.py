"""Somebody or some team, picked by name or given by number."""

from collections.abc import Iterable
from dataclasses import dataclass

from workstation.domain.matching import fold

MOST_OFFERED = 5
LARGEST = 2**63 - 1
MOST_DIGITS = len(str(LARGEST))


@dataclass(frozen=True, slots=True)
class Choice:
    """One member or team."""

    number: int
    name: str


def offered(choices: Iterable[Choice], typed: str) -> list[Choice]:
    """Those whose name holds what is typed, or whose number begins with it; the best first."""
    wanted = fold(typed).strip()
    if not wanted:
        return []
    ranked = [(rank, choice) for choice in choices if (rank := _rank(choice, wanted)) is not None]
    ranked.sort(key=lambda found: (found[0], found[1].name, found[1].number))
    return [choice for _, choice in ranked[:MOST_OFFERED]]


def number_typed(typed: str) -> int | None:
    """What was typed as a number, in any width of figures; None for anything else."""
    digits = fold(typed).strip()
    if not digits.isascii() or not digits.isdigit() or len(digits) > MOST_DIGITS:
        return None
    number = int(digits)
    return number if 0 < number <= LARGEST else None


def _rank(choice: Choice, wanted: str) -> int | None:
    name = fold(choice.name)
    if name.startswith(wanted):
        return 0
    if wanted in name:
        return 1
    return 2 if str(choice.number).startswith(wanted) else None
