"""Gaps that nothing fills any more: the archive itself has lost what is missing there."""

from typing import TYPE_CHECKING

from workstation.domain.changes import Gap
from workstation.domain.ids import ConsultationId
from workstation.vault import sql

if TYPE_CHECKING:
    import apsw


def mark_lost(
    connection: "apsw.Connection", consultation_id: ConsultationId, low: int, high: int | None
) -> bool:
    """The archive lost what is missing between two places; false where no gap stands there.

    Two losses side by side stay two rows until ``merge_adjacent``: one of them may be the gap that
    is read, whose row alone tells how far down the archive is proven (``crossed_gaps``).
    """
    sql.run(
        connection,
        "UPDATE gap SET loadable = 0 WHERE consultation_id = ? AND position > ?"
        " AND (? IS NULL OR position < ?)",
        (consultation_id, low, high, high),
    )
    return connection.changes() > 0


def settle_at_beginning(connection: "apsw.Connection", gap: Gap) -> None:
    """Close or give up a gap before whose upper end the archive has nothing.

    Below all that is known it is closed. With something known below it is a loss, also where the
    archive was empty when that was met.
    """
    if gap.after or _has_messages_below(connection, gap):
        give_up(connection, gap.gap_id)
        return
    sql.run(connection, "DELETE FROM gap WHERE gap_id = ?", (gap.gap_id,))


def _has_messages_below(connection: "apsw.Connection", gap: Gap) -> bool:
    return sql.exists(
        connection,
        "SELECT 1 FROM message WHERE consultation_id = ? AND position < ?",
        (gap.consultation_id, gap.position),
    )


def give_up(connection: "apsw.Connection", gap_id: int) -> None:
    """Mark a gap as a loss: the archive no longer has what is missing; the gap stays to be seen."""
    sql.run(connection, "UPDATE gap SET loadable = 0 WHERE gap_id = ?", (gap_id,))


def merge_adjacent(connection: "apsw.Connection", consultation_id: ConsultationId) -> None:
    """Make one of two losses with no message between them."""
    sql.run(
        connection,
        "DELETE FROM gap WHERE consultation_id = ?1 AND NOT loadable AND EXISTS"
        " (SELECT 1 FROM gap other WHERE other.consultation_id = ?1 AND NOT other.loadable"
        " AND other.position < gap.position AND NOT EXISTS (SELECT 1 FROM message m"
        " WHERE m.consultation_id = ?1 AND m.position > other.position"
        " AND m.position < gap.position))",
        (consultation_id,),
    )
