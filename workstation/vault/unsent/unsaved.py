"""What would be lost with a database that ends with the process: how much, and with whom."""

from typing import TYPE_CHECKING

from workstation.domain.unsaved import Unsaved
from workstation.vault import sql
from workstation.vault.doctor import notes

if TYPE_CHECKING:
    import apsw

DRAFTS = "SELECT consultation_id FROM draft WHERE text <> '' OR files <> '[]'"
SUMMARIES = "SELECT consultation_id FROM closing_summary WHERE content <> sent"


def unsaved(connection: "apsw.Connection") -> Unsaved:
    """Everything of the doctor's own that no server can tell again."""
    names = sql.rows(
        connection,
        "SELECT DISTINCT target_name FROM consultation WHERE target_name <> '' AND consultation_id"
        f" IN (SELECT consultation_id FROM outbox UNION {DRAFTS} UNION {SUMMARIES})"
        " ORDER BY consultation_id",
    )
    return Unsaved(
        int(sql.value(connection, "SELECT count(*) FROM outbox")),
        int(sql.value(connection, f"SELECT count(*) FROM ({DRAFTS})"))
        + int(sql.value(connection, f"SELECT count(*) FROM ({SUMMARIES})")),
        tuple(str(name) for (name,) in names),
    )


def losses(connection: "apsw.Connection") -> Unsaved:
    """All that is unsaved, and what is noted about patients: it goes with a database in memory."""
    words, noted = unsaved(connection), notes.read_all(connection)
    names = sql.rows(
        connection,
        "SELECT DISTINCT target_name FROM consultation WHERE target_name <> '' AND"
        f" {notes.SUBJECT} IN (SELECT subject FROM patient_note) ORDER BY consultation_id",
    )
    return words + Unsaved(patients=tuple(str(name) for (name,) in names), notes=len(noted))
