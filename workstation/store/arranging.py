"""Where a row of the work queue stands: its section, what is pinned, what is laid aside."""

from collections.abc import Collection, Mapping, Sequence

from workstation.store.waiting import Section

Sections = Mapping[Section, tuple[int, ...]]


def arranged(
    found: Sections, pinned: Sequence[int], aside: Collection[int]
) -> dict[Section, tuple[int, ...]]:
    """The sections with what the doctor marked put in its place; empty ones are left out.

    Pinned rows come first among those that wait too long, and else have a section of their own.
    What is laid aside stands at the very end, seen but out of the way.
    """
    late, ahead = set(found.get(Section.OVERDUE, ())), set(pinned)
    first = [number for number in pinned if number in late and number not in aside]
    own = [number for number in pinned if number not in late and number not in aside]
    placed = {
        Section.OVERDUE: (*first, *_rest(found, Section.OVERDUE, ahead, aside)),
        Section.PINNED: tuple(own),
        Section.WAITING: _rest(found, Section.WAITING, ahead, aside),
        Section.ANSWERED: _rest(found, Section.ANSWERED, ahead, aside),
        Section.SNOOZED: tuple(
            number for numbers in found.values() for number in numbers if number in aside
        ),
    }
    return {section: numbers for section, numbers in placed.items() if numbers}


def held(shown: Sections, wanted: Sections) -> dict[Section, tuple[int, ...]]:
    """``wanted`` with every row that is shown left where it is, for a hand that is on the list.

    Rows that are new come below all others, so that nothing moves; rows that left are gone.
    """
    there = [number for numbers in wanted.values() for number in numbers]
    stay = set(there)
    placed = {
        section: tuple(number for number in numbers if number in stay)
        for section, numbers in shown.items()
    }
    placed.pop(Section.ARRIVED, None)
    before = {number for numbers in placed.values() for number in numbers}
    placed[Section.ARRIVED] = tuple(number for number in there if number not in before)
    return {section: numbers for section, numbers in placed.items() if numbers}


def _rest(
    found: Sections, section: Section, ahead: Collection[int], aside: Collection[int]
) -> tuple[int, ...]:
    return tuple(
        number for number in found.get(section, ()) if number not in ahead and number not in aside
    )
