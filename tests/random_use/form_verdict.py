"""Whether anything that was filled in is lost, or stands under another name."""

import contextlib
import sqlite3
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.random_use import tokens, vaults
from tests.random_use.forms import OPENING, PROFILE, SUMMARY

Where = tuple[str, int | str]


def places_of_words(
    stored: list[vaults.StoredVault], archive: list[vaults.Stanza], clinic_data: Path
) -> defaultdict[str, set[Where]]:
    """By token, each form it stands in, with the consultation, the doctor or the folder."""
    places: defaultdict[str, set[Where]] = defaultdict(set)
    for form, owner, words in (
        *_in_vaults(stored),
        *((SUMMARY, stanza.room, stanza.tokens) for stanza in archive),
        *_at_the_clinic(clinic_data),
    ):
        for token in tokens.forms(" ".join(words)):
            places[token].add((form, owner))
    return places


def _in_vaults(stored: list[vaults.StoredVault]) -> Iterator[tuple[str, int | str, set[str]]]:
    for vault in stored:
        yield from ((SUMMARY, room, words) for room, words in vault.summaries)
        yield from ((SUMMARY, room, words) for room, _, words in vault.outbox)
        yield from ((form, str(vault.path), words) for form, words in vault.form_drafts)


def _at_the_clinic(clinic_data: Path) -> Iterator[tuple[str, int | str, set[str]]]:
    with contextlib.closing(sqlite3.connect(clinic_data / "clinic.db")) as database:
        pages = database.execute("SELECT member_id, introduction FROM doctors").fetchall()
        opened = database.execute("SELECT symptom_content FROM consultations").fetchall()
    yield from ((PROFILE, doctor, tokens.in_text(text)) for doctor, text in pages)
    yield from ((OPENING, 0, tokens.in_text(text)) for (text,) in opened)


def strange_places(what: dict[str, Any], places: set[Where]) -> set[Where]:
    """Those where it was not written: of another form, consultation, doctor or account."""
    form, folder = what["form"], Path(what["folder"])
    owners = {what["room"], what["doctor"]} if form == PROFILE else {what["room"]}
    return {
        (where, owner)
        for where, owner in places
        if where != form
        or not (Path(owner).is_relative_to(folder) if isinstance(owner, str) else owner in owners)
    }
