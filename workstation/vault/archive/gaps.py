"""What a conversation lacks, as rows: each gap is shown in its place until it is filled.

Between two neighbours without a gap nothing is missing. A gap is opened at the end of a room at
each join, before any live message, because what was said between two sessions is unknown until a
page tells; live ``e`` then stands beyond it: ``a b | e``. Only pages close it.

``after`` and ``before`` are the entries at its ends, from which it is asked for. ``floor`` is where
the archive is proven below it: while the newest page is read back, messages of an earlier visit
between floor and gap (``a [floor] c d | x y``) may lack something among them as well. A gap that is
not ``loadable`` is a loss: it stays, for an archive that has lost something proves nothing.

Tests: ``tests/vault/archive/test_pages.py``, ``test_merge.py`` (at every moment what is
missing is a gap); without the floor ``test_emptied_archives.py``.
"""

from dataclasses import replace
from typing import TYPE_CHECKING

from workstation.domain.changes import Gap
from workstation.domain.errors import StorageError
from workstation.domain.ids import ArchiveId, ConsultationId
from workstation.vault import sql
from workstation.vault.archive import order, overlaps

if TYPE_CHECKING:
    import apsw

_COLUMNS = "consultation_id, gap_id, position, after, before, loadable"


def of_room(connection: "apsw.Connection", consultation_id: ConsultationId) -> tuple[Gap, ...]:
    """All gaps of a conversation, oldest first."""
    rows = sql.rows(
        connection,
        f"SELECT {_COLUMNS} FROM gap WHERE consultation_id = ? ORDER BY position",
        (consultation_id,),
    )
    return tuple(_value(connection, row) for row in rows)


def open_at_end(
    connection: "apsw.Connection", consultation_id: ConsultationId, *, loadable: bool
) -> bool:
    """Mark that something may be missing after all that is known; false if marked already.

    A loss stands there for itself: what comes next is asked for, and stands behind it.
    """
    last = order.top(connection, consultation_id)
    at_end = sql.one(
        connection,
        "SELECT loadable FROM gap WHERE consultation_id = ? AND position = ?",
        (consultation_id, last),
    )
    if at_end is not None and (at_end[0] or not loadable):
        return False
    add(connection, consultation_id, last + order.SPACING, loadable=loadable)
    return True


def add(
    connection: "apsw.Connection", consultation_id: ConsultationId, position: int, *, loadable: bool
) -> None:
    """Put a gap into a free place; its known ends are those of its neighbours."""
    sql.run(
        connection,
        "INSERT INTO gap (consultation_id, position, after, before, loadable)"
        " VALUES (?, ?, ?, ?, ?)",
        (
            consultation_id,
            position,
            end_below(connection, consultation_id, position),
            _end_above(connection, consultation_id, position),
            loadable,
        ),
    )


def end_below(
    connection: "apsw.Connection", consultation_id: ConsultationId, position: int
) -> ArchiveId | None:
    """The archive id of what stands right below a place: the cursor's, or a message's."""
    cursor = sql.one(
        connection,
        "SELECT archive_id, position FROM cursor WHERE consultation_id = ? AND position < ?",
        (consultation_id, position),
    )
    message = _message_below(connection, consultation_id, position)
    if cursor is None or (message is not None and message[1] > cursor[1]):
        return None if message is None else message[0]
    return ArchiveId(str(cursor[0]))


def message_end_below(
    connection: "apsw.Connection", consultation_id: ConsultationId, position: int
) -> ArchiveId | None:
    """The archive id of the nearest message below a place."""
    message = _message_below(connection, consultation_id, position)
    return None if message is None else message[0]


def touch_from_above(
    connection: "apsw.Connection",
    consultation_id: ConsultationId,
    position: int,
    archive_id: ArchiveId,
) -> bool:
    """Set a gap's upper end, if it was open, as a message now stands above; whether it was open."""
    gap = adjacent_below(connection, consultation_id, position)
    if gap is None or gap.before is not None:
        return False
    set_before(connection, gap.gap_id, archive_id)
    return True


def get(connection: "apsw.Connection", gap_id: int) -> Gap | None:
    """A gap, while it is one."""
    return _first(connection, "WHERE gap_id = ?", (gap_id,))


def adjacent_below(
    connection: "apsw.Connection", consultation_id: ConsultationId, position: int
) -> Gap | None:
    """The gap right below a place, with no message between the two."""
    gap = below(connection, consultation_id, position)
    if gap is None:
        return None
    between = order.nearest_below(connection, consultation_id, position)
    return gap if between is None or between <= gap.position else None


def add_below(connection: "apsw.Connection", consultation_id: ConsultationId, position: int) -> Gap:
    """Put a gap right below a place.

    Raises ``StorageError`` where it is not there afterwards, which is a defect.
    """
    place, _ = order.free_below(connection, consultation_id, position)
    add(connection, consultation_id, place, loadable=True)
    added = below(connection, consultation_id, position)
    if added is None:
        raise StorageError("a gap was not kept")
    return added


def below(
    connection: "apsw.Connection", consultation_id: ConsultationId, position: int
) -> Gap | None:
    """The nearest gap below a place."""
    return _first(
        connection,
        "WHERE consultation_id = ? AND position < ? ORDER BY position DESC",
        (consultation_id, position),
    )


def above(
    connection: "apsw.Connection", consultation_id: ConsultationId, position: int
) -> Gap | None:
    """The nearest gap above a place."""
    return _first(
        connection,
        "WHERE consultation_id = ? AND position > ? ORDER BY position",
        (consultation_id, position),
    )


