"""People and teams as the platform names them."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import lru_cache

from workstation.domain.ids import MemberId
from workstation.domain.matching import fold_visible
from workstation.domain.value import Value

MAX_KNOWN_LOOKS = 1_024
LOOK_ALIKES = str.maketrans(
    "аеорсухіјѕһԁԛԝкαορνικυχτ0l1已巳曰未士戌戍",
    "aeopcyxijshdqwkaopvikyxtoii己己日末土戊戊",
) | str.maketrans(
    "[{❨❪❬❮❰❲❴⟦⟨⟪⟬⟮⦃⦅⦇⸨〈《「『【〔〖〘〚﴾]}❩❫❭❯❱❳❵⟧⟩⟫⟭⟯⦄⦆⦈⸩〉》」』】〕〗〙〛﴿",
    "(" * 28 + ")" * 28,
)
"""Signs of other alphabets, and some Chinese ones, that are read as another, case aside.

And brackets: no two kinds of them are so unlike that people are told apart by them.
"""
UNUSUAL = re.compile(r"[^\u4e00-\u9fff]|[已巳曰未士戌戍]")
"""What may look like something else; nearly all names are without, and lists are long."""
NUMBER_IN_BRACKETS = re.compile(r"\(\W*([\dio]+)\W*(?:\)|$)")
"""In a look, where 0, 1 and letters like them are o and i. What stands behind may be cut away."""
MIN_LETTERS = 3
"""So many letters that are read as figures make a number; “(O)” is a blood group."""
NUMBER_AT_END = re.compile(r"(?:(?:^|\W)\d+|\d{3,})\W*$")
"""A doctor without a name is called by the number alone, or by a word and the number."""
FIGURES_AT_END = re.compile(r"\d+$")


class Member(Value):
    """An account of the platform: a patient, a family member or a doctor.

    ``member_id`` is ``None`` where a row of the platform's names nobody; ``name`` may be empty, and
    is never what tells two people apart. ``has_namesake`` says that somebody else of the same list
    is called the same, or looks so, or might be shown so.
    """

    member_id: MemberId | None
    name: str
    has_namesake: bool = False

    @property
    def distinct_name(self) -> str:
        """The name as it is shown: with the number where it alone would name two people."""
        by_number = self.has_namesake and self.member_id is not None
        return _numbered(self.name, self.member_id) if by_number else self.name

    def completed_from(self, before: "Member") -> "Member":
        """This person, with the name of ``before`` if unnamed; ``before`` if there is no id."""
        is_unnamed = not self.name and self.member_id == before.member_id
        if self.member_id is not None and not is_unnamed:
            return self
        return replace(before, has_namesake=False) if before.has_namesake else before


class Team(Value):
    """The doctors' team that answers a consultation; ``team_id`` is ``None`` where none is told."""

    team_id: int | None
    name: str


def distinct_names(names: Mapping[MemberId, str]) -> dict[MemberId, str]:
    """Names that tell doctors of one team apart: where two look alike, with their numbers.

    Each doctor's own program sends the name, so that two may be equal by chance or by malice:
    messages would be read under the wrong name, and a mention would go to the last of them. A name
    that itself ends in a number looks like one made here and gets the true number as well, except
    for a name like “Duty doctor3” while nobody in the team has the number 3. A name without visible
    characters is left out.
    """
    looks = {member_id: _look(name) for member_id, name in names.items()}
    counts = Counter(looks.values())
    numbers = frozenset(map(str, names))

    def is_doubtful(member_id: MemberId, name: str) -> bool:
        is_number_of_one = _figures_at_end(name) in numbers
        return counts[looks[member_id]] > 1 or is_number_of_one or _ends_in_number(name)

    return {
        member_id: _numbered(name, member_id) if is_doubtful(member_id, name) else name
        for member_id, name in names.items()
        if looks[member_id]
    }


def name_beside(person: Member, names: Iterable[str]) -> str:
    """A patient's name as shown beside doctors': with the number where it looks like one of them.

    In a copy or a print, the words of a patient with the doctor's name would pass as the doctor's.
    """
    look = _look(person.name)
    is_alike = bool(look) and look in map(_look, names)
    return replace(
        person, has_namesake=is_alike or _has_number_in_brackets(person.name)
    ).distinct_name


def find_namesakes(people: Iterable[Member]) -> frozenset[MemberId]:
    """The people whose name looks like that of another one, or as if it had a number."""
    first: dict[str, MemberId] = {}
    namesakes: set[MemberId] = set()
    for person in people:
        name = person.name
        look = _look(name) if UNUSUAL.search(name) else name
        if person.member_id is None or not look:
            continue
        if "(" in look and _has_number_in_brackets(name):
            namesakes.add(person.member_id)
        other = first.setdefault(look, person.member_id)
        if other != person.member_id:
            namesakes |= {other, person.member_id}
    return frozenset(namesakes)


def _numbered(name: str, member_id: MemberId | None) -> str:
    return f"{name} ({member_id})"


@lru_cache(maxsize=MAX_KNOWN_LOOKS)
def _look(name: str) -> str:
    """A name as it looks, cached: the same few doctors are asked about with every message."""
    return fold_visible(name).translate(LOOK_ALIKES)


@lru_cache(maxsize=MAX_KNOWN_LOOKS)
def _ends_in_number(name: str) -> bool:
    return NUMBER_AT_END.search(fold_visible(name)) is not None or _has_number_in_brackets(name)


@lru_cache(maxsize=MAX_KNOWN_LOOKS)
def _figures_at_end(name: str) -> str:
    figures = FIGURES_AT_END.search(fold_visible(name))
    return figures.group() if figures is not None else ""


def _has_number_in_brackets(name: str) -> bool:
    for number in NUMBER_IN_BRACKETS.finditer(_look(name)):
        written = fold_visible(name)[number.start(1) : number.end(1)]
        if len(written) >= MIN_LETTERS or any(sign.isdigit() for sign in written):
            return True
    return False
