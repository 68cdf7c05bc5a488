"""People and teams as the platform names them."""

from workstation.domain.ids import MemberId
from workstation.domain.value import value


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
