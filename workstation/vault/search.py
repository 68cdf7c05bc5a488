"""Full-text search: every Chinese character is a word of its own, a search is a phrase of them.

The index is contentless: it holds no second copy of the texts, and lies in the encrypted file.
"""

import re
from typing import TYPE_CHECKING

from workstation.vault import sql

if TYPE_CHECKING:
    import apsw

_CHARACTER = re.compile(
    "([\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff])"
)
FOUND_AT_MOST = 200


def spaced(text: str) -> str:
    """The text with a space on both sides of each Chinese, Japanese or Korean character."""
    return " ".join(_CHARACTER.split(text))


def phrase(wanted: str) -> str:
    """A search that means exactly these characters in this order, whatever they are.

    The last word may go on ("asp" finds "aspirin") unless it is a Chinese character.
    """
    words = spaced(wanted.replace('"', " ").replace("\x00", " ")).split()
    if not words:
        return ""
    goes_on = "" if _CHARACTER.fullmatch(words[-1]) else "*"
    return f'"{" ".join(words)}"{goes_on}'


def index(connection: "apsw.Connection", message_id: int, text: str) -> None:
    """Make this the text by which the message is found; an empty one takes it out."""
    sql.run(connection, "DELETE FROM message_index WHERE rowid = ?", (message_id,))
    if text:
        add(connection, message_id, text)


def add(connection: "apsw.Connection", message_id: int, text: str) -> None:
    """Put a new message into the index."""
    sql.run(
        connection,
        "INSERT INTO message_index (rowid, text) VALUES (?, ?)",
        (message_id, spaced(text)),
    )


def index_everything(connection: "apsw.Connection") -> None:
    """Fill an empty index from the messages; corrected texts are found by their newest."""
    rows = sql.rows(
        connection,
        "SELECT m.message_id, coalesce("
        " (SELECT a.text FROM message a WHERE a.target_id = m.message_id AND NOT a.retracts"
        "  ORDER BY a.position DESC LIMIT 1), m.text)"
        " FROM message m WHERE m.target_id IS NULL AND NOT m.retracts AND NOT EXISTS"
        " (SELECT 1 FROM message a WHERE a.target_id = m.message_id AND a.retracts)",
    )
    connection.executemany(
        "INSERT INTO message_index (rowid, text) VALUES (?, ?)",
        ((message_id, spaced(text)) for message_id, text in rows if text),
    )


def find(
    connection: "apsw.Connection", wanted: str, limit: int = FOUND_AT_MOST
) -> list[tuple[int, int]]:
    """(consultation_id, message_id) of messages that contain the words, newest first."""
    query = phrase(wanted)
    if not query:
        return []
    rows = sql.rows(
        connection,
        "SELECT m.consultation_id, m.message_id FROM message_index i"
        " JOIN message m ON m.message_id = i.rowid"
        " WHERE message_index MATCH ? ORDER BY m.at_ms DESC, m.position DESC LIMIT ?",
        (query, min(limit, FOUND_AT_MOST)),
    )
    return [(int(room), int(message)) for room, message in rows]
