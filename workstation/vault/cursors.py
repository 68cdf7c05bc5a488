"""How far each room's archive is known without a break; only archive pages move it."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from workstation.vault import preferences, sql

if TYPE_CHECKING:
    import apsw

EMPTY = "archive.empty."


@dataclass(frozen=True, slots=True)
class Cursor:
    """The last archive entry up to which nothing is missing but what gaps name.

    ``position`` is the place of the last message up to it, ``at_ms`` that message's time by the
    archive. The entry itself may be a marker.
    """

    archive_id: str
    position: int
    at_ms: int


def get(connection: "apsw.Connection", consultation_id: int) -> Cursor | None:
    """The cursor of a room; ``None`` before its first page."""
    row = sql.one(
        connection,
        "SELECT archive_id, position, at_ms FROM cursor WHERE consultation_id = ?",
        (consultation_id,),
    )
    return None if row is None else Cursor(*row)


def put(connection: "apsw.Connection", consultation_id: int, cursor: Cursor) -> None:
    """Move the cursor of a room."""
    sql.run(
        connection,
        "INSERT OR REPLACE INTO cursor (consultation_id, archive_id, position, at_ms)"
        " VALUES (?, ?, ?, ?)",
        (consultation_id, cursor.archive_id, cursor.position, cursor.at_ms),
    )


def begin_empty(connection: "apsw.Connection", consultation_id: int) -> None:
    """The archive was looked at and empty: whatever it holds later came since, none of it seen."""
    preferences.put(connection, f"{EMPTY}{consultation_id}", value=True)


def began_empty(connection: "apsw.Connection", consultation_id: int) -> bool:
    """Whether this computer saw the room's archive while it was empty."""
    return bool(preferences.get(connection, f"{EMPTY}{consultation_id}", default=False))
