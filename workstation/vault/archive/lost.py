"""What this computer holds and the archive does not have any more.

A page is a stretch of the archive without a break, so what stands between two of its entries and is
none of it was lost there: pruned, taken out, or newer than the backup that was put in its place.
Whoever lost that may have lost more of which nothing is known: a mark for good stands behind it.
"""

import json
from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

from workstation.domain.ids import ConsultationId
from workstation.vault import sql
from workstation.vault.archive import gaps, losses, order
from workstation.vault.archive.message_writer import Intake

if TYPE_CHECKING:
    import apsw

    from workstation.domain.events import ArchivePage


@dataclass(frozen=True, slots=True)
class Stretch:
    """The archive is known from one place to another by the ``ids`` of a page.

    ``also`` is the place of an entry that is lost and is no message, or stands at ``low`` itself.
    """

    room: ConsultationId
    low: int
    high: int | None
    ids: set[str]
    also: int | None = None


def ids_of(page: "ArchivePage") -> set[str]:
    """The archive ids of a page's entries, also of those that are not shown."""
    shown = (item.archive_id for item in page.items)
    return {each for each in (*page.ids, *shown, page.first, page.last) if each is not None}


def places(
    connection: "apsw.Connection", room: ConsultationId, low: int, high: int, ids: set[str]
) -> list[int]:
    """Where messages stand between two places that the archive once had and ``ids`` do not name."""
    rows = sql.rows(
        connection,
        "SELECT m.position FROM message m WHERE m.consultation_id = ?1"
        " AND m.position > ?2 AND m.position < ?3"
        " AND EXISTS (SELECT 1 FROM archived a WHERE a.message_id = m.message_id AND NOT a.copy)"
        " AND NOT EXISTS (SELECT 1 FROM archived a WHERE a.message_id = m.message_id"
        "  AND a.archive_id IN (SELECT value FROM json_each(?4))) ORDER BY m.position",
        (room, low, high, json.dumps(sorted(ids))),
    )
    return [int(place) for (place,) in rows]


def top(connection: "apsw.Connection", room: ConsultationId, ids: set[str]) -> int | None:
    """The place of the newest message of a page."""
    there = _there(connection, room, ids)
    return there[-1] if there else None


def above(
    connection: "apsw.Connection", room: ConsultationId, place: int, high: int | None = None
) -> int:
    """Where what is newer than an entry goes on: above a loss behind it, if there is one."""
    found = sql.value(
        connection,
        "SELECT max(position) FROM gap WHERE consultation_id = ?1 AND NOT loadable"
        " AND position > ?2 AND (?3 IS NULL OR position < ?3)",
        (room, place, high),
    )
    return place if found is None else int(found)


def mark(intake: Intake, stretch: Stretch) -> None:
    """Mark what a page shows to be lost; once, however often it is read again."""
    connection, room = intake.connection, stretch.room
    lost = set() if stretch.also is None else {stretch.also}
    if stretch.high is not None:
        lost |= set(places(connection, room, stretch.low, stretch.high, stretch.ids))
    there = _there(connection, room, stretch.ids)
    runs = {bisect_right(there, place): place for place in sorted(lost)}
    for number, last in sorted(runs.items(), reverse=True):
        below = there[number - 1] if number else stretch.low
        above = there[number] if number < len(there) else None
        _mark_run(intake, room, below, last, above)


def mark_below(intake: Intake, room: ConsultationId, position: int) -> int:
    """Mark that the archive lost something right below a place; where the mark stands."""
    place, others_moved = order.free_below(intake.connection, room, position)
    gaps.add(intake.connection, room, place, loadable=False)
    intake.reread.add(room)
    if others_moved:
        intake.moved_others(room)
    return place


def _mark_run(
    intake: Intake, room: ConsultationId, below: int, last: int, above: int | None
) -> None:
    connection = intake.connection
    losses.lose(connection, room, below, last)
    if losses.lose(connection, room, last, above):
        return
    place, others_moved = order.free_above(connection, room, last)
    gaps.add(connection, room, place, loadable=False)
    intake.reread.add(room)
    if others_moved:
        intake.moved_others(room)


def _there(connection: "apsw.Connection", room: ConsultationId, ids: set[str]) -> list[int]:
    rows = sql.rows(
        connection,
        "SELECT DISTINCT m.position FROM archived a JOIN message m USING (message_id)"
        " WHERE a.consultation_id = ? AND NOT a.copy"
        " AND a.archive_id IN (SELECT value FROM json_each(?)) ORDER BY m.position",
        (room, json.dumps(sorted(ids))),
    )
    return [int(place) for (place,) in rows]
