"""The unfinished form of a new consultation on the disk, and an opening whose answer is not known.

Words and people are written a moment after each change, as a reply is: nothing asks before a power
failure. Pictures and voices stay in memory, as nine photos are too much for each letter typed; the
doctor is asked about those at the end. An opening without an answer is written with the form: the
next start, too, must look whether the platform carried it out before it asks for a second one.

Another version may have written it. What of it is not understood stays stored until the doctor
changes that part. An attempt that is not understood cannot be looked for, so it is not taken for
none: the doctor is told of it before anything is asked for
(``test_an_attempt_of_another_version_is_told_before_a_second_one_is_asked_for``).

Test: ``tests/journeys/test_opening_stored.py``.

A run whose database was in memory may come to the disk with a form of its own. The other form waits
behind it, and nothing of one goes into the other: they may be about two patients.
"""

import asyncio
from collections.abc import Iterator, Mapping
from typing import Any

from workstation.domain.new_consultation_form import (
    NewConsultationDraft,
    NewConsultationForm,
    OpeningAttempt,
)
from workstation.domain.value import Value
from workstation.services.opening_as_json import (
    attempt_as_json,
    form_as_json,
    read_attempt,
    read_form,
)
from workstation.vault import preferences
from workstation.vault.database import Vault
from workstation.vault.rescue.form_merge import ANOTHER_ATTEMPT, OPENING, parts_of

UNREAD_ATTEMPT = True
"""Stands for an attempt that is not understood, where its own words are not at hand."""


class _Parts(Value):
    """What is understood of what is stored."""

    form: NewConsultationForm | None = None
    attempt: OpeningAttempt | None = None
    has_unread_attempt: bool = False
    waiting: tuple[NewConsultationForm, ...] = ()


class OpeningDraftStore:
    """Writes a doctor's draft to the database, and reads what an earlier run left.

    ``is_durable`` is false where the database is in memory: nothing counts as stored there.
    """

    def __init__(self, vault: Vault, draft: NewConsultationDraft, *, is_durable: bool) -> None:
        self._vault, self._draft, self._is_durable = vault, draft, is_durable
        self._turn = asyncio.Lock()
        self._written: Mapping[str, Any] = {}
        self._parts = _Parts()

    async def load(self) -> None:
        """Take over what an earlier run left, behind what this one has. Raises ``StorageError``.

        What an earlier sign-in of this run wrote may have gone with its database.
        """
        stored = await self._vault.read(preferences.get, OPENING)
        self._written = parts_of(stored)
        self._parts = parts = _read_parts(self._written)
        draft = self._draft
        draft.stored = parts.form if self._is_durable else None
        if draft.form is None:
            draft.form = parts.form
        draft.waiting += tuple(self._find_others(parts))
        if draft.attempt is None:
            draft.attempt = parts.attempt
        elif parts.attempt is not None and parts.attempt != draft.attempt:
            draft.has_unread_attempt = True  # one of two can be looked for: the doctor is told
        draft.has_unread_attempt = draft.has_unread_attempt or parts.has_unread_attempt
        if draft.form is None:
            draft.take_next()
        if self._is_durable:
            draft.last_stored = parts.form

    def _find_others(self, parts: _Parts) -> Iterator[NewConsultationForm]:
        """The stored forms that this run does not have; of its own form, no earlier words."""
        draft = self._draft
        own = None if draft.form is None else draft.form.without_files
        for form in (parts.form, *parts.waiting):
            is_known = form in {own, draft.last_stored, *draft.waiting}
            if form is not None and form.describes_symptom and not is_known:
                yield form

    async def save(self) -> None:
        """Write the draft as it is now, or delete it. Raises ``StorageError``."""
        async with self._turn:  # what is emptied while it is being written would come back
            draft = self._draft
            form = None if draft.form is None else draft.form.without_files
            form = None if form is None or form.is_empty else form
            parts = _Parts(form, draft.attempt, draft.has_unread_attempt, draft.waiting)
            if parts != self._parts:
                value = self._as_json(parts)
                if any(value.values()):
                    await self._vault.write(preferences.put, OPENING, value)
                else:
                    await self._vault.write(preferences.remove, OPENING)
                self._written, self._parts = value, parts
            if self._is_durable:
                draft.last_stored = form
            draft.stored = form if self._is_durable else None

    def _as_json(self, parts: _Parts) -> dict[str, Any]:
        """The draft as it is stored, without what was changed since it was read or written."""
        before, value = self._parts, dict(self._written)
        value.pop(ANOTHER_ATTEMPT, None)
        if parts.form != before.form:
            # What a newer version stored beside it is of that form, maybe of another patient.
            form = None if parts.form is None else form_as_json(parts.form)
            value = {"form": form, "waiting": self._written.get("waiting")}
        if parts.waiting != before.waiting:
            value["waiting"] = [form_as_json(form) for form in parts.waiting]
        if not parts.waiting:
            value.pop("waiting", None)
        return value | self._attempts_as_json(parts)

    def _attempts_as_json(self, parts: _Parts) -> dict[str, Any]:
        before, written = self._parts, self._written.get("attempt")
        if parts.attempt is not None:
            attempt = written if parts.attempt == before.attempt else attempt_as_json(parts.attempt)
            unread = {ANOTHER_ATTEMPT: True} if parts.has_unread_attempt else {}
            return {"attempt": attempt, **unread}
        if not parts.has_unread_attempt:
            return {"attempt": None}
        is_written = before.has_unread_attempt and before.attempt is None
        return {"attempt": written if is_written else UNREAD_ATTEMPT}


def _read_parts(stored: Mapping[str, Any]) -> _Parts:
    attempt = read_attempt(stored.get("attempt"))
    is_unread = bool(stored.get("attempt")) and attempt is None
    listed = stored.get("waiting")
    waiting = map(read_form, listed if isinstance(listed, list) else [])
    return _Parts(
        read_form(stored.get("form")),
        attempt,
        is_unread or bool(stored.get(ANOTHER_ATTEMPT)),
        tuple(form for form in waiting if form is not None),
    )
