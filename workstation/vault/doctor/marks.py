"""The doctor's own marks of consultations: pinned, snoozed, to be read again."""

from typing import TYPE_CHECKING

from workstation.domain.changes import Changes
from workstation.domain.marks import Mark, Snooze
from workstation.vault import sql
from workstation.vault.conversation import summaries

if TYPE_CHECKING:
    import apsw

COLUMNS = (
    "consultation_id, pinned_ms, snoozed, until_ms, patient_ms, patient_unread, unread, no_reply_to"
)


def put(connection: "apsw.Connection", mark: Mark) -> Changes:
    """Keep a consultation's marks; without any the row goes.

    Where it is different what needs a reply, the conversation's summary is told with them.
    """
    before = sql.value(
        connection,
        "SELECT no_reply_to FROM desk_mark WHERE consultation_id = ?",
        (mark.consultation_id,),
    )
    sql.run(connection, "DELETE FROM desk_mark WHERE consultation_id = ?", (mark.consultation_id,))
    if mark:
        snooze = mark.snooze or Snooze()
        sql.run(
            connection,
            f"INSERT INTO desk_mark ({COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (
                mark.consultation_id,
                mark.pinned_ms,
                int(mark.snooze is not None),
                snooze.until_ms,
                snooze.patient_ms,
                snooze.patient_unread,
                int(mark.unread),
                mark.no_reply_to,
            ),
        )
    if mark.no_reply_to == before:
        return Changes(marks=(mark,))
    summary = summaries.keep_of_room(connection, mark.consultation_id)
    return Changes(marks=(mark,), summaries=(summary,))


def read_all(connection: "apsw.Connection") -> tuple[Mark, ...]:
    """All marks."""
    rows = sql.rows(connection, f"SELECT {COLUMNS} FROM desk_mark ORDER BY consultation_id")
    return tuple(
        Mark(
            consultation_id,
            pinned,
            Snooze(*noted) if snoozed else None,
            unread=bool(unread),
            no_reply_to=no_reply_to,
        )
        for consultation_id, pinned, snoozed, *noted, unread, no_reply_to in rows
    )
