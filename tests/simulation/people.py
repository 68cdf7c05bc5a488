"""Who is in the simulated rooms."""

from workstation.domain.consultation import Consultation, Symptom, SymptomKind
from workstation.domain.people import Member, Team

DOMAIN = "clinic.test"
ME, COLLEAGUE, PATIENT = 1001, 1002, 2001
SPEAKERS = (COLLEAGUE, PATIENT)
NICKS = {ME: str(ME), COLLEAGUE: str(COLLEAGUE), PATIENT: str(PATIENT)}
FEATURES = (
    "<query xmlns='http://jabber.org/protocol/disco#info'>"
    + "".join(
        f"<feature var='{feature}'/>"
        for feature in ("urn:xmpp:sid:0", "urn:xmpp:mam:2", "muc_nonanonymous")
    )
    + "</query>"
)


def room_of(number: int) -> str:
    """The address of a consultation's room."""
    return f"consult-{number}@consult.{DOMAIN}"


def consultation(number: int) -> Consultation:
    """One open consultation of the patient with both doctors."""
    patient = Member(PATIENT, "王秀英")
    symptom = Symptom(SymptomKind.TEXT, "手臂起疹三天")
    return Consultation(
        consultation_id=number,
        creator=patient,
        target=patient,
        team=Team(5, "皮肤科"),
        symptom=symptom,
        doctor_ids=(ME, COLLEAGUE),
        created_ms=500,
    )
