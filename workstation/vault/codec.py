"""Domain values as columns, and back."""

import json
from collections.abc import Sequence
from functools import lru_cache
from sys import intern
from typing import Any

from workstation.domain.consultation import Consultation, Symptom, SymptomKind
from workstation.domain.ids import ConsultationId, MemberId
from workstation.domain.mentions import Mention
from workstation.domain.message import Attachment, MessageKind, Quote
from workstation.domain.message_kinds import kind_of
from workstation.domain.people import Member, Team

CONSULTATION_COLUMNS = (
    "consultation_id, creator_id, creator_name, target_id, target_name, team_id, team_name,"
    " doctor_ids, status, symptom_kind, symptom_content, symptom_declared, images, created_ms"
)

Column = int | str | None

MAX_TEAMS = 64
"""Teams of which one value serves for all their consultations, read one after another."""

_NOTHING = "[]"
_decode = json.JSONDecoder().raw_decode
"""Of what was written here, for every row at the start: no blank stands around it."""
_KINDS = {kind.value: kind for kind in MessageKind}
_SYMPTOM_KINDS = {kind.value: kind for kind in SymptomKind}
"""Looked up, where the enum itself would call its way to a member."""


def consultation_row(value: Consultation) -> tuple[Column, ...]:
    """The columns of ``CONSULTATION_COLUMNS``."""
    return (
        value.consultation_id,
        value.creator.member_id,
        value.creator.name,
        value.target.member_id,
        value.target.name,
        value.team.team_id,
        value.team.name,
        _doctor_text(value.doctor_ids),
        value.status,
        value.symptom.kind.value,
        value.symptom.content,
        value.symptom.declared,
        json.dumps(value.images) if value.images else _NOTHING,
        value.created_ms,
    )


class ListedMembers(dict[tuple[MemberId | None, str], Member]):
    """Whoever asks or is asked about in one list: each is one value, of however many rows."""

    def __missing__(self, member: tuple[MemberId | None, str]) -> Member:
        self[member] = value = Member(*member)
        return value


def consultation_value(row: Sequence[Any], members: ListedMembers | None = None) -> Consultation:
    """A consultation out of the columns of ``CONSULTATION_COLUMNS``; equal parts are one object."""
    members = ListedMembers() if members is None else members
    # fmt: off
    (
        consultation_id, creator, creator_name, target, target_name, team, team_name,
        doctors, status, kind, content, declared, images, created_ms,
    ) = row
    # fmt: on
    return Consultation(
        ConsultationId(consultation_id),
        members[creator, creator_name],
        members[target, target_name],
        _team(team, team_name),
        Symptom(_SYMPTOM_KINDS.get(kind) or SymptomKind.of(declared), content, intern(declared)),
        intern(status),
        _doctor_ids(doctors),
        tuple(_decode(images)[0]) if images != _NOTHING else (),
        created_ms or None,  # older versions took the platform's "not set" for a time
    )


@lru_cache(maxsize=MAX_TEAMS)
def _team(team_id: int | None, name: str) -> Team:
    return Team(team_id, name)


@lru_cache(maxsize=MAX_TEAMS)
def _doctor_text(doctor_ids: tuple[MemberId, ...]) -> str:
    return json.dumps(doctor_ids)


@lru_cache(maxsize=MAX_TEAMS)
def _doctor_ids(text: str) -> tuple[MemberId, ...]:
    return tuple(json.loads(text))


_ATTACHMENT = ("url", "media_type", "name", "size", "width", "height", "duration_ms")


def attachment_text(value: Attachment | None) -> str | None:
    """An attachment as JSON: its fields in their order, so that equal ones have equal texts."""
    if value is None:
        return None
    return json.dumps([getattr(value, name) for name in _ATTACHMENT], ensure_ascii=False)


def attachment_value(text: object) -> Attachment | None:
    """An attachment out of its JSON; what a newer version put behind it is left out."""
    return None if text is None else Attachment(*json.loads(str(text))[: len(_ATTACHMENT)])


def kind_value(name: str, attachment: Attachment | None) -> MessageKind:
    """A message's kind; one that only a newer version has is shown by what is attached."""
    return _KINDS.get(name) or kind_of(attachment)


def mentions_text(mentions: Sequence[Mention]) -> str:
    """Mentions as JSON; empty for none."""
    parts = [(mention.member_id, mention.begin, mention.end) for mention in mentions]
    return json.dumps(parts) if parts else ""


def mentions_value(text: object) -> tuple[Mention, ...]:
    """Mentions out of their JSON."""
    return tuple(Mention(*parts) for parts in json.loads(str(text))) if text else ()


def well_formed(text: str) -> str:
    """Typed text as Unicode: halves of characters joined, a lone half replaced."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def reference_text(quote: Quote | None) -> str:
    """The reference of the message that is quoted; empty where none is."""
    return "" if quote is None else quote.reference
