"""What was said in the rooms, kept in SQLite in the order it was said (XEP-0313).

``position`` is the only order; ids and stamps are labels. Ids are not compared, because Prosody's
are UUIDs, and stamps may repeat after an import. ``AUTOINCREMENT`` never gives a position again,
so a page that was asked for across a pruning neither repeats nor skips an item.

A page asks for one row more than its limit and cuts it off again: whether that row came is
``complete``, without a second query that could see another state of the archive.

    items 1 2 3 4 5, limit 2:  after=2 gives 3 4, incomplete    newest gives 4 5, incomplete
                               after=3 gives 4 5, complete      newest, before=3 gives 1 2, complete

An anchor that the archive does not have is left out of the conditions: what that means (an error,
the beginning, an empty page) differs by engine and is decided in ``archive_service``.
Tests: tests/clinic_im/test_archive.py,
``test_paging_meets_every_item_once_and_in_order``.
"""

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice

_SCHEMA = """
CREATE TABLE IF NOT EXISTS archived_stanzas (
    position INTEGER PRIMARY KEY AUTOINCREMENT,
    room     TEXT NOT NULL,
    id       TEXT NOT NULL,
    stamp_us INTEGER NOT NULL,
    jid      TEXT NOT NULL,
    stanza   TEXT NOT NULL,
    UNIQUE (room, id)
);
CREATE INDEX IF NOT EXISTS archived_by_room ON archived_stanzas (room, position);
"""


@dataclass(frozen=True, slots=True)
class ArchivedStanza:
    """One kept stanza as the room relayed it, serialised.

    ``stamp_us`` is in microseconds since the Unix epoch, ``jid`` the sender's real address.
    """

    id: str
    stamp_us: int
    jid: str
    stanza: str


@dataclass(frozen=True, slots=True)
class ArchiveQuery:
    """Which part of an archive is asked for.

    ``after`` and ``before`` are archive ids, ``start`` and ``end`` microseconds (inclusive);
    ``newest`` pages from the end. ``limit`` is the number of items.
    """

    limit: int
    after: str | None = None
    before: str | None = None
    start: int | None = None
    end: int | None = None
    newest: bool = False


@dataclass(frozen=True, slots=True)
class ResultPage:
    """Items in the order of the archive; ``complete`` when nothing follows in paging direction."""

    items: tuple[ArchivedStanza, ...]
    complete: bool


class Archive:
    """The archive of all rooms on one SQLite database.

    Each ``append`` is its own transaction, so a message that a room has echoed is on disk.
    """

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database
        database.executescript(_SCHEMA)

    def append(self, room: str, item: ArchivedStanza) -> None:
        """Keep ``item`` at the end of a room's archive; raises ``IntegrityError`` on a used id."""
        self.extend(room, (item,))

    def extend(self, room: str, items: Iterable[ArchivedStanza]) -> None:
        """Keep ``items`` in one transaction."""
        rows = [(room, item.id, item.stamp_us, item.jid, item.stanza) for item in items]
        with self._database:
            self._database.executemany(
                "INSERT INTO archived_stanzas (room, id, stamp_us, jid, stanza)"
                " VALUES (?, ?, ?, ?, ?)",
                rows,
            )

    def count(self, room: str) -> int:
        """Number of items kept of ``room``."""
        row = self._database.execute(
            "SELECT count(*) FROM archived_stanzas WHERE room = ?", (room,)
        )
        return int(row.fetchone()[0])

    def newest_stamp(self) -> int:
        """The latest stamp of all rooms in microseconds; 0 when nothing is kept."""
        row = self._database.execute("SELECT max(stamp_us) FROM archived_stanzas")
        return int(row.fetchone()[0] or 0)

    def knows(self, room: str, item_id: str) -> bool:
        """Whether ``item_id`` can serve as an anchor in ``room``."""
        return self._position(room, item_id) is not None

    def page(self, room: str, span: ArchiveQuery) -> ResultPage:
        """The asked part of a room's archive; anchors it does not know do not count."""
        where, values = self._conditions(room, span)
        order = "DESC" if span.newest else "ASC"
        rows = self._database.execute(
            f"SELECT id, stamp_us, jid, stanza FROM archived_stanzas WHERE {where} "  # noqa: S608 - own text
            f"ORDER BY position {order} LIMIT ?",
            (*values, span.limit + 1),
        )
        items = [ArchivedStanza(*row) for row in rows]
        page_items = list(islice(items, span.limit))
        if span.newest:
            page_items.reverse()
        return ResultPage(tuple(page_items), complete=len(items) <= span.limit)

    def forget(self, room: str, through: str | None = None) -> int:
        """Drop the room's archive, or its oldest part up to ``through``; the number dropped."""
        last = None if through is None else self._position(room, through)
        with self._database:
            return self._database.execute(
                "DELETE FROM archived_stanzas WHERE room = ? AND position <= coalesce(?, position)",
                (room, last),
            ).rowcount

    def _position(self, room: str, item_id: str) -> int | None:
        row = self._database.execute(
            "SELECT position FROM archived_stanzas WHERE room = ? AND id = ?", (room, item_id)
        ).fetchone()
        return None if row is None else int(row[0])

    def _conditions(self, room: str, span: ArchiveQuery) -> tuple[str, list[str | int]]:
        bounds = {
            "position > ?": None if span.after is None else self._position(room, span.after),
            "position < ?": None if span.before is None else self._position(room, span.before),
            "stamp_us >= ?": span.start,
            "stamp_us <= ?": span.end,
        }
        conditions = {text: value for text, value in bounds.items() if value is not None}
        return " AND ".join(["room = ?", *conditions]), [room, *conditions.values()]
