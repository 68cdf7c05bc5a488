"""Judges where messages stand in a conversation: nothing twice, nothing hidden, nothing swapped.

Which of two messages was said first cannot be known where the archive lost one before the other was
first shown: the lost one stands first. Where it lost one before that was heard, or while a page was
under way that tells of the other, either may stand first: the page may be older than what was heard
since it was asked for.
Any other two stand in their order.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from itertools import combinations, pairwise
from typing import Protocol

from workstation.domain.changes import Timeline

MARK = ""


class Line(Protocol):
    """One archived message."""

    @property
    def archive_id(self) -> str:
        """The archive's id of it (XEP-0313), unique in its room."""

    @property
    def number(self) -> int:
        """Its place among all that was ever archived."""

    @property
    def member_id(self) -> int: ...
    @property
    def origin_id(self) -> str:
        """The id that its sender chose (XEP-0359)."""

    @property
    def text(self) -> str: ...
    @property
    def late(self) -> bool:
        """Whether it came over a connection that was given up for dead already."""

    @property
    def poison(self) -> bool:
        """Whether the client cannot read it."""


def wrong(
    archive: Sequence[Line],
    timeline: Timeline,
    missing: Collection[str],
    shown_before: Mapping[str, Collection[str]],
    lost_while_asked: Collection[str] = (),
) -> list[str]:
    """What is wrong at any moment.

    Copies in the archive stand where either copy was met, until both were. What is ``missing``
    nobody could know of. ``shown_before`` says what was shown when the archive lost a message;
    ``lost_while_asked`` are those of which a page was under way then.
    """
    line = _line(timeline)
    names = [name for name in line if name != MARK]
    wrong = [f"shown twice: {name}" for name, n in Counter(names).items() if n > 1]
    if _has_copies(archive):
        return wrong
    pairs = _swapped(names, _order(archive), shown_before)
    wrong += [
        f"swapped: {a} {b}"
        for a, b in pairs
        if a in shown_before.get(b, {a}) or (b in shown_before[b] and b not in lost_while_asked)
    ]
    hidden = _hidden(archive, line, missing)
    return wrong + [f"hidden without a gap after {a}: {each}" for a, each in hidden.items()]


def unmarked(
    archive: Sequence[Line],
    timeline: Timeline,
    remaining: Collection[str],
    unknowable: Collection[str],
) -> list[str]:
    """What the archive lost without a mark, once it was read whole.

    The mark stands behind the last that is shown of what was lost there, before ``remaining``.
    """
    if _has_copies(archive):
        return []
    line = _line(timeline)
    marked, is_marked = set(), False
    for name in reversed(line):
        if name == MARK:
            is_marked = True
            continue
        if is_marked:
            marked.add(name)
        is_marked = is_marked and name not in remaining
    hidden = _hidden(archive, line, unknowable)
    return [f"lost without a mark after {a}: {each}" for a, each in hidden.items()
            if a not in marked]  # fmt: skip


def _line(timeline: Timeline) -> list[str]:
    """Messages by their ids, and marks, in the order shown."""
    places = [(each.position or 0, each.origin_id) for each in timeline.messages if each.origin_id]
    return [name for _, name in sorted([*places, *((gap.position, MARK) for gap in timeline.gaps)])]


def _order(archive: Sequence[Line]) -> dict[str, int]:
    return {line.origin_id: at for at, line in enumerate(archive)}


def _has_copies(archive: Sequence[Line]) -> bool:
    readable = [line.origin_id for line in archive if not line.poison]
    return len(set(readable)) < len(readable)


def _swapped(
    names: Sequence[str], order: Mapping[str, int], shown_before: Mapping[str, Collection[str]]
) -> list[tuple[str, str]]:
    """The pairs, neighbours or not, that stand the wrong way round though that can be known."""
    if all(order[a] < order[b] for a, b in pairwise(names)):
        return []
    return [
        (a, b)
        for a, b in combinations(names, 2)
        if order[a] > order[b] and b in shown_before.get(a, {b})
    ]


def _hidden(
    archive: Sequence[Line], line: Sequence[str], excused: Collection[str]
) -> dict[str, set[str]]:
    """What was said between two that are shown as neighbours, by the first of them.

    What is shown elsewhere is not hidden; whether it may stand there is for ``_swapped`` to say.
    """
    archive = [each for each in archive if not each.poison]
    order = _order(archive)
    between = {
        a: {each.origin_id for each in archive[order[a] + 1 : order[b]]}.difference(excused, line)
        for a, b in pairwise(line)
        if MARK not in {a, b}
    }
    return {a: names for a, names in between.items() if names}
