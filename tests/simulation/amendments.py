"""What became of each line of an archive: what it said, one correction after the other.

This is the truth that what is shown is held against. It knows nothing of the program: only of
XEP-0308 and XEP-0424, and that nobody changes the words of anybody else.
"""

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass

from tests.simulation.archive import Archived
from tests.simulation.placement import Line


@dataclass(slots=True)
class Said:
    """A line and all that it said, in the archive's order; the last of ``texts`` stands."""

    line: Line
    texts: list[str]
    withdrawn: bool = False

    @property
    def text(self) -> str:
        """What stands now; nothing where it was withdrawn."""
        return "" if self.withdrawn else self.texts[-1]

    @property
    def earlier(self) -> list[str]:
        """What it said before; the words of a file are no text."""
        before = self.texts if self.withdrawn else self.texts[:-1]
        shared = isinstance(self.line, Archived) and self.line.shared
        return ["", *before[1:]] if shared and before else [*before]


def tied(archive: Sequence[Line]) -> dict[str, str]:
    """The id of each change that found its line, with that line's."""
    roots: dict[str, str] = {}
    for name, target in named(archive).items():
        roots[name] = roots.get(target, target)
    return roots


def named(archive: Sequence[Line]) -> dict[str, str]:
    """The id of each change that found what it names, be it a change itself, with that one's."""
    entries = [each for each in archive if isinstance(each, Archived)]
    changes = [each for each in entries if each.amends]
    if not changes:
        return {}
    spoken = {(each.member_id, each.origin_id): each for each in reversed(entries)}
    archived = {(each.member_id, each.archive_id): each for each in entries}
    targets: dict[str, str] = {}
    for each in changes:
        name = each.member_id, each.replaces or each.retracts
        target = spoken.get(name) or (archived.get(name) if each.retracts else None)
        if target is not None and target.origin_id != each.origin_id:
            targets[each.origin_id] = target.origin_id
    return targets


def shown_as(name: str, targets: Mapping[str, str], there: Container[str]) -> str:
    """The line in which a change is seen: what it names, or what that one names, as far as known.

    Where the archive lost the first words of a line unheard, each change of these is a line.
    """
    here = chain(name, targets, there)[-1]
    return here if here in there else name


def chain(name: str, targets: Mapping[str, str], there: Container[str]) -> list[str]:
    """A change, what it names, what that one names, and so on to the line in which it is seen."""
    names = [name]
    while names[-1] not in there and names[-1] in targets:
        names.append(targets[names[-1]])
    return names


def lines(archive: Sequence[Line]) -> dict[str, Said]:
    """What stands as a line, by its id and in its order, with all that was changed of it."""
    roots, once = tied(archive), {each.origin_id: each for each in reversed(archive)}
    in_order = [once[name] for name in dict.fromkeys(each.origin_id for each in archive)]
    standing = {
        each.origin_id: Said(each, [each.text])
        for each in in_order
        if each.origin_id not in roots and not retracts(each)
    }
    for each in in_order:
        root = standing.get(roots.get(each.origin_id, ""))
        if root is not None and isinstance(each, Archived):
            root.withdrawn |= bool(each.retracts)
            root.texts += [] if each.retracts else [each.text]
    return standing


def unseen(archive: Sequence[Line]) -> set[str]:
    """What need not stand as a line: changes that found theirs, and any withdrawal."""
    return tied(archive).keys() | {each.origin_id for each in archive if retracts(each)}


def retracts(line: Line) -> bool:
    """Whether it is a withdrawal, which is no line itself."""
    return isinstance(line, Archived) and bool(line.retracts)
