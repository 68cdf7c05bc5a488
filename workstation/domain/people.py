"""People and teams as the platform names them."""

from collections import Counter
from collections.abc import Mapping
from functools import lru_cache

from workstation.domain.ids import MemberId
from workstation.domain.matching import fold_visible
from workstation.domain.value import value

MAX_KNOWN_LOOKS = 1_024


@value
class Member:
    """An account of the platform: a patient, a family member or a doctor.

    ``member_id`` is ``None`` where a row of the platform's names nobody; ``name`` may be empty, and
    is never what tells two people apart.
    """

    member_id: MemberId | None
    name: str

    def completed_from(self, before: "Member") -> "Member":
        """This person, under the name known before where none is told; that one if nobody is."""
        if self.member_id is None:
            return before
        is_unnamed = not self.name and self.member_id == before.member_id
        return before if is_unnamed else self


@value
class Team:
    """The doctors' team that answers a consultation; ``team_id`` is ``None`` where none is told."""

    team_id: int | None
    name: str


def distinct_names(names: Mapping[MemberId, str]) -> dict[MemberId, str]:
    """Names that tell doctors of one team apart: where two look alike, with their numbers.

    A doctor is called what his own program says, so two may have one name by chance or by malice:
    words would stand under the wrong one's, and a mention go to whichever comes last. A name of
    which nothing is seen is none.
    """
    looks = {member_id: _look(name) for member_id, name in names.items()}
    counts = Counter(looks.values())
    return {
        member_id: _numbered(name, member_id) if counts[looks[member_id]] > 1 else name
        for member_id, name in names.items()
        if looks[member_id]
    }


def _numbered(name: str, member_id: MemberId) -> str:
    return f"{name} ({member_id})"


@lru_cache(maxsize=MAX_KNOWN_LOOKS)
def _look(name: str) -> str:
    """The same few doctors are asked about with every message."""
    return fold_visible(name)
