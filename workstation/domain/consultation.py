"""A consultation: who asks, about whom, what is the matter (interface contract, 1.3 to 1.6)."""

import enum
from dataclasses import replace
from operator import attrgetter

from workstation.domain.ids import ConsultationId, MemberId
from workstation.domain.people import Member, Team
from workstation.domain.value import Value


class SymptomKind(enum.Enum):
    """What a symptom's content is."""

    TEXT = "text"
    IMAGE = "image"
    VOICE = "voice"
    UNKNOWN = "unknown"

    @classmethod
    def of(cls, declared: str) -> "SymptomKind":
        """The kind behind a declared ``symptom_type``: a plain word or a MIME type, in any case."""
        word = declared.strip().lower()
        if word in {"", "text"} or word.startswith("text/"):
            return cls.TEXT
        if word == "image" or word.startswith("image/"):
            return cls.IMAGE
        if word == "voice" or word.startswith("audio/"):
            return cls.VOICE
        return cls.UNKNOWN


class Symptom(Value):
    """The matter in the patient's own words, or the address of a recording of them."""

    kind: SymptomKind
    content: str
    declared: str = ""

    @property
    def written(self) -> str:
        """The words, also of an unknown kind; empty where it was spoken or photographed."""
        is_medium = self.kind is SymptomKind.VOICE or self.kind is SymptomKind.IMAGE
        return "" if is_medium else self.content.strip()


class Consultation(Value):
    """One consultation as the platform lists it.

    ``created_ms`` is in milliseconds since the Unix epoch, UTC. Whether it is in process or
    history is decided by the list it came in, never by ``status``.
    """

    consultation_id: ConsultationId
    creator: Member
    target: Member
    team: Team
    symptom: Symptom
    status: str = ""
    doctor_ids: tuple[MemberId, ...] = ()
    images: tuple[str, ...] = ()
    created_ms: int | None = None

    def has_same_content(self, other: "Consultation") -> bool:
        """Whether both hold the same data of the platform; marks that lists add do not count."""
        return _platform_fields(self) == _platform_fields(other)

    def completed_from(self, before: "Consultation") -> "Consultation":
        """A copy in which the fields that are empty here are those of ``before``."""
        return replace(
            self,
            creator=self.creator.completed_from(before.creator),
            target=self.target.completed_from(before.target),
            team=self.team if self.team.name else before.team,
            symptom=self.symptom if self.symptom.content else before.symptom,
            status=self.status or before.status,
            doctor_ids=self.doctor_ids or before.doctor_ids,
            images=self.images or before.images,
            created_ms=self.created_ms if self.created_ms is not None else before.created_ms,
        )

    @property
    def for_self(self) -> bool:
        """Whether the one who asks is the one it is about."""
        return self.creator.member_id is not None and (
            self.creator.member_id == self.target.member_id
        )

    @property
    def patient_name(self) -> str:
        """Whom it is about, as that is shown; empty where the platform names nobody."""
        return self.target.distinct_name

    @property
    def pictures(self) -> tuple[str, ...]:
        """Addresses of all pictures of the symptom, one sent as the symptom itself in front."""
        matter = self.symptom
        alone = matter.kind is SymptomKind.IMAGE and matter.content not in self.images
        return (matter.content, *self.images) if alone and matter.content else self.images


_platform_fields = attrgetter(
    "consultation_id",
    "creator",
    "target.member_id",
    "target.name",
    "team",
    "symptom",
    "status",
    "doctor_ids",
    "images",
    "created_ms",
)


def with_namesakes(consultation: Consultation, namesakes: frozenset[MemberId]) -> Consultation:
    """A copy whose patient ``has_namesake`` exactly if its id is among ``namesakes``."""
    target = consultation.target
    if (target.member_id in namesakes) is target.has_namesake:
        return consultation
    marked = replace(target, has_namesake=not target.has_namesake)
    return replace(consultation, target=marked)


class NewConsultation(Value):
    """What a doctor asks the platform to open (the interface contract, 1.3)."""

    creator_member_id: MemberId
    target_member_id: MemberId
    team_id: int
    symptom: Symptom
    images: tuple[str, ...] = ()
