"""Consultations and summaries to fill a store with."""

from workstation.domain.changes import Listed, Place, Summary, Unanswered
from workstation.domain.consultation import Consultation, Symptom, SymptomKind
from workstation.domain.message import Delivery, Message, MessageKind, Speaker, SpeakerRole
from workstation.domain.people import Member, Team

PATIENT = Speaker(2001, SpeakerRole.PATIENT, "王秀英")
ME = Speaker(1001, SpeakerRole.ME, "李医生")


def consultation(number: int, **rest: object) -> Consultation:
    """A consultation of a patient named by its number; ``rest`` replaces its fields."""
    fields = {
        "consultation_id": number,
        "creator": Member(2000 + number, f"病人{number}"),
        "target": Member(2000 + number, f"病人{number}"),
        "team": Team(5, "皮肤科"),
        "symptom": Symptom(SymptomKind.TEXT, "手臂起疹三天"),
        "doctor_ids": (1001, 1002),
        "created_ms": number,
    }
    return Consultation(**(fields | rest))


def listed(number: int, place: Place = Place.IN_PROCESS, **rest: object) -> Listed:
    """The same in a list of the platform's."""
    return Listed(consultation(number, **rest), place)


def message(text: str, at_ms: int = 0, position: int | None = 1, **rest: object) -> Message:
    """A patient's message, as the vault gives it; ``rest`` replaces its fields."""
    fields = {
        "consultation_id": 1,
        "origin_id": text,
        "speaker": PATIENT,
        "kind": MessageKind.TEXT,
        "text": text,
        "at_ms": at_ms,
        "delivery": Delivery.RECEIVED,
        "position": position,
        "key": f"m{text}",
    }
    return Message(**(fields | rest))


def summary(number: int, **rest: object) -> Summary:
    """Where the patient wrote and waits, that was one message after an own answer."""
    fields: dict[str, object] = {}
    if rest.get("patient_ms") is not None and not rest.get("answered"):
        unanswered = (Unanswered(rest["patient_ms"]),)
        fields = {"unanswered": unanswered, "is_unanswered": True, "doctor_id": ME.member_id}
    return Summary(number, **(fields | rest))
