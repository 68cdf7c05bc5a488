"""Places in a conversation's order: next to what is known, with room for what was missed.

Messages, gaps and the cursor share one order of whole numbers, as no time can order them: clocks of
servers jump, and a page may bring what is older than all that is here. A gap leaves ``SPACING``
places on both sides, so that an archive page fills it without moving anything. Where a place is
taken all the same, what stands side by side from there on moves on, half way to whatever stands
next: ``4 5 6 _ _ _ _ 11`` becomes ``_ _ 6 7 8 _ _ 11``. The outermost goes first: a step onto a
neighbour's place would fail half way. All that is beyond stays, for a conversation may be long: for
one message lost at its end, 16,000 were moved, and 4 MB of the database written, in one step.

So a place is no name: what is to be found again later is remembered by its row's number, and a
transaction that made others move must not use what it read of places before
(``MessageWriter.note_shift``). Tests: ``tests/vault/archive/test_order.py``.
"""

from typing import TYPE_CHECKING

from workstation.domain.ids import ConsultationId
from workstation.vault import sql

if TYPE_CHECKING:
    import apsw

SPACING = 1 << 31

_TABLES = (
    ("message", "message_id"),
    ("gap", "gap_id"),
)
_PLACED = (("message", "position"), ("gap", "position"), ("gap", "floor"), ("cursor", "position"))
"""What has a place of its own in the order, and nothing may overtake."""
_OCCUPIED = _PLACED[:2]
"""Where nothing else may stand; it ends a walk upward, and all of ``_PLACED`` one downward.

What is proven reaches up to its place, also where that has no row. From below, what comes there is
part of it. Were that place taken, it would move up before each that comes, and whatever follows in
the same walk would count as proven. From above, nothing that comes is part of it."""


def top(connection: "apsw.Connection", consultation_id: ConsultationId) -> int:
    """The largest place taken; 0 in an empty conversation."""
    position = sql.value(
        connection,
        "SELECT max(coalesce((SELECT max(position) FROM message WHERE consultation_id = ?1), 0),"
        " coalesce((SELECT max(position) FROM gap WHERE consultation_id = ?1), 0),"
        " coalesce((SELECT position FROM cursor WHERE consultation_id = ?1), 0))",
        (consultation_id,),
    )
    return int(position)


def has_messages(connection: "apsw.Connection", consultation_id: ConsultationId) -> bool:
    """Whether anything was said here; places tell nothing of that, since they may be below zero."""
    return sql.exists(
        connection, "SELECT 1 FROM message WHERE consultation_id = ?", (consultation_id,)
    )


def above_all(connection: "apsw.Connection", consultation_id: ConsultationId) -> int:
    """A place far above everything, to count down from."""
    return top(connection, consultation_id) + SPACING


def below_all(connection: "apsw.Connection", consultation_id: ConsultationId) -> int:
    """A place far below everything."""
    position = sql.value(
        connection,
        "SELECT min(place) FROM ("
        "SELECT min(position) AS place FROM message WHERE consultation_id = ?1"
        " UNION ALL SELECT min(position) FROM gap WHERE consultation_id = ?1)",
        (consultation_id,),
    )
    return (0 if position is None else int(position)) - SPACING


def nearest_below(
    connection: "apsw.Connection", consultation_id: ConsultationId, position: int
) -> int | None:
    """The nearest known place below, a message's or the cursor's."""
    nearest = sql.value(
        connection,
        "SELECT max(place) FROM ("
        "SELECT max(position) AS place FROM message WHERE consultation_id = ?1 AND position < ?2"
        " UNION ALL SELECT position FROM cursor WHERE consultation_id = ?1 AND position < ?2)",
        (consultation_id, position),
    )
    return None if nearest is None else int(nearest)


def known_below(
    connection: "apsw.Connection", consultation_id: ConsultationId, position: int
) -> int:
    """Where to count up from to fill what is above the nearest known place; else with room."""
    nearest = nearest_below(connection, consultation_id, position)
    return position - SPACING if nearest is None else nearest


def known_above(
    connection: "apsw.Connection", consultation_id: ConsultationId, position: int
) -> int:
    """Where to count down from to fill what is below the next known place; else one with room."""
    nearest = sql.value(
        connection,
        "SELECT min(place) FROM ("
        "SELECT min(position) AS place FROM message WHERE consultation_id = ?1 AND position > ?2"
        " UNION ALL SELECT position FROM cursor WHERE consultation_id = ?1 AND position > ?2)",
        (consultation_id, position),
    )
    return position + SPACING if nearest is None else int(nearest)


def append(connection: "apsw.Connection", consultation_id: ConsultationId) -> int:
    """The place of a live message: the last; with room before it where a gap is open there."""
    last = top(connection, consultation_id)
    return last + (SPACING if gap_at(connection, consultation_id, last) else 1)


