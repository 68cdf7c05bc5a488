"""Somebody or some team, picked by name or given by number."""

from collections.abc import Iterable

from workstation.domain.matching import fold
from workstation.domain.value import value

MAX_OFFERED = 5
MAX_ID = 2**63 - 1
MAX_DIGITS = len(str(MAX_ID))


@value
class PickChoice:
    """One member or team."""

    number: int
    name: str


def matching_choices(choices: Iterable[PickChoice], typed: str) -> list[PickChoice]:
    """Those whose name holds what is typed, or whose number begins with it; the best first."""
    query = fold(typed).strip()
    if not query:
        return []
    ranked = [(rank, choice) for choice in choices if (rank := _rank(choice, query)) is not None]
    ranked.sort(
        key=lambda ranked_choice: (ranked_choice[0], ranked_choice[1].name, ranked_choice[1].number)
    )
    return [choice for _, choice in ranked[:MAX_OFFERED]]


def parse_number(typed: str) -> int | None:
    """What was typed as a number, in any width of figures; None for anything else."""
    digits = fold(typed).strip()
    if not digits.isascii() or not digits.isdigit() or len(digits) > MAX_DIGITS:
        return None
    number = int(digits)
    return number if 0 < number <= MAX_ID else None


def _rank(choice: PickChoice, query: str) -> int | None:
    name = fold(choice.name)
    if name.startswith(query):
        return 0
    if query in name:
        return 1
    return 2 if str(choice.number).startswith(query) else None
