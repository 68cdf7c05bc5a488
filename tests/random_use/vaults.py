"""What the disks of a day hold in the end: each doctor's database, and the clinic's archive."""

import contextlib
import json
import re
import sqlite3
from dataclasses import dataclass, field
from pathlib import Path

from tests.random_use import numbered, tokens
from workstation.vault.engine.opening import (
    VAULT_FILE,
    fingerprint,
    fingerprint_path,
    open_database,
)

FORM_DRAFTS = {"profile.draft", "opening.draft"}
_ORIGIN = re.compile(r"<origin-id[^>]*\bid=['\"]([^'\"]+)")
_QUOTE_OR_CHANGE = re.compile(r"<reply\b|<replace\b|<retract\b")
_ROOM = re.compile(r"consult-(\d+)@")


@dataclass
class StoredVault:
    """One database of a doctor; ``messages`` by token: room, whether unread, how often.

    ``order`` are each room's words as they stand; ``amendments`` the ids of what changed others'.
    """

    path: Path
    drafts: list[tuple[int, set[str]]] = field(default_factory=list)
    outbox: list[tuple[int, str, set[str]]] = field(default_factory=list)
    messages: list[tuple[int, bool, set[str]]] = field(default_factory=list)
    notes: list[tuple[str, set[str]]] = field(default_factory=list)
    summaries: list[tuple[int, set[str]]] = field(default_factory=list)
    form_drafts: list[tuple[str, set[str]]] = field(default_factory=list)
    rooms: dict[int, str] = field(default_factory=dict)
    unread: dict[int, tuple[int, int]] = field(default_factory=dict)
    order: dict[int, list[str]] = field(default_factory=dict)
    amendments: set[str] = field(default_factory=set)


@dataclass(frozen=True)
class Stanza:
    """A message of a room's archive; ``is_own`` where it says something for the first time."""

    room: int
    origins: tuple[str, ...]
    tokens: frozenset[str]
    is_first: bool
    pictures: frozenset[str] = frozenset()


def read_vaults(profile: Path, keys: set[bytes]) -> list[StoredVault]:
    """Every database below a profile, also those that were moved aside."""
    stored = [
        (path, fingerprint_path(path).read_bytes())
        for path in sorted(profile.rglob(VAULT_FILE))
        if fingerprint_path(path).exists()
    ]
    return [
        _read_vault(path, key) for path, name in stored for key in keys if name == fingerprint(key)
    ]


def _read_vault(path: Path, key: bytes) -> StoredVault:
    connection = open_database(path, key)
    try:
        rows = lambda query: connection.execute(query).fetchall()  # noqa: E731
        counts = (
            "SELECT consultation_id, unread, (SELECT count(*) FROM message"
            " WHERE message.consultation_id = summary.consultation_id AND message.unread)"
            " FROM summary WHERE unread IS NOT NULL"
        )
        return StoredVault(
            path,
            [
                (room, tokens.in_text(text) | numbered.in_files(connection, json.loads(names)))
                for room, text, names in rows("SELECT consultation_id, text, files FROM draft")
            ],
            [
                (room, state, tokens.in_text(text) | numbered.in_files(connection, [name]))
                for room, state, text, name in rows(
                    "SELECT consultation_id, state, text, coalesce(file_id, '') FROM outbox"
                )
            ],
            [
                (room, bool(unread), tokens.in_text(text))
                for room, unread, text in rows(
                    "SELECT consultation_id, unread, text FROM message WHERE amends = ''"
                )
            ],
            [
                (subject, tokens.notes(text))
                for subject, text in rows("SELECT subject, text FROM patient_note")
            ],
            [
                (room, tokens.in_text(text))
                for room, text in rows(
                    "SELECT consultation_id, content || sent FROM closing_summary"
                )
            ],
            [
                (
                    name.partition(".")[0],
                    tokens.in_text(json.dumps(json.loads(value), ensure_ascii=False)),
                )
                for name, value in rows("SELECT name, value FROM preference")
                if name in FORM_DRAFTS
            ],
            dict(rows("SELECT consultation_id, place FROM consultation")),
            {room: (summed, counted) for room, summed, counted in rows(counts)},
            _order(
                rows(
                    "SELECT consultation_id, text FROM message WHERE amends = ''"
                    " ORDER BY consultation_id, position"
                )
            ),
            {name for (name,) in rows("SELECT origin_id FROM message WHERE amends <> ''")},
        )
    finally:
        connection.close()


def _order(rows: list[tuple[int, str]]) -> dict[int, list[str]]:
    order: dict[int, list[str]] = {}
    for room, text in rows:
        order.setdefault(room, []).extend(sorted(tokens.in_text(text)))
    return order


def read_archive(clinic_data: Path) -> list[Stanza]:
    """All that the rooms have, in order."""
    with contextlib.closing(sqlite3.connect(clinic_data / "im.db")) as database:
        query = "SELECT room, stanza FROM archived_stanzas ORDER BY position"
        rows = database.execute(query).fetchall()
    return [
        Stanza(
            int(match[1]),
            tuple(_ORIGIN.findall(stanza)),
            frozenset(tokens.in_text(stanza)),
            not _QUOTE_OR_CHANGE.search(stanza),
            frozenset(numbered.in_stanza(stanza)),
        )
        for room, stanza in rows
        if (match := _ROOM.match(room))
    ]
