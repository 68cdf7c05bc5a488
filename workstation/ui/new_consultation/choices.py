"""Somebody or some team, picked by name or given by number."""

from collections.abc import Iterable, Sequence

from workstation.domain.matching import Span, find_spans, fold
from workstation.domain.pinyin import Readings, find_spelled, is_spelling
from workstation.domain.value import Value

MAX_OFFERED = 5
MAX_OFFERED_UNASKED = 8
"""So many are offered before anything is typed; of more, the first ones would mislead."""
MAX_ID = 2**63 - 1
MAX_DIGITS = len(str(MAX_ID))


class PickChoice(Value):
    """A member or team to pick."""

    number: int
    name: str


def matching_choices(
    choices: Iterable[PickChoice], typed: str, readings: Readings
) -> list[PickChoice]:
    """The choices that what is typed matches: by name, its spelling, or the number's beginning.

    The best first.
    """
    query = fold(typed).strip()
    if not query:
        return []
    ranked = [
        (rank, choice) for choice in choices if (rank := _rank(choice, query, readings)) is not None
    ]
    ranked.sort(
        key=lambda ranked_choice: (ranked_choice[0], ranked_choice[1].name, ranked_choice[1].number)
    )
    return [choice for _, choice in ranked[:MAX_OFFERED]]


def few_choices(choices: Sequence[PickChoice]) -> list[PickChoice]:
    """All of them, to be offered before anything is typed, where they are few; else none."""
    if len(choices) > MAX_OFFERED_UNASKED:
        return []
    return sorted(choices, key=lambda choice: (choice.name, choice.number))


def matched_spans(name: str, typed: str, readings: Readings) -> tuple[Span, ...]:
    """Where a name holds what is typed, or the part of it that the letters spell."""
    spans = find_spans(name, typed)
    run = None if spans else _spelled(name, fold(typed).strip(), readings)
    return spans if run is None else (run,)


def parse_number(typed: str) -> int | None:
    """What was typed as a number, in any width of figures; None for anything else."""
    digits = fold(typed).strip()
    if not digits.isascii() or not digits.isdigit() or len(digits) > MAX_DIGITS:
        return None
    number = int(digits)
    return number if 0 < number <= MAX_ID else None


def _rank(choice: PickChoice, query: str, readings: Readings) -> int | None:
    name = fold(choice.name)
    if name.startswith(query):
        return 0
    if query in name:
        return 1
    if _spelled(choice.name, query, readings) is not None:
        return 2
    return 3 if str(choice.number).startswith(query) else None


def _spelled(name: str, query: str, readings: Readings) -> Span | None:
    return find_spelled(name, query, readings) if is_spelling(query) else None
