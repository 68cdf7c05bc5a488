"""The clinic's SQLite file: its schema and the one connection that everything shares."""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from workstation.domain.errors import NewerDatabase

SCHEMA_VERSION: Final = 1
SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS members (
    member_id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('doctor', 'patient')),
    token_generation INTEGER NOT NULL DEFAULT 1
);
CREATE TABLE IF NOT EXISTS doctors (
    member_id INTEGER PRIMARY KEY REFERENCES members,
    title TEXT NOT NULL DEFAULT '',
    hospital TEXT NOT NULL DEFAULT '',
    department TEXT NOT NULL DEFAULT '',
    introduction TEXT NOT NULL DEFAULT '',
    photo TEXT NOT NULL DEFAULT '',
    specialties TEXT NOT NULL DEFAULT '[]',
    honours TEXT NOT NULL DEFAULT '[]'
);
CREATE TABLE IF NOT EXISTS teams (
    team_id INTEGER PRIMARY KEY,
    name TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS team_doctors (
    team_id INTEGER NOT NULL REFERENCES teams,
    member_id INTEGER NOT NULL REFERENCES doctors,
    place INTEGER NOT NULL,
    PRIMARY KEY (team_id, member_id)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS consultations (
    consultation_id INTEGER PRIMARY KEY AUTOINCREMENT,
    status TEXT NOT NULL,
    creator_member_id INTEGER NOT NULL REFERENCES members,
    target_member_id INTEGER NOT NULL REFERENCES members,
    team_id INTEGER NOT NULL REFERENCES teams,
    symptom_content TEXT NOT NULL,
    symptom_type TEXT NOT NULL,
    images TEXT NOT NULL DEFAULT '[]',
    created INTEGER NOT NULL,
    ended INTEGER
);
CREATE INDEX IF NOT EXISTS consultations_by_creator ON consultations (creator_member_id);
CREATE TABLE IF NOT EXISTS consultation_doctors (
    consultation_id INTEGER NOT NULL REFERENCES consultations,
    member_id INTEGER NOT NULL REFERENCES doctors,
    place INTEGER NOT NULL,
    PRIMARY KEY (consultation_id, member_id)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS consultation_doctors_by_member ON consultation_doctors (member_id);
CREATE TABLE IF NOT EXISTS deleted_history (
    member_id INTEGER NOT NULL REFERENCES members,
    consultation_id INTEGER NOT NULL REFERENCES consultations,
    PRIMARY KEY (member_id, consultation_id)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS messages (
    message_id INTEGER PRIMARY KEY AUTOINCREMENT,
    consultation_id INTEGER NOT NULL REFERENCES consultations,
    sender_member_id INTEGER NOT NULL REFERENCES members,
    kind TEXT NOT NULL CHECK (kind IN ('text', 'image', 'voice')),
    text TEXT NOT NULL DEFAULT '',
    media_url TEXT NOT NULL DEFAULT '',
    at INTEGER NOT NULL
);
CREATE INDEX IF NOT EXISTS messages_by_consultation ON messages (consultation_id, message_id);
CREATE TABLE IF NOT EXISTS im_passwords (
    password_id INTEGER PRIMARY KEY AUTOINCREMENT,
    member_id INTEGER NOT NULL REFERENCES members,
    mechanism TEXT NOT NULL,
    iterations INTEGER NOT NULL,
    stored_key BLOB NOT NULL,
    server_key BLOB NOT NULL,
    expires INTEGER NOT NULL
);
CREATE INDEX IF NOT EXISTS im_passwords_by_member ON im_passwords (member_id, mechanism);
"""


class Database:
    """One connection in WAL mode, used by the event loop's thread alone."""

    def __init__(self, path: Path) -> None:
        """Open or create the file; raises sqlite3.Error, OSError or NewerDatabase."""
        path.parent.mkdir(parents=True, exist_ok=True)
        self._connection = sqlite3.connect(path, isolation_level=None)
        try:
            self._prepare()
        except BaseException:
            self._connection.close()
            raise

    def close(self) -> None:
        """Close the connection; a second call does nothing."""
        self._connection.close()

    def rows(self, sql: str, *values: object) -> list[sqlite3.Row]:
        """All rows of a query with ``?`` in it."""
        return self._connection.execute(sql, values).fetchall()

    def named_rows(self, sql: str, values: Mapping[str, object]) -> list[sqlite3.Row]:
        """All rows of a query with ``:name`` in it."""
        return self._connection.execute(sql, values).fetchall()

    def row(self, sql: str, *values: object) -> sqlite3.Row | None:
        """The first row of a query, or None."""
        row: sqlite3.Row | None = self._connection.execute(sql, values).fetchone()
        return row

    def execute(self, sql: str, *values: object) -> sqlite3.Cursor:
        """Run one statement; outside of ``transaction`` it is committed at once."""
        return self._connection.execute(sql, values)

    def executemany(self, sql: str, values: Iterable[tuple[object, ...]]) -> None:
        """Run one statement for many rows."""
        self._connection.executemany(sql, values)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing; not to be nested."""
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._connection.execute("ROLLBACK")
            raise
        self._connection.execute("COMMIT")

    def _prepare(self) -> None:
        self._connection.row_factory = sqlite3.Row
        self._connection.execute("PRAGMA journal_mode=WAL")
        self._connection.execute("PRAGMA synchronous=NORMAL")
        self._connection.execute("PRAGMA foreign_keys=ON")
        version = self._connection.execute("PRAGMA user_version").fetchone()[0]
        if version > SCHEMA_VERSION:
            raise NewerDatabase(f"schema {version}, this program knows {SCHEMA_VERSION}")
        self._connection.executescript(SCHEMA)
        self._connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")


def texts_to_column(texts: list[str]) -> str:
    """A list of texts as one column holds it."""
    return json.dumps(texts, ensure_ascii=False)


def texts_from_column(column: str) -> list[str]:
    """The list of texts that a column holds."""
    texts: Any = json.loads(column)
    return [str(text) for text in texts]
