"""Bookmarks in recordings, kept beside the consultation they belong to.

A recording is known by its address: the number of its message is another one in another database,
and the recording of a symptom has no message.
"""

from itertools import groupby
from typing import TYPE_CHECKING

from workstation.domain.bookmarks import Bookmark, Bookmarks
from workstation.domain.ids import ConsultationId
from workstation.vault import sql

if TYPE_CHECKING:
    import apsw


def put(
    connection: "apsw.Connection",
    consultation_id: ConsultationId,
    url: str,
    bookmark: Bookmark,
    now_ms: int,
) -> None:
    """Keep a bookmark; one at the same moment gets its note."""
    sql.run(
        connection,
        "INSERT OR REPLACE INTO bookmark (consultation_id, url, at_ms, note, made_ms)"
        " VALUES (?, ?, ?, ?, ?)",
        (consultation_id, url, bookmark.at_ms, bookmark.note, now_ms),
    )


def remove(
    connection: "apsw.Connection", consultation_id: ConsultationId, url: str, at_ms: int
) -> None:
    """Forget the bookmark at a moment, if there is one."""
    sql.run(
        connection,
        "DELETE FROM bookmark WHERE consultation_id = ? AND url = ? AND at_ms = ?",
        (consultation_id, url, at_ms),
    )


def of_consultation(connection: "apsw.Connection", consultation_id: ConsultationId) -> Bookmarks:
    """All bookmarks of a consultation's recordings."""
    rows = sql.rows(
        connection,
        "SELECT url, at_ms, note FROM bookmark WHERE consultation_id = ? ORDER BY url, at_ms",
        (consultation_id,),
    )
    return {
        str(url): tuple(Bookmark(int(at_ms), str(note)) for _, at_ms, note in listed)
        for url, listed in groupby(rows, key=lambda row: row[0])
    }