def missing_below(
    connection: "apsw.Connection", consultation_id: ConsultationId, position: int
) -> bool:
    """Whether something between messages below a place is still to be loaded."""
    return sql.exists(
        connection,
        "SELECT 1 FROM gap WHERE consultation_id = ? AND position < ?"
        " AND after IS NOT NULL AND loadable",
        (consultation_id, position),
    )


def with_end(
    connection: "apsw.Connection",
    consultation_id: ConsultationId,
    *,
    after: ArchiveId | None = None,
    before: ArchiveId | None = None,
) -> Gap | None:
    """The gap to be loaded one of whose known ends is this archive id.

    Where a message without an archive id stands between two gaps, both begin behind the same entry:
    only of the one that is open above is it asked (``requests.gap_request``).
    """
    return _first(
        connection,
        "WHERE consultation_id = ? AND loadable AND (after = ? OR before = ?)"
        " ORDER BY before IS NOT NULL, position DESC",
        (consultation_id, after, before),
    )


def of_visit(
    connection: "apsw.Connection", consultation_id: ConsultationId, position: int
) -> Gap | None:
    """The gap that the present visit began with, above a place: newest of those to be loaded.

    What stands above it came in this visit, so it may be newer than any page; what stands below
    must be in the archive.
    """
    return _first(
        connection,
        "WHERE consultation_id = ? AND loadable AND position > ? ORDER BY position DESC",
        (consultation_id, position),
    )


def floor(connection: "apsw.Connection", gap: Gap) -> int | None:
    """Up to where the archive is proven below a gap; ``None`` where nothing is known there."""
    if gap.after is None:
        return None
    position = sql.value(connection, "SELECT floor FROM gap WHERE gap_id = ?", (gap.gap_id,))
    if position is None:
        return order.nearest_below(connection, gap.consultation_id, gap.position)
    return int(position)


def crossed_by(
    connection: "apsw.Connection", consultation_id: ConsultationId, low: int, high: int | None
) -> Gap | None:
    """The lowest gap to be loaded between two places that goes on below the lower one.

    Without ``high`` it may stand anywhere above. A page that lies over it fills it only so far:
    what was heard in an earlier visit stands there, and below that nothing is proven down to the
    gap's floor.
    """
    for gap in of_room(connection, consultation_id):
        inside = low < gap.position and (high is None or gap.position < high)
        proven = floor(connection, gap) if gap.loadable and inside else None
        if proven is not None and proven < low:
            return gap
    return None


def move_below(connection: "apsw.Connection", gap: Gap, position: int) -> None:
    """Move a gap right below a place."""
    place, _ = order.free_below(connection, gap.consultation_id, position)
    sql.run(connection, "UPDATE gap SET position = ? WHERE gap_id = ?", (place, gap.gap_id))


def reach_down(connection: "apsw.Connection", gap_id: int, after: ArchiveId, floor: int) -> None:
    """Set a gap's lower end: the archive is proven up to ``floor``, whose entry is ``after``.

    What stands between the floor and the gap may lack something, too.
    """
    sql.run(
        connection, "UPDATE gap SET after = ?, floor = ? WHERE gap_id = ?", (after, floor, gap_id)
    )


def close_between(
    connection: "apsw.Connection", consultation_id: ConsultationId, low: int, high: int | None
) -> None:
    """Close the gaps between two places: everything between them is known.

    A gap that was given up stays: an archive that has lost something cannot prove that it has not.
    """
    sql.run(
        connection,
        "DELETE FROM gap WHERE consultation_id = ? AND loadable AND position > ?"
        " AND (? IS NULL OR position < ?)",
        (consultation_id, low, high, high),
    )


def set_before(connection: "apsw.Connection", gap_id: int, archive_id: ArchiveId) -> None:
    """Set a gap's upper end: the entry that stands right above what is missing."""
    sql.run(connection, "UPDATE gap SET before = ? WHERE gap_id = ?", (archive_id, gap_id))


def _message_below(
    connection: "apsw.Connection", consultation_id: ConsultationId, position: int
) -> tuple[ArchiveId, int] | None:
    row = sql.one(
        connection,
        "SELECT a.archive_id, m.position FROM message m JOIN archived a USING (message_id)"
        " WHERE m.consultation_id = ? AND m.position < ? ORDER BY m.position DESC LIMIT 1",
        (consultation_id, position),
    )
    return None if row is None else (ArchiveId(str(row[0])), int(row[1]))


def _end_above(
    connection: "apsw.Connection", consultation_id: ConsultationId, position: int
) -> ArchiveId | None:
    archive_id = sql.value(
        connection,
        "SELECT a.archive_id FROM message m JOIN archived a USING (message_id)"
        " WHERE m.consultation_id = ? AND m.position > ? ORDER BY m.position LIMIT 1",
        (consultation_id, position),
    )
    return None if archive_id is None else ArchiveId(str(archive_id))


def _first(connection: "apsw.Connection", which: str, bindings: sql.Bindings) -> Gap | None:
    row = sql.one(connection, f"SELECT {_COLUMNS} FROM gap {which} LIMIT 1", bindings)
    return None if row is None else _value(connection, row)


def _value(connection: "apsw.Connection", row: sql.Row) -> Gap:
    consultation_id, gap_id, position, after, before, loadable = row
    gap = Gap(consultation_id, gap_id, position, after, before, bool(loadable))
    return replace(gap, overlap=overlaps.entry_beyond(connection, gap)) if loadable else gap
