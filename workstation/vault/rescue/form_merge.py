"""Half-filled forms in two databases of one doctor: no words of either are lost.

Of a new consultation the later one stays in the form and the other waits behind it
(``services/opening_draft``): they may be about two patients, so nothing of one goes into the other.
The doctor's own page is one page, so both edits become one. Any may be of another version.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from workstation.vault.doctor.text_merge import merge_texts

OPENING, PROFILE = "opening.draft", "profile.draft"
"""The names of the preferences."""

ANOTHER_ATTEMPT = "another_attempt"
"""The part that says that there was one more opening without an answer."""


def merge_openings(first: object, second: object) -> dict[str, Any]:
    """What is stored of both, with the form of ``second`` in front."""
    earlier, later = parts_of(first), parts_of(second)
    if earlier == later:
        return dict(later)
    value = {**earlier, **later} if not later.get("form") else dict(later)
    front = value["form"] = later.get("form") or earlier.get("form")
    waiting: list[object] = []
    for form in (*_waiting(later), earlier.get("form"), *_waiting(earlier)):
        if form and form not in waiting and not _is_within(form, front):
            waiting.append(form)
    attempts = [parts["attempt"] for parts in (later, earlier) if parts.get("attempt")]
    value["attempt"] = attempts[0] if attempts else None
    is_another = any(parts.get(ANOTHER_ATTEMPT) for parts in (earlier, later))
    if is_another or any(attempt != attempts[0] for attempt in attempts):
        value[ANOTHER_ATTEMPT] = True
    value.pop("waiting", None)
    return {**value, "waiting": waiting} if waiting else value


def drop_forms(stored: object, patient_id: int | None) -> tuple[dict[str, Any], int]:
    """What is stored of a new consultation without the forms for a patient, and how many those are.

    One that may have been opened already stays: the answer is still looked for.
    """
    parts = parts_of(stored)
    if patient_id is None:
        return dict(parts), 0
    waiting = [*_waiting(parts)]
    others = [form for form in waiting if not _is_for(form, patient_id)]
    value = {**parts, "waiting": others}
    is_dropped = not parts.get("attempt") and _is_for(parts.get("form"), patient_id)
    if is_dropped:  # with what a newer version has stored beside it, which is of that form
        value = {name: value[name] for name in (ANOTHER_ATTEMPT, "waiting") if name in value}
    if not others:
        del value["waiting"]
    return value, len(waiting) - len(others) + is_dropped


def _is_for(form: object, patient_id: int) -> bool:
    """Whether the patient was picked in a form, by any version."""
    target = form.get("target") if isinstance(form, Mapping) else None
    number = target.get("number") if isinstance(target, Mapping) else None
    if isinstance(target, list) and len(target) > 1:
        number = target[1]
    return number == patient_id


def merge_profiles(first: object, second: object) -> object:
    """The platform's copy of ``second``, and what was changed in either page."""
    earlier, later = _pages(first), _pages(second)
    if earlier is None or later is None:
        return first if later is None else second
    (earlier_base, earlier_edited), (base, edited) = earlier, later
    together = dict(edited)
    for name, text in earlier_edited.items():
        if text == earlier_base.get(name):
            continue
        is_changed = edited.get(name) != base.get(name)
        between = "\n" if name == "introduction" else " / "
        together[name] = _merge_values(text, edited.get(name), between) if is_changed else text
    return [dict(base), together]


def _pages(stored: object) -> tuple[Mapping[str, Any], Mapping[str, Any]] | None:
    """The platform's copy and the edited one."""
    if not isinstance(stored, list) or len(stored) <= 1:
        return None
    base, edited = stored[:2]
    if not (isinstance(base, Mapping) and isinstance(edited, Mapping)):
        return None
    return _with_lists(base), _with_lists(edited)


def _with_lists(page: Mapping[str, Any]) -> dict[str, Any]:
    """The form as JSON has it, so that a page in memory and one that was stored compare."""
    return {name: list(part) if isinstance(part, tuple) else part for name, part in page.items()}


def _merge_values(first: object, second: object, between: str) -> object:
    """Both texts, and all entries of both lists, each once; else the later one."""
    if isinstance(first, str) and isinstance(second, str):
        return merge_texts(first, second, between)
    if isinstance(first, list) and isinstance(second, list):
        return [*first, *(entry for entry in second if entry not in first)]
    return second


def parts_of(stored: object) -> Mapping[str, Any]:
    """The parts by their names; what another version stored in another shape is the form."""
    return stored if isinstance(stored, Mapping) else {"form": stored}


def _waiting(parts: Mapping[str, Any]) -> Iterator[object]:
    listed = parts.get("waiting")
    yield from listed if isinstance(listed, list) else ()


def _is_within(form: object, front: object) -> bool:
    """Whether the form in front has grown out of this one, or is this one."""
    if not (isinstance(form, Mapping) and isinstance(front, Mapping)):
        return form == front
    others = {*form, *front} - {"text"}
    text, whole = form.get("text"), front.get("text")
    if isinstance(text, str) and isinstance(whole, str):
        is_grown = whole.startswith(text)
    else:
        is_grown = text == whole
    return is_grown and all(form.get(name) == front.get(name) for name in others)
