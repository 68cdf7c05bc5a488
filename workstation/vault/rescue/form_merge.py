"""A new consultation's half-filled form in two databases of one doctor: both stay.

The later one stays in the form and the other waits behind it (``services/opening_draft``): they may
be about two patients, so nothing of one goes into the other. Either may be of another version.
"""

from collections.abc import Iterator, Mapping
from typing import Any

OPENING = "opening.draft"
"""The name of the preference."""


def merge_openings(first: object, second: object) -> dict[str, Any]:
    """What is stored of both, with the form of ``second`` in front."""
    earlier, later = _parts(first), _parts(second)
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
    is_another = any(parts.get("another_attempt") for parts in (earlier, later))
    if is_another or any(attempt != attempts[0] for attempt in attempts):
        value["another_attempt"] = True
    value.pop("waiting", None)
    return {**value, "waiting": waiting} if waiting else value


def _parts(stored: object) -> Mapping[str, Any]:
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
