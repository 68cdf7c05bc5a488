"""The index by which messages are found: pairs of neighbouring characters.

With pairs, a Chinese word of two characters is one look-up, any stretch of a text is found wherever
it stands, and no dictionary decides what a word is. The index is contentless: it holds no second
copy of the texts, and lies in the encrypted file.
"""

from typing import TYPE_CHECKING

from workstation.domain.matching import fold, split_words
from workstation.vault import sql

if TYPE_CHECKING:
    import apsw

MAX_WORD_CHARACTERS = 64
"""Characters of a word that are looked up; the text itself tells of the others."""


def pairs(text: str) -> str:
    """Each character of a text with the one that follows it; the last of a word stands alone."""
    plain = fold(text).replace("\x00", " ")
    return " ".join(word[place : place + 2] for word in plain.split() for place in range(len(word)))


def phrases(search: str) -> str:
    """What to ask the index for: texts in which each word's pairs follow each other."""
    return " ".join(_phrase(word) for word in split_words(search))


def _phrase(word: str) -> str:
    if len(word) == 1:
        return f'"{_quoted(word)}" *'
    ends = range(min(len(word), MAX_WORD_CHARACTERS) - 1)
    return f'"{_quoted(" ".join(word[place : place + 2] for place in ends))}"'


def _quoted(text: str) -> str:
    return text.replace('"', '""')


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
        (message_id, pairs(text)),
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
        ((message_id, pairs(text)) for message_id, text in rows if text),
    )
