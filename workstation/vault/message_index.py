"""The index by which messages are found: pairs of neighbouring characters.

With pairs, a Chinese word of two characters is one look-up, any stretch of a text is found wherever
it stands, and no dictionary decides what a word is. It names the messages of a pair and nothing
else: no place in the text, no second copy of it, no size. Whoever asks looks at the texts, so that
all it must do is leave few to look at (``decisions/an-index-that-only-proposes.md``).

Each row of ``message`` is indexed by its own text, once: a correction proposes the message that it
belongs to, wherever that came from and whenever it was tied.

A vault of a program before that keeps its larger index beside this one, until its messages were
moved over in the background (``move``): there may be a million of them.
"""

from typing import TYPE_CHECKING

from workstation.domain.matching import fold, split_words
from workstation.vault import sql
from workstation.vault.overwriting import Overwriting

if TYPE_CHECKING:
    import apsw

MAX_WORD_CHARACTERS = 64
"""Characters of a word that are looked up; the text itself tells of the others."""

_INDEXED = "text <> '' AND NOT retracts"
_ADD = "INSERT INTO message_index (rowid, text) VALUES (?, ?)"
_REMOVE = "INSERT INTO message_index (message_index, rowid, text) VALUES ('delete', ?, ?)"


def pairs(text: str) -> str:
    """Each character of a text with the one that follows it; the last of a word stands alone."""
    plain = fold(text).replace("\x00", " ")
    return " ".join(word[place : place + 2] for word in plain.split() for place in range(len(word)))


def is_short(search: str) -> bool:
    """Whether only single characters are looked for: much has them, and a pair has none of it."""
    return all(len(word) == 1 for word in split_words(search))


def phrase(search: str) -> str:
    """What to ask the index for: texts with every pair of each word.

    A single character is looked up only where nothing longer is: it stands in many pairs.
    """
    words = split_words(search)
    longer = [word for word in words if len(word) > 1]
    asked = dict.fromkeys(pair for word in longer for pair in _pairs_of(word))
    return " ".join(map(_quoted, asked) if longer else (f"{_quoted(word)} *" for word in words))


def _pairs_of(word: str) -> list[str]:
    return [word[place : place + 2] for place in range(min(len(word), MAX_WORD_CHARACTERS) - 1)]


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def matching(connection: "apsw.Connection", parameter: str) -> str:
    """A query for the numbers of rows of ``message`` that have what ``parameter`` is bound to."""
    tables = ["message_index"]
    if _last_to_move(connection):
        tables.append("message_index_before")
    return " UNION ALL ".join(
        f"SELECT rowid AS number FROM {table} WHERE {table} MATCH {parameter}" for table in tables
    )


def proposing(connection: "apsw.Connection", parameter: str) -> str:
    """The same for the messages that these rows are, or are corrections of."""
    return (
        f"WITH match AS MATERIALIZED ({matching(connection, parameter)})"
        " SELECT number FROM match UNION ALL"
        " SELECT target_id FROM message INDEXED BY message_target"
        " WHERE target_id IS NOT NULL AND message_id IN match"
    )


def proposed(connection: "apsw.Connection", parameter: str) -> str:
    """The same as a condition on ``message m``, for who walks along messages one by one.

    A message's corrections are asked only where there are any: the rows that hold a common word
    are many, and looked up once.
    """
    rows = matching(connection, parameter)
    return (
        f"(m.message_id IN ({rows}) OR EXISTS"
        " (SELECT 1 FROM message r INDEXED BY message_target WHERE r.target_id = m.message_id"
        f" AND r.target_id IS NOT NULL AND +r.message_id IN ({rows})))"
    )


def add(connection: "apsw.Connection", message_id: int, text: str) -> None:
    """Put a new row of ``message`` into the index."""
    sql.run(connection, _ADD, (message_id, pairs(text)))


def forget(connection: "apsw.Connection", consultation_id: int) -> None:
    """Take the messages of a consultation out, before they are deleted.

    The index is told what it was given: the same text makes the same pairs in every version of
    Unicode that knows its characters.
    """
    last = _last_to_move(connection) or 0
    rows = sql.rows(
        connection,
        "SELECT message_id, text FROM message"
        f" WHERE consultation_id = ? AND {_INDEXED} AND message_id > ?",
        (consultation_id, last),
    )
    connection.executemany(_REMOVE, ((message_id, pairs(text)) for message_id, text in rows))
    if last:
        sql.run(
            connection,
            "DELETE FROM message_index_before WHERE rowid IN"
            " (SELECT message_id FROM message WHERE consultation_id = ?)",
            (consultation_id,),
        )


def compact(connection: "apsw.Connection") -> None:
    """Write the index anew without what was taken out of it."""
    sql.run(connection, "INSERT INTO message_index (message_index) VALUES ('optimize')")
    last = _last_to_move(connection)
    if last:
        sql.run(
            connection,
            "INSERT INTO message_index_before (message_index_before) VALUES ('optimize')",
        )
    elif last is not None:
        _drop_before(connection)


def index_everything(connection: "apsw.Connection") -> None:
    """Fill an empty index from the messages."""
    rows = sql.rows(connection, f"SELECT message_id, text FROM message WHERE {_INDEXED}")
    connection.executemany(_ADD, ((message_id, pairs(text)) for message_id, text in rows))


def begin(connection: "apsw.Connection") -> None:
    """Begin beside the index before; that one goes at once where it never had anything."""
    if not _last_to_move(connection):
        _drop_before(connection)


def move(connection: "apsw.Connection", limit: int) -> bool:
    """Move so many messages from the index before into this one, the newest first.

    Returns whether there is more to do. Once the index before has no more to give it is taken
    apart, as many of its blocks at a time: to drop it whole would keep all that is written waiting.
    """
    last = _last_to_move(connection)
    if last is None:
        return False
    if not last:
        return _take_apart(connection, limit)
    rows = sql.rows(
        connection,
        f"SELECT message_id, text, {_INDEXED} FROM message WHERE message_id <= ?"
        " ORDER BY message_id DESC LIMIT ?",
        (last, limit),
    )
    connection.executemany(
        _ADD, ((message_id, pairs(text)) for message_id, text, indexed in rows[::-1] if indexed)
    )
    left = rows[-1][0] - 1 if len(rows) == limit else 0
    sql.run(connection, "UPDATE index_move SET last = ?", (left,))
    return True


def _take_apart(connection: "apsw.Connection", limit: int) -> bool:
    with Overwriting(connection):
        deleted = sql.run(
            connection,
            "DELETE FROM message_index_before_data WHERE id IN"
            " (SELECT id FROM message_index_before_data LIMIT ?)",
            (limit,),
        )
        if deleted < limit:
            _drop_before(connection)
    return deleted == limit


def _drop_before(connection: "apsw.Connection") -> None:
    sql.run(connection, "DELETE FROM index_move")
    sql.run(connection, "DROP TABLE message_index_before")


def _last_to_move(connection: "apsw.Connection") -> int | None:
    """The newest message that only the index before knows; 0 where it knows no more.

    ``None`` where there is no such index.
    """
    last = sql.value(connection, "SELECT last FROM index_move")
    return None if last is None else int(last)
