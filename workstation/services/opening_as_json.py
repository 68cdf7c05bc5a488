"""A half-filled form and an opening without an answer as JSON, also as another version writes them.

What is there is read as far as it is understood: a part that is missing, unknown or of another type
costs that part alone, and the words of a field are taken out of whatever holds them.
"""

from collections.abc import Mapping
from typing import Any, TypeGuard

from workstation.domain.consultation import NewConsultation, Symptom, SymptomKind
from workstation.domain.ids import ConsultationId, MemberId
from workstation.domain.new_consultation_form import (
    NewConsultationForm,
    OpeningAttempt,
    PickedEntry,
)


def form_as_json(form: NewConsultationForm) -> dict[str, Any]:
    """The form without its files, as ``read_form`` takes it."""
    entries = {"target": form.target, "creator": form.creator, "team": form.team}
    named = {name: [entry.text, entry.number] for name, entry in entries.items()}
    return {**named, "for_self": form.for_self, "text": form.text}


def read_form(stored: object) -> NewConsultationForm | None:
    """The form as far as it is understood; ``None`` where nothing is filled in."""
    parts = stored if isinstance(stored, Mapping) else {"text": stored}
    target, creator, team = (_read_entry(parts.get(name)) for name in ("target", "creator", "team"))
    for_self = parts.get("for_self")
    if not isinstance(for_self, bool):
        for_self = not creator.text.strip()
    text = read_words(parts.get("text"))
    form = NewConsultationForm(target, creator, team, for_self=for_self, text=text)
    return None if form.is_empty else form


def read_words(stored: object) -> str:
    """The text in a stored value: its own, or that of all it holds, a line each."""
    if isinstance(stored, str):
        return stored
    held: list[object] = []
    if isinstance(stored, list):
        held = stored
    elif isinstance(stored, Mapping):
        held = list(stored.values())
    return "\n".join(filter(None, map(read_words, held)))


def _read_entry(stored: object) -> PickedEntry:
    """Somebody picked; only typed where the number is unclear, so that the doctor picks again."""
    if isinstance(stored, Mapping):
        text, number = read_words(stored.get("text")), stored.get("number")
    elif isinstance(stored, list):
        text = next((part for part in stored if isinstance(part, str)), "")
        number = stored[1] if len(stored) > 1 else None
    else:
        text, number = read_words(stored), None
    if not is_number(number):
        return PickedEntry(text)
    return PickedEntry(text, number) if text else PickedEntry(str(number))


def attempt_as_json(attempt: OpeningAttempt) -> dict[str, Any]:
    """What was asked for and the ids before, as ``read_attempt`` takes them."""
    new = attempt.new
    return {
        "creator": new.creator_member_id,
        "target": new.target_member_id,
        "team": new.team_id,
        "symptom": [new.symptom.kind.value, new.symptom.content, new.symptom.declared],
        "images": list(new.images),
        "before": sorted(attempt.listed_before),
    }


def read_attempt(stored: object) -> OpeningAttempt | None:
    """The attempt, or ``None`` where any part that it is recognised by is not understood.

    With a part guessed, an older consultation could pass for the one that was asked for, and the
    doctor's new one would never be opened.
    """
    parts: Mapping[str, Any] = stored if isinstance(stored, Mapping) else {}
    creator, target, team = (parts.get(name) for name in ("creator", "target", "team"))
    images, before = parts.get("images"), parts.get("before")
    symptom = _read_symptom(parts.get("symptom"))
    if not (is_number(creator) and is_number(target) and is_number(team) and symptom):
        return None
    if not (_holds_only(images, str) and _holds_only(before, int)):
        return None
    new = NewConsultation(MemberId(creator), MemberId(target), team, symptom, tuple(images))
    return OpeningAttempt(new, frozenset(map(ConsultationId, before)))


def _read_symptom(stored: object) -> Symptom | None:
    if not (_holds_only(stored, str) and len(stored) >= 3):  # noqa: PLR2004 - kind, content, type
        return None
    kind, content, declared = stored[:3]
    kinds = {each.value: each for each in SymptomKind}
    return Symptom(kinds[kind], content, declared) if kind in kinds else None


def is_number(stored: object) -> TypeGuard[int]:
    """Whether it is a whole number; JSON's ``true`` is one to Python."""
    return isinstance(stored, int) and not isinstance(stored, bool)


def _holds_only(stored: object, kind: type[str | int]) -> TypeGuard[list[Any]]:
    return isinstance(stored, list) and all(type(part) is kind for part in stored)
