"""The unfinished form of a new consultation on the disk, and an opening whose answer is not known.

Words and people are written a moment after each change, as a reply is: nothing asks before a power
failure. Pictures and voices stay in memory, as nine photos are too much for each letter typed; the
doctor is asked about those at the end. An opening without an answer is written with the form: the
next start, too, must look whether the platform carried it out before it asks for a second one.

Test: ``tests/journeys/test_opening_stored.py``.
"""

import asyncio
from typing import Any

from workstation.domain.consultation import NewConsultation, Symptom, SymptomKind
from workstation.domain.ids import ConsultationId, MemberId
from workstation.domain.new_consultation_form import (
    NewConsultationDraft,
    NewConsultationForm,
    OpeningAttempt,
    PickedEntry,
)
from workstation.vault import preferences
from workstation.vault.database import Vault

PREFERENCE = "opening.draft"


class OpeningDraftStore:
    """Writes a doctor's draft to the database, and reads what an earlier run left.

    ``is_durable`` is false where the database is in memory: nothing counts as stored there.
    """

    def __init__(self, vault: Vault, draft: NewConsultationDraft, *, is_durable: bool) -> None:
        self._vault, self._draft, self._is_durable = vault, draft, is_durable
        self._turn = asyncio.Lock()
        self._written: dict[str, Any] | None = None

    async def load(self) -> None:
        """Take over what an earlier run left, unless this one has a draft. Raises ``StorageError``.

        What an earlier sign-in of this run wrote may have gone with its database.
        """
        self._written = await self._vault.read(preferences.get, PREFERENCE)
        stored = self._written or {}
        form = _read_form(stored["form"]) if stored.get("form") else None
        draft = self._draft
        draft.stored = form if self._is_durable else None
        if draft.form is None and draft.attempt is None:
            draft.form = form
            draft.attempt = _read_attempt(stored["attempt"]) if stored.get("attempt") else None

    async def save(self) -> None:
        """Write the draft as it is now, or delete it. Raises ``StorageError``."""
        async with self._turn:  # what is emptied while it is being written would come back
            draft = self._draft
            form = None if draft.form is None else draft.form.without_files
            form = None if form is None or form.is_empty else form
            value = _as_json(form, draft.attempt)
            if value != self._written:
                if value is None:
                    await self._vault.write(preferences.remove, PREFERENCE)
                else:
                    await self._vault.write(preferences.put, PREFERENCE, value)
                self._written = value
            draft.stored = form if self._is_durable else None


def _as_json(
    form: NewConsultationForm | None, attempt: OpeningAttempt | None
) -> dict[str, Any] | None:
    if form is None and attempt is None:
        return None
    return {
        "form": None if form is None else _form_as_json(form),
        "attempt": None if attempt is None else _attempt_as_json(attempt),
    }


def _form_as_json(form: NewConsultationForm) -> dict[str, Any]:
    entries = {"target": form.target, "creator": form.creator, "team": form.team}
    named = {name: [entry.text, entry.number] for name, entry in entries.items()}
    return {**named, "for_self": form.for_self, "text": form.text}


def _read_form(stored: dict[str, Any]) -> NewConsultationForm:
    target, creator, team = (PickedEntry(*stored[name]) for name in ("target", "creator", "team"))
    words = stored["text"]
    return NewConsultationForm(target, creator, team, for_self=stored["for_self"], text=words)


def _attempt_as_json(attempt: OpeningAttempt) -> dict[str, Any]:
    new = attempt.new
    return {
        "creator": new.creator_member_id,
        "target": new.target_member_id,
        "team": new.team_id,
        "symptom": [new.symptom.kind.value, new.symptom.content, new.symptom.declared],
        "images": list(new.images),
        "before": sorted(attempt.listed_before),
    }


def _read_attempt(stored: dict[str, Any]) -> OpeningAttempt:
    kind, content, declared = stored["symptom"]
    new = NewConsultation(
        MemberId(stored["creator"]),
        MemberId(stored["target"]),
        stored["team"],
        Symptom(SymptomKind(kind), content, declared),
        tuple(stored["images"]),
    )
    return OpeningAttempt(new, frozenset(map(ConsultationId, stored["before"])))
