"""Patients of one list who are called the same, or look so: they are shown with their numbers."""

from collections.abc import Mapping

from workstation.domain.consultation import Consultation, with_namesakes
from workstation.domain.ids import ConsultationId, MemberId
from workstation.domain.people import find_namesakes


class Namesakes:
    """Of one list: found anew whenever that is another one, in 1 ms for a thousand rows."""

    def __init__(self) -> None:
        self._members: frozenset[MemberId] = frozenset()

    def update(self, listed: Mapping[ConsultationId, Consultation]) -> list[ConsultationId]:
        """The list is this one now; whose patient is named otherwise by that."""
        before = self._members
        self._members = find_namesakes(each.target for each in listed.values())
        renamed = before ^ self._members
        return [
            consultation_id
            for consultation_id, each in (listed.items() if renamed else ())
            if each.target.member_id in renamed
        ]

    def mark(self, consultation: Consultation) -> Consultation:
        """The same, its patient marked where that is one of them."""
        return with_namesakes(consultation, self._members)