def gap_at(connection: "apsw.Connection", consultation_id: ConsultationId, position: int) -> bool:
    """Whether a gap stands in this place."""
    return sql.exists(
        connection,
        "SELECT 1 FROM gap WHERE consultation_id = ? AND position = ?",
        (consultation_id, position),
    )


def free_beside(
    connection: "apsw.Connection", consultation_id: ConsultationId, position: int, *, upward: bool
) -> range:
    """The free places between a place and what stands next; at most ``SPACING``.

    Upward that is a message or a gap, downward also how far the archive is proven: what has no
    row of its own there, as a marker, would else be passed without having been met.
    """
    side, nearest = (">", "min") if upward else ("<", "max")
    places = " UNION ALL ".join(
        f"SELECT {nearest}({column}) AS place FROM {table}"
        f" WHERE consultation_id = ?1 AND {column} {side} ?2"
        for table, column in (_OCCUPIED if upward else _PLACED)
    )
    taken = sql.value(
        connection, f"SELECT {nearest}(place) FROM ({places})", (consultation_id, position)
    )
    if upward:
        return range(position + 1, position + SPACING if taken is None else int(taken))
    return range(position - SPACING + 1 if taken is None else int(taken) + 1, position)


def free_above(
    connection: "apsw.Connection", consultation_id: ConsultationId, position: int
) -> tuple[int, bool]:
    """The place right above ``position``; true if others had to move for it."""
    place = position + 1
    taken = _is_taken(connection, consultation_id, place, _OCCUPIED)
    if taken:
        _make_way(connection, consultation_id, place, upward=True)
    return place, taken


def free_below(
    connection: "apsw.Connection", consultation_id: ConsultationId, position: int
) -> tuple[int, bool]:
    """The place right below ``position``; true if others had to move for it.

    How far the archive is proven moves, too: what comes from above is not part of that.
    """
    place = position - 1
    taken = _is_taken(connection, consultation_id, place, _PLACED)
    if taken:
        _make_way(connection, consultation_id, place, upward=False)
    return place, taken


def _is_taken(
    connection: "apsw.Connection",
    consultation_id: ConsultationId,
    position: int,
    columns: tuple[tuple[str, str], ...],
) -> bool:
    return any(
        sql.exists(
            connection,
            f"SELECT 1 FROM {table} WHERE consultation_id = ? AND {column} = ?",
            (consultation_id, position),
        )
        for table, column in columns
    )


def _make_way(
    connection: "apsw.Connection", consultation_id: ConsultationId, place: int, *, upward: bool
) -> None:
    """Move what stands side by side from ``place`` on, outermost first, as places are unique."""
    end, by = _run_from(connection, consultation_id, place, upward=upward)
    low, high, outermost = (place, end, "DESC") if upward else (end, place, "ASC")
    for table, key in _TABLES:
        rows = sql.rows(
            connection,
            f"SELECT {key} FROM {table} WHERE consultation_id = ? AND position BETWEEN ? AND ?"
            f" ORDER BY position {outermost}",
            (consultation_id, low, high),
        )
        connection.executemany(
            f"UPDATE {table} SET position = position + ? WHERE {key} = ?",
            ((by, number) for (number,) in rows),
        )
    for table, column in (("cursor", "position"), ("gap", "floor")):
        sql.run(
            connection,
            f"UPDATE {table} SET {column} = {column} + ?"
            f" WHERE consultation_id = ? AND {column} BETWEEN ? AND ?",
            (by, consultation_id, low, high),
        )


def _run_from(
    connection: "apsw.Connection", consultation_id: ConsultationId, place: int, *, upward: bool
) -> tuple[int, int]:
    """Where what stands side by side ends, and how far it moves: half way to what stands next."""
    side, sort, step = (">=", "ASC", 1) if upward else ("<=", "DESC", -1)
    places = connection.execute(
        " UNION ".join(
            f"SELECT {column} AS place FROM {table}"
            f" WHERE consultation_id = ?1 AND {column} {side} ?2"
            for table, column in _PLACED
        )
        + f" ORDER BY place {sort}",
        (consultation_id, place),
    )
    end = place
    for (taken,) in places:
        free = abs(taken - end) - 1
        if free > 0:
            places.close()
            return end, step * min(SPACING, (free + 1) // 2)
        end = taken
    return end, step * SPACING


def top_when_asked(
    connection: "apsw.Connection", consultation_id: ConsultationId, newest_number: int | None
) -> int:
    """The place below which all stands that was here when a room's newest page was asked for.

    ``newest_number`` is the newest row of then. What the page has and this computer did not know
    was met after that row, so it stands above, also above what the archive has lost meanwhile.
    """
    place = sql.value(
        connection,
        "SELECT max(position) FROM message WHERE consultation_id = ? AND message_id <= ?",
        (consultation_id, newest_number or 0),
    )
    return 0 if place is None else int(place)
