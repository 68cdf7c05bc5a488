"""The doctor's own marks of consultations: pins, what is laid aside, what is to be read again."""

from typing import TYPE_CHECKING

from workstation.domain.changes import Changes
from workstation.domain.marks import Mark, Snooze
from workstation.vault import sql

if TYPE_CHECKING:
    import apsw

COLUMNS = "consultation_id, pinned_ms, snoozed, until_ms, patient_ms, patient_unread, unread"


def put(connection: "apsw.Connection", mark: Mark) -> Changes:
    """Keep a consultation's marks; without any the row goes."""
    sql.run(connection, "DELETE FROM desk_mark WHERE consultation_id = ?", (mark.consultation_id,))
    if mark:
        snooze = mark.snooze or Snooze()
        sql.run(
            connection,
            f"INSERT INTO desk_mark ({COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                mark.consultation_id,
                mark.pinned_ms,
                int(mark.snooze is not None),
                snooze.until_ms,
                snooze.patient_ms,
                snooze.patient_unread,
                int(mark.unread),
            ),
        )
    return Changes(marks=(mark,))


def read_all(connection: "apsw.Connection") -> tuple[Mark, ...]:
    """All marks."""
    rows = sql.rows(connection, f"SELECT {COLUMNS} FROM desk_mark ORDER BY consultation_id")
    return tuple(
        Mark(consultation_id, pinned, Snooze(*noted) if snoozed else None, unread=bool(unread))
        for consultation_id, pinned, snoozed, *noted, unread in rows
    )
