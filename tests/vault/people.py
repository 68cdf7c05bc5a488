"""The doctor of the vault's tests and one consultation; plain values, no test framework."""

from tests.fakes.archive import COLLEAGUE, ME, PATIENT, ROOM
from workstation.domain.changes import Listed, Place
from workstation.domain.consultation import Consultation, Symptom, SymptomKind
from workstation.domain.people import Member, Team
from workstation.vault import consultations, members

KEY = bytes(range(32))
OTHER_KEY = bytes(range(1, 33))


def consultation(number: int = ROOM, **rest: object) -> Consultation:
    """The consultation of these tests; ``rest`` replaces its fields."""
    fields = {
        "consultation_id": number,
        "creator": Member(PATIENT, "王秀英"),
        "target": Member(PATIENT, "王秀英"),
        "team": Team(5, "皮肤科"),
        "symptom": Symptom(SymptomKind.TEXT, "手臂起疹三天"),
        "doctor_ids": (ME, COLLEAGUE),
        "created_ms": 500,
    }
    return Consultation(**(fields | rest))


def furnish(connection) -> None:
    """This doctor's vault with that one consultation in process."""
    members.set_me(connection, ME, "李医生")
    consultations.put(connection, Listed(consultation(), Place.IN_PROCESS))
