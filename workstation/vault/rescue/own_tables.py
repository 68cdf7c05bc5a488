"""Tables of the doctor's own words, which lie in a second sealed file, too (``outbox_backup``)."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from workstation.vault import sql

if TYPE_CHECKING:
    import apsw

BACKED_UP = {
    "file": "file_id",
    "outbox": "entry_id",
    "draft": "consultation_id",
    "closing_summary": "consultation_id",
    "patient_note": "subject",
    "quick_reply": "reply_id",
    "desk_mark": "consultation_id",
    "handover_mark": "consultation_id, subject, sentence",
    "measurement": "consultation_id, digest",
    "bookmark": "consultation_id, url, at_ms",
}
"""Tables that the second file carries, with their keys, in the order to put them back."""

_MESSAGE_NUMBERS: dict[str, dict[str, int | None]] = {
    "desk_mark": {"no_reply_to": None},
    "draft": {"began": 0},
}
"""What names a message by its number, and what says of it that none is known.

Such a number is true of one database: in another it might hide a message."""


def without_numbers(table: str, row: dict[str, Any]) -> dict[str, Any]:
    """A row for another database: it names no message by its number."""
    return row | _MESSAGE_NUMBERS.get(table, {})


def column_without_number(table: str, name: str) -> str:
    """One column of a row ``b`` as SQL, for another database: without message numbers."""
    numbers = _MESSAGE_NUMBERS.get(table, {})
    if name not in numbers:
        return f"b.{name}"
    return "NULL" if numbers[name] is None else str(numbers[name])


def shared_columns(connection: "apsw.Connection", table: str) -> list[str]:
    """The columns that the database and its attached backup both have."""
    theirs = set(columns_of(connection, "backup", table))
    return [name for name in columns_of(connection, "main", table) if name in theirs]


def columns_of(connection: "apsw.Connection", schema: str, table: str) -> list[str]:
    """The columns of a table; none where there is no such table."""
    rows: Iterable[tuple[str]] = sql.rows(
        connection, "SELECT name FROM pragma_table_info(?, ?)", (table, schema)
    )
    return [name for (name,) in rows]
