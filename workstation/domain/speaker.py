"""Who speaks: decided by the vouched account alone (the IM contract, "Who speaks").

A nickname in a room is whatever its owner typed. If it decided, a patient could write as the
doctor: so the role comes from the account that the room names (XEP-0045, non-anonymous rooms), and
where it names none the message has no speaker at all.
"""

from collections.abc import Mapping
from dataclasses import field

from workstation.domain.consultation import Consultation
from workstation.domain.ids import MemberId
from workstation.domain.message import Speaker, SpeakerRole
from workstation.domain.people import distinct_names, name_beside
from workstation.domain.value import Value

NOBODY = Speaker(None, SpeakerRole.UNVERIFIED, "")


class Cast(Value):
    """The people of one conversation as this doctor sees them.

    ``names`` are display names of doctors by account; a patient's name is the platform's.
    """

    me: MemberId | None
    consultation: Consultation | None = None
    names: Mapping[MemberId, str] = field(default_factory=dict)

    def speaker(self, member_id: MemberId | None) -> Speaker:
        """The speaker behind an account that the room vouches for, ``None`` for nobody."""
        if member_id is None:
            return NOBODY
        role = self.role(member_id)
        return Speaker(member_id, role, self._name(member_id, role))

    def mentionable(self) -> dict[MemberId, str]:
        """The names of the other doctors of the team for a mention: one without a name by number.

        Nobody speaks to themself.
        """
        ids = () if self.consultation is None else self.consultation.doctor_ids
        names = self._doctors()
        return {one: names.get(one) or str(one) for one in ids if one != self.me}

    def role(self, member_id: MemberId) -> SpeakerRole:
        """What this account is in this conversation."""
        if member_id == self.me:
            return SpeakerRole.ME
        if self.consultation is None:
            return SpeakerRole.OTHER
        if member_id in self.consultation.doctor_ids:
            return SpeakerRole.COLLEAGUE
        if member_id == self.consultation.creator.member_id:
            return SpeakerRole.PATIENT
        return SpeakerRole.OTHER

    def _name(self, member_id: MemberId, role: SpeakerRole) -> str:
        consultation = self.consultation
        if role is SpeakerRole.PATIENT and consultation is not None:
            return name_beside(consultation.creator, self._names_of_doctors().values())
        if role is SpeakerRole.ME or role is SpeakerRole.COLLEAGUE:
            return self._doctors().get(member_id, "")
        return ""

    def _doctors(self) -> dict[MemberId, str]:
        """The names of the team's doctors, told apart."""
        return distinct_names(self._names_of_doctors())

    def _names_of_doctors(self) -> dict[MemberId, str]:
        ids = () if self.consultation is None else self.consultation.doctor_ids
        team = (*ids, self.me) if self.me is not None else ids
        return {one: self.names.get(one, "") for one in team}
