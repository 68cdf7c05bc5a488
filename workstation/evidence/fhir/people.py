"""Who takes part: the patient, who asks for them, the doctors, their team, the encounter."""

from collections.abc import Hashable

from workstation.domain.changes import Place
from workstation.domain.evidence import PackageSource
from workstation.domain.ids import MemberId
from workstation.domain.message import Speaker, SpeakerRole
from workstation.domain.people import Member
from workstation.evidence.fhir.values import TERMINOLOGY, Entries, Resource, moment

_DOCTORS = {SpeakerRole.ME, SpeakerRole.COLLEAGUE}
_STATUS = {Place.IN_PROCESS: "in-progress", Place.HISTORY: "finished"}


class People:
    """References to whoever takes part, each made when first needed."""

    def __init__(self, source: PackageSource, entries: Entries) -> None:
        self._source, self._entries = source, entries
        self._references: dict[MemberId | None, Resource] = {}
        # By themselves: one who is the patient, too, takes part as both.
        self._doctors: dict[MemberId, Resource] = {}
        consultation = source.consultation
        self.patient = self._add("Patient", consultation.target)
        if consultation.target.member_id is not None:
            self._references[consultation.target.member_id] = self.patient
        for doctor in source.doctors:
            self._add_doctor(doctor.member_id, doctor.name, doctor.title)
        self.maker = self._add_doctor(source.maker_id, source.maker)
        # After the doctors: one of them may have started it for the patient.
        creator = consultation.creator
        known = self._references.keys() | self._doctors
        if creator.member_id is not None and creator.member_id not in known:
            self._references[creator.member_id] = self._add(
                "RelatedPerson", creator, patient=self.patient
            )
        self.encounter = self._add_encounter()

    def sender(self, speaker: Speaker | None) -> Resource | None:
        """The reference to who said something; a name alone if neither patient nor doctor.

        ``None`` where the room vouches for nobody.
        """
        if speaker is None:
            return self._known(self._source.consultation.creator.member_id)
        if speaker.member_id is None or speaker.role is SpeakerRole.UNVERIFIED:
            return None
        if speaker.role in _DOCTORS:
            return self._add_doctor(speaker.member_id, speaker.name)
        known = self._known(speaker.member_id)
        if known is not None:
            return known
        return {"identifier": self._number(speaker.member_id), "display": speaker.name or "-"}

    def _add_doctor(self, member_id: MemberId, name: str, title: str = "") -> Resource:
        known = self._doctors.get(member_id)
        if known is None:
            known = self._add(
                "Practitioner",
                Member(member_id, name),
                qualification=[{"code": {"text": title}}] if title else None,
            )
            self._doctors[member_id] = known
        return known

    def _known(self, member_id: MemberId | None) -> Resource | None:
        """The reference of a number: patient or relative before a doctor."""
        doctor = self._doctors.get(member_id) if member_id is not None else None
        return self._references.get(member_id) or doctor

    def _add(self, kind: str, member: Member, **more: object) -> Resource:
        number = member.member_id
        identifiers = [self._number(number)] if number is not None else []
        names = [{"text": member.name}] if member.name else []
        key = self._key(number)
        if kind == "RelatedPerson":  # of one patient only, whoever else they ask for
            key = (key, self._key(self._source.consultation.target.member_id))
        return self._entries.add(kind, key, identifier=identifiers, name=names, **more)

    def _key(self, number: int | None) -> Hashable:
        """The key that an id is made from; without a number of its own, never that of another."""
        return ("in", self._source.consultation.consultation_id) if number is None else number

    def _add_encounter(self) -> Resource:
        consultation, platform = self._source.consultation, self._source.platform
        team, number = consultation.team, consultation.consultation_id
        provider = None
        if team.name:
            provider = self._entries.add(
                "Organization", self._key(team.team_id or None), name=team.name
            )
        begun = moment(consultation.created_ms, self._source.zone)
        doctors = [self._doctors[doctor.member_id] for doctor in self._source.doctors]
        return self._entries.add(
            "Encounter",
            number,
            identifier=[{"system": f"{platform}/#consultation", "value": str(number)}],
            status=_STATUS.get(self._source.place or Place.GONE, "unknown"),
            # Virtual: the class of an encounter of which nobody was in one room.
            **{"class": {"system": f"{TERMINOLOGY}v3-ActCode", "code": "VR"}},
            subject=self.patient,
            participant=[{"individual": doctor} for doctor in doctors],
            period={"start": begun} if begun else None,
            serviceProvider=provider,
        )

    def _number(self, member_id: MemberId) -> Resource:
        """The platform's own number, of no official system and named as such."""
        return {"system": f"{self._source.platform}/#member", "value": str(member_id)}
