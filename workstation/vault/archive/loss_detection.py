"""What this computer holds and the archive does not have any more.

A page is a stretch of the archive without a break, so what stands between two of its entries and is
none of it was lost there: pruned, taken out, or newer than the backup that was put in its place.
Whoever lost that may have lost more of which nothing is known: a mark for good stands behind it.
Here ``a b c d``, the page ``a b d e``: shown is ``a b c # d e``, at every later reading of that
page, too. A page says nothing of what lies beyond its ends: what can be loaded there stays so.

Never counted as lost: what came after the page was asked for (it may be newer than the page),
second copies, messages whose archive id was never told, and those that their author withdrew
(ejabberd takes them out of its archive; what they said is here, and that they were withdrawn).

Tests: ``tests/vault/archive/test_lossy_archives.py``, ``test_losses.py``; the simulated days
notice it (``tests/simulation/lossy_archives.py``).
"""

import json
from bisect import bisect_right
from typing import TYPE_CHECKING

from workstation.domain.ids import ArchiveId, ConsultationId
from workstation.domain.value import Value
from workstation.vault import sql
from workstation.vault.archive import gaps, lost_gaps, order
from workstation.vault.archive.message_writer import MessageWriter

if TYPE_CHECKING:
    import apsw

    from workstation.domain.events import ArchivePage


_WITHDRAWN = "EXISTS (SELECT 1 FROM message r WHERE r.target_id = m.message_id AND r.retracts)"


class ProvenRange(Value):
    """The archive is known from one place to another by the ``ids`` of a page.

    ``lost_entry`` is the place of an entry that is lost and is no message, or stands at ``low``
    itself.
    """

    consultation_id: ConsultationId
    low: int
    high: int | None
    ids: set[ArchiveId]
    lost_entry: int | None = None

    def above(self, place: int) -> int | None:
        """Its upper end, above which it says nothing; None where that lies below a place."""
        return self.high if self.high is not None and self.high > place else None


def archive_ids_of(page: "ArchivePage") -> set[ArchiveId]:
    """The archive ids of a page's entries, also of those that are not shown."""
    item_ids = (item.archive_id for item in page.items)
    return {each for each in (*page.ids, *item_ids, page.first, page.last) if each is not None}


def find_lost(
    connection: "apsw.Connection",
    consultation_id: ConsultationId,
    low: int,
    high: int,
    ids: set[ArchiveId],
) -> list[int]:
    """Where messages stand between two places that the archive once had and ``ids`` do not name."""
    rows = sql.rows(
        connection,
        "SELECT m.position FROM message m WHERE m.consultation_id = ?1"
        " AND m.position > ?2 AND m.position < ?3"
        " AND EXISTS (SELECT 1 FROM archived a WHERE a.message_id = m.message_id AND NOT a.copy)"
        " AND NOT EXISTS (SELECT 1 FROM archived a WHERE a.message_id = m.message_id"
        "  AND a.archive_id IN (SELECT value FROM json_each(?4)))"
        f" AND NOT {_WITHDRAWN} ORDER BY m.position",
        (consultation_id, low, high, json.dumps(sorted(ids))),
    )
    return [int(place) for (place,) in rows]


def is_withdrawn(
    connection: "apsw.Connection", consultation_id: ConsultationId, position: int
) -> bool:
    """Whether what stands at a place was withdrawn by who wrote it."""
    return sql.exists(
        connection,
        f"SELECT 1 FROM message m WHERE consultation_id = ? AND position = ? AND {_WITHDRAWN}",
        (consultation_id, position),
    )


def newest_position(
    connection: "apsw.Connection", consultation_id: ConsultationId, ids: set[ArchiveId]
) -> int | None:
    """The place of the newest message of a page."""
    positions = _positions_of(connection, consultation_id, ids)
    return positions[-1] if positions else None


def position_above_losses(
    connection: "apsw.Connection",
    consultation_id: ConsultationId,
    place: int,
    high: int | None = None,
) -> int:
    """Where what is newer than an entry goes on: above a loss behind it, if there is one."""
    position = sql.value(
        connection,
        "SELECT max(position) FROM gap WHERE consultation_id = ?1 AND NOT loadable"
        " AND position > ?2 AND (?3 IS NULL OR position < ?3)",
        (consultation_id, place, high),
    )
    return place if position is None else int(position)


def mark_losses(writer: MessageWriter, stretch: ProvenRange) -> None:
    """Mark what a page shows to be lost; once, however often it is read again."""
    connection, consultation_id = writer.connection, stretch.consultation_id
    lost = set() if stretch.lost_entry is None else {stretch.lost_entry}
    if stretch.high is not None:
        lost |= set(find_lost(connection, consultation_id, stretch.low, stretch.high, stretch.ids))
    if not lost:
        return
    positions = _positions_of(connection, consultation_id, stretch.ids)
    runs = {bisect_right(positions, place): place for place in sorted(lost)}
    for index, last in sorted(runs.items(), reverse=True):
        below = positions[index - 1] if index else stretch.low
        above = positions[index] if index < len(positions) else stretch.above(last)
        _mark_run(writer, consultation_id, below, last, above)


def add_loss_below(writer: MessageWriter, consultation_id: ConsultationId, position: int) -> int:
    """Mark that the archive lost something right below a place; where the mark stands."""
    place, others_moved = order.free_below(writer.connection, consultation_id, position)
    gaps.add(writer.connection, consultation_id, place, loadable=False)
    writer.reread.add(consultation_id)
    if others_moved:
        writer.note_shift(consultation_id)
    return place


def _mark_run(
    writer: MessageWriter, consultation_id: ConsultationId, below: int, last: int, above: int | None
) -> None:
    connection = writer.connection
    lost_gaps.mark_lost(connection, consultation_id, below, last)
    if lost_gaps.mark_lost(connection, consultation_id, last, above):
        return
    place, others_moved = order.free_above(connection, consultation_id, last)
    gaps.add(connection, consultation_id, place, loadable=False)
    writer.reread.add(consultation_id)
    if others_moved:
        writer.note_shift(consultation_id)


def _positions_of(
    connection: "apsw.Connection", consultation_id: ConsultationId, ids: set[ArchiveId]
) -> list[int]:
    rows = sql.rows(
        connection,
        "SELECT DISTINCT m.position FROM archived a JOIN message m USING (message_id)"
        " WHERE a.consultation_id = ? AND NOT a.copy"
        " AND a.archive_id IN (SELECT value FROM json_each(?)) ORDER BY m.position",
        (consultation_id, json.dumps(sorted(ids))),
    )
    return [int(place) for (place,) in rows]
