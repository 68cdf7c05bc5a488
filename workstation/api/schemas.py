"""The JSON keys of the contract, and nowhere else: consultations, the doctor, the IM session."""

from collections.abc import Mapping
from typing import Any

from workstation.api.reading import integer, integers, moment, separated, text, texts
from workstation.domain.address import Origin, can_be_server
from workstation.domain.consultation import Consultation, NewConsultation, Symptom, SymptomKind
from workstation.domain.errors import InputError, MalformedAnswer
from workstation.domain.ids import ConsultationId, MemberId
from workstation.domain.im import ImServer
from workstation.domain.matching import fold_visible
from workstation.domain.people import Member, Team
from workstation.domain.profile import Profile
from workstation.domain.text_direction import name_in_line

MAX_PASSWORD_SECONDS = 30 * 24 * 3600
MAX_NAME_CHARACTERS = 200


def consultation(value: Any, beside: Mapping[str, Any] | None = None) -> Consultation:
    """A consultation; ``beside`` are the envelope's fields, where ``created`` may stand.

    Raises ``MalformedAnswer`` without a usable ``consultation_id``.
    """
    row = _object(value)
    consultation_id = integer(row.get("consultation_id"))
    if consultation_id is None:
        raise MalformedAnswer("no consultation_id")
    return _consultation(row, ConsultationId(consultation_id), beside or {})


def nameless_consultation(value: Any) -> Consultation | None:
    """What can be read of a consultation without a usable number, under the number 0.

    ``None`` for what is not even an object.
    """
    return _consultation(value, ConsultationId(0), {}) if isinstance(value, dict) else None


def _consultation(
    row: Mapping[str, Any], consultation_id: ConsultationId, beside: Mapping[str, Any]
) -> Consultation:
    created = moment(row.get("created"))
    return Consultation(
        consultation_id=consultation_id,
        creator=_member(row, "creator"),
        target=_member(row, "target"),
        team=Team(integer(row.get("team_id")), _name(row.get("team_name"))),
        symptom=_symptom(row),
        status=text(row.get("status")).strip(),
        doctor_ids=tuple(map(MemberId, integers(row.get("doctor_ids")))),
        images=texts(row.get("images")),
        created_ms=created if created is not None else moment(beside.get("created")),
    )


def new_consultation(new: NewConsultation) -> dict[str, Any]:
    """The body of a new consultation (1.3), by the contract's keys."""
    return {
        "creator_member_id": new.creator_member_id,
        "target_member_id": new.target_member_id,
        "team_id": new.team_id,
        "symptom_content": new.symptom.content,
        "symptom_type": new.symptom.declared or new.symptom.kind.value,
        "images": list(new.images),
    }


def profile(value: Any) -> Profile:
    """The doctor's detail (2.1). Raises ``MalformedAnswer`` without a ``member_id``."""
    row = _object(value)
    member_id = integer(row.get("member_id"))
    if member_id is None:
        raise MalformedAnswer("no member_id")
    return Profile(
        member_id=MemberId(member_id),
        name=text(row.get("name")),
        title=text(row.get("title")),
        hospital=text(row.get("hospital")),
        department=text(row.get("department")),
        introduction=text(row.get("introduction")),
        photo=text(row.get("photo")).strip(),
        specialties=separated(row.get("specialties")),
        honours=separated(row.get("honours")),
    )


def profile_body(profile: Profile) -> dict[str, Any]:
    """The body that saves a profile (2.1)."""
    return {
        "member_id": profile.member_id,
        "name": profile.name,
        "title": profile.title,
        "hospital": profile.hospital,
        "department": profile.department,
        "introduction": profile.introduction,
        "photo": profile.photo,
        "specialties": list(profile.specialties),
        "honours": list(profile.honours),
    }


def im_server(value: Any) -> ImServer:
    """An IM server (1.1). Raises ``MalformedAnswer`` for no server's host and port."""
    row = _object(value)
    host, port = text(row.get("ip")).strip().strip("[]"), integer(row.get("port"))
    try:
        origin = Origin.at("https", host, port or 0)
    except InputError:
        raise MalformedAnswer("no host and port") from None
    if not can_be_server(origin.host):
        raise MalformedAnswer("no server's address")
    return ImServer(origin.host, origin.port)


def im_password(value: Any) -> tuple[str, int]:
    """Password and seconds to live (1.2), at most 30 days.

    Raises ``MalformedAnswer`` when either is missing.
    """
    row = _object(value)
    secret, seconds = row.get("password"), integer(row.get("expire"))
    if not isinstance(secret, str) or not secret:
        raise MalformedAnswer("no password")
    if seconds is None or seconds <= 0:
        raise MalformedAnswer("no expire")
    return secret, min(seconds, MAX_PASSWORD_SECONDS)


def _object(value: Any) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise MalformedAnswer("no object")
    return value


def _member(row: Mapping[str, Any], role: str) -> Member:
    member_id = integer(row.get(f"{role}_member_id"))
    return Member(
        None if member_id is None else MemberId(member_id),
        _name(row.get(f"{role}_member_name")),
    )


def _name(value: Any) -> str:
    """A name in one line, cut where nobody's is as long; one of which nothing is seen is none.

    With a line of its own it would look, where it is copied or printed, like somebody's words.
    """
    name = name_in_line(text(value), MAX_NAME_CHARACTERS)
    begins_plainly = name[:1].isascii() or "\u4e00" <= name[:1] <= "\u9fff"
    return name if begins_plainly or fold_visible(name) else ""


def _symptom(row: Mapping[str, Any]) -> Symptom:
    declared = text(row.get("symptom_type")).strip()
    kind = SymptomKind.of(declared)
    content = text(row.get("symptom_content"))
    return Symptom(kind, content, declared)
