"""Which of a doctor's two sealed files has the newer words: both count their changes.

Each file loses no more than its end: a write-ahead log that is gone or cut off, a second file that
a full disk left behind. Both are written by one connection, so the one that has counted further has
all that the other has. No clock is asked, as clocks jump.

The database's count is a preference, which an earlier build leaves alone, the second file's a table
of its own. Tests: ``tests/vault/rescue/test_newer_words.py``.
"""

from typing import TYPE_CHECKING

from workstation.vault import sql

if TYPE_CHECKING:
    import apsw

REVISION = "revision"
"""The name of the preference; true of one database alone."""

_IS_COUNT = f"name = '{REVISION}'"
_BEGIN = (
    f"INSERT INTO main.preference (name, value) SELECT '{REVISION}', '0'"
    f" WHERE NOT EXISTS (SELECT 1 FROM main.preference WHERE {_IS_COUNT})"
)
_COUNT = f"UPDATE main.preference SET value = value + 1 WHERE {_IS_COUNT}"
_COPY = (
    "UPDATE backup.revision SET number ="
    f" (SELECT CAST(value AS INTEGER) FROM main.preference WHERE {_IS_COUNT})"
)

COUNT_BOTH = f"{_BEGIN}; {_COUNT}; {_COPY}"
"""What a trigger does with each change."""


def lead(connection: "apsw.Connection") -> int:
    """By how many changes the database is ahead of the attached second file.

    Negative where that one is; 0 also where neither has counted, as in an earlier build.
    """
    return number(connection) - number_of_backup(connection)


def catch_up(connection: "apsw.Connection") -> None:
    """Raise the database's count to the attached second file's: it has all of that now."""
    if lead(connection) < 0:
        ahead = number_of_backup(connection)
        sql.run(connection, _BEGIN)
        sql.run(connection, f"UPDATE main.preference SET value = ? WHERE {_IS_COUNT}", (ahead,))


def follow(connection: "apsw.Connection") -> None:
    """Have the attached second file count from where the database stands."""
    if not _has_count(connection):
        sql.run(connection, "CREATE TABLE backup.revision (number)")
        sql.run(connection, "INSERT INTO backup.revision VALUES (0)")
    synchronise(connection)


def synchronise(connection: "apsw.Connection") -> None:
    """Set the second file's count to the database's: it has all of that now."""
    sql.run(connection, _COPY)


def number(connection: "apsw.Connection") -> int:
    """How many changes the database has counted; 0 where an earlier build has written it."""
    value = sql.value(connection, f"SELECT value FROM main.preference WHERE {_IS_COUNT}")
    return int(value or 0)


def number_of_backup(connection: "apsw.Connection") -> int:
    """The revision of the attached second file."""
    if not _has_count(connection):
        return 0
    return int(sql.value(connection, "SELECT number FROM backup.revision") or 0)


def _has_count(connection: "apsw.Connection") -> bool:
    return sql.exists(connection, "SELECT 1 FROM pragma_table_info(?, ?)", ("revision", "backup"))
