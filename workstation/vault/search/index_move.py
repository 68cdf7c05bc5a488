"""Search indexes of older versions, and how their messages are moved out of them.

``message_index_before`` is that of versions up to 16, ``message_index_single`` that of version 17;
a vault has one of them or, where a program was replaced while the first was moved into the second,
both. Each names every message for itself. They are asked beside today's index, until their messages
are in it, and then taken apart in steps, their pages overwritten: to drop one whole would keep all
that is written waiting. Each step and its number are one transaction.
"""

from typing import TYPE_CHECKING
from weakref import WeakSet

from workstation.domain.ids import ConsultationId
from workstation.domain.value import Value
from workstation.vault import sql
from workstation.vault.overwriting import Overwriting
from workstation.vault.search.character_pairs import pairs

if TYPE_CHECKING:
    import apsw

INDEXED = "text <> '' AND NOT retracts"
"""The rows of ``message`` that are indexed."""

BEFORE, SINGLE = "message_index_before", "message_index_single"

_moved: "WeakSet[apsw.Connection]" = WeakSet()
"""Connections that have seen that nothing is left to move: every search asks, and it stays so."""


class IndexMove(Value):
    """How far it went: messages after ``last`` are in today's index.

    ``SINGLE`` has those from ``floor`` on, up to ``newest``; ``BEFORE`` those up to ``floor``.
    """

    last: int
    floor: int
    newest: int


def state(connection: "apsw.Connection") -> IndexMove | None:
    """How far the move went; ``None`` where there is no index of a program before.

    What a transaction that writes has seen may be taken back.
    """
    import apsw

    if connection in _moved:
        return None
    row = sql.one(connection, "SELECT last, floor, newest FROM index_move")
    if row is None:
        if connection.txn_state("main") != apsw.SQLITE_TXN_WRITE:
            _moved.add(connection)
        return None
    return IndexMove(*row)


def last_to_move(connection: "apsw.Connection") -> int | None:
    """The newest message that only an index before knows; 0 where these know no more."""
    move = state(connection)
    return None if move is None else move.last


def tables(connection: "apsw.Connection") -> list[str]:
    """The indexes that know messages which today's does not."""
    move = state(connection)
    if move is None or not move.last:
        return []
    single = [SINGLE] if move.last > move.floor else []
    return [*single, BEFORE] if move.floor else single


def matching(connection: "apsw.Connection", parameter: str) -> list[str]:
    """Queries of these for the numbers of messages that have what ``parameter`` is bound to."""
    return [
        f"SELECT rowid AS number FROM {table} WHERE {table} MATCH {parameter}"
        for table in tables(connection)
    ]


def next_rows(connection: "apsw.Connection", limit: int) -> list[sql.Row]:
    """So many messages that are to be moved next, the newest first, and whether it is indexed."""
    return sql.rows(
        connection,
        f"SELECT message_id, text, {INDEXED} FROM message WHERE message_id <= ?"
        " ORDER BY message_id DESC LIMIT ?",
        (last_to_move(connection) or 0, limit),
    )


def note_moved(connection: "apsw.Connection", last: int) -> None:
    """Note that only messages up to ``last`` are still to be moved."""
    sql.run(connection, "UPDATE index_move SET last = ?", (last,))


def fill(connection: "apsw.Connection") -> None:
    """Fill the index of a version before 17, which is empty, from the messages."""
    rows = sql.rows(connection, f"SELECT message_id, text FROM message WHERE {INDEXED}")
    connection.executemany(
        "INSERT INTO message_index (rowid, text) VALUES (?, ?)",
        ((number, " ".join(pairs(text))) for number, text in rows),
    )


def begin_single(connection: "apsw.Connection") -> None:
    """Begin version 17's index; the one before goes at once where it never had anything."""
    if not sql.value(connection, "SELECT last FROM index_move"):
        sql.run(connection, "DELETE FROM index_move")
        sql.run(connection, f"DROP TABLE {BEFORE}")


def begin(connection: "apsw.Connection") -> None:
    """Begin an index beside those before; one that never had anything goes at once."""
    _moved.discard(connection)
    sql.run(
        connection,
        "INSERT INTO index_move (last, floor, newest) SELECT 0, 0, 0"
        " WHERE NOT EXISTS (SELECT 1 FROM index_move)",
    )
    sql.run(
        connection,
        "UPDATE index_move SET floor = min(last, number), last = number, newest = number"
        " FROM (SELECT coalesce(max(message_id), 0) AS number FROM message)",
    )
    move = state(connection)
    if move is not None and move.newest == move.floor:
        sql.run(connection, f"DROP TABLE {SINGLE}")
    if not _left(connection):
        sql.run(connection, "DELETE FROM index_move")


def forget(connection: "apsw.Connection", consultation_id: ConsultationId) -> None:
    """Take the messages of a consultation out of the indexes, before they are deleted.

    The number of the newest message is given again once that is gone.
    """
    move = state(connection)
    if move is None or not move.last:
        return
    if move.newest > move.floor:
        rows = sql.rows(
            connection,
            f"SELECT message_id, text FROM message WHERE consultation_id = ? AND {INDEXED}"
            " AND message_id > ? AND message_id <= ?",
            (consultation_id, move.floor, move.newest),
        )
        connection.executemany(
            f"INSERT INTO {SINGLE} ({SINGLE}, rowid, text) VALUES ('delete', ?, ?)",
            ((number, " ".join(pairs(text))) for number, text in rows),
        )
    if move.floor:
        sql.run(
            connection,
            f"DELETE FROM {BEFORE} WHERE rowid IN"
            " (SELECT message_id FROM message WHERE consultation_id = ?)",
            (consultation_id,),
        )
    _note_newest(connection, consultation_id)


def _note_newest(connection: "apsw.Connection", without: ConsultationId) -> None:
    newest = sql.value(
        connection, "SELECT max(message_id) FROM message WHERE consultation_id <> ?", (without,)
    )
    sql.run(
        connection,
        "UPDATE index_move SET last = min(last, ?1), floor = min(floor, ?1),"
        " newest = min(newest, ?1)",
        (newest or 0,),
    )


def compact(connection: "apsw.Connection") -> None:
    """Write indexes anew without what was taken out; one to be taken apart goes at once."""
    move = state(connection)
    if move is None:
        return
    for table in _left(connection):
        if move.last and (table == SINGLE or move.floor):
            sql.run(connection, f"INSERT INTO {table} ({table}) VALUES ('optimize')")
        else:
            sql.run(connection, f"DROP TABLE {table}")
    if not move.last:
        sql.run(connection, "DELETE FROM index_move")


def take_apart(connection: "apsw.Connection", limit: int) -> bool:
    """Take so many blocks out of an index that has no more to give; whether there is more to do."""
    if state(connection) is None:
        return False
    table, *others = _left(connection)
    with Overwriting(connection):
        deleted = sql.run(
            connection,
            f"DELETE FROM {table}_data WHERE id IN (SELECT id FROM {table}_data LIMIT ?)",
            (limit,),
        )
        if deleted < limit:
            sql.run(connection, f"DROP TABLE {table}")
    if deleted < limit and not others:
        sql.run(connection, "DELETE FROM index_move")
        return False
    return True


def _left(connection: "apsw.Connection") -> list[str]:
    rows = sql.rows(
        connection,
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name IN (?, ?)",
        (BEFORE, SINGLE),
    )
    return [str(name) for (name,) in rows]
