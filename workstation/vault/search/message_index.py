"""The index by which messages are found: pairs of neighbouring characters.

With pairs, a Chinese word of two characters is one look-up, any stretch of a text is found wherever
it stands, and no dictionary decides what a word is. It names for a pair the groups of four messages
that have it and nothing else: no place in the text, no second copy of it, no size. Whoever asks
looks at the texts, so that all it must do is leave few to look at
(``decisions/search-index-of-character-pairs.md``).

Each row of ``message`` is indexed by its own text, once: a correction proposes the message that it
belongs to, wherever that came from and whenever it was tied. Four that follow one another by number
came together, and lie on one page of the database. A group is put in as often as one of its
messages comes, each time with what is new, and the index takes all of it together.

A vault of a program before that keeps its larger index beside this one, until its messages were
moved over in the background (``index_move``): there may be a million of them.
Tests: ``tests/vault/search/test_message_index.py``.
"""

import json
from collections.abc import Iterable, Iterator
from itertools import chain, groupby
from typing import TYPE_CHECKING

from workstation.domain.ids import ConsultationId
from workstation.domain.matching import split_words
from workstation.vault import sql
from workstation.vault.search import index_move
from workstation.vault.search.character_pairs import pairs
from workstation.vault.search.index_move import INDEXED

if TYPE_CHECKING:
    import apsw

MAX_WORD_CHARACTERS = 64
"""Characters of a word that are looked up; the text itself tells of the others."""

GROUP = 4
"""Messages that are one entry. Of eight the index is smaller by a tenth, and twice as many texts
are looked at in vain."""

MAX_PARTS = 8
"""An index in more parts than this is worth being written anew as one."""

_PLACES = ", ".join(f"({place})" for place in range(GROUP))
_ADD = "INSERT INTO message_index (rowid, text) VALUES (?, ?)"
_REMOVE = "INSERT INTO message_index (message_index, rowid, text) VALUES ('delete', ?, ?)"
_MERGE = "INSERT INTO message_index (message_index, rank) VALUES ('merge', ?)"

Texts = Iterable[tuple[int, str]]
"""Rows of ``message`` by number, in its order, each with its text."""


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


def has_more(connection: "apsw.Connection", asked: str, most: int) -> bool:
    """Whether the index proposes more groups than so many for a ``phrase``."""
    ways = (
        f"SELECT 1 FROM {table} WHERE {table} MATCH ?1"
        for table in ("message_index", *index_move.tables(connection))
    )
    counted = f"SELECT 1 FROM ({' UNION ALL '.join(ways)}) LIMIT ?2"
    return len(sql.rows(connection, counted, (asked, most + 1))) > most


def proposing(connection: "apsw.Connection", parameter: str) -> str:
    """A query for the numbers of the messages that may have what ``parameter`` is bound to."""
    ways = [
        (
            f"SELECT message_index.rowid * {GROUP} + column1 AS number FROM message_index"
            f" CROSS JOIN (VALUES {_PLACES}) WHERE message_index MATCH {parameter}"
        ),
        *index_move.matching(connection, parameter),
    ]
    return (
        f"WITH match AS MATERIALIZED ({' UNION ALL '.join(ways)})"
        " SELECT number FROM match UNION ALL"
        " SELECT target_id FROM message INDEXED BY message_target"
        " WHERE target_id IS NOT NULL AND message_id IN match"
    )


def proposed(connection: "apsw.Connection", parameter: str) -> str:
    """The query of ``proposing`` as a condition on ``message m``, for walking along messages.

    A message's corrections are asked only where there are any: the rows that hold a common word
    are many, and looked up once.
    """
    before = index_move.matching(connection, parameter)

    def is_among(number: str) -> str:
        groups = f"SELECT rowid FROM message_index WHERE message_index MATCH {parameter}"
        return " OR ".join(
            (f"{number} / {GROUP} IN ({groups})", *(f"{number} IN ({way})" for way in before))
        )

    return (
        f"({is_among('m.message_id')} OR EXISTS"
        " (SELECT 1 FROM message r INDEXED BY message_target WHERE r.target_id = m.message_id"
        f" AND r.target_id IS NOT NULL AND ({is_among('+r.message_id')})))"
    )


def add(connection: "apsw.Connection", texts: Texts) -> None:
    """Put new rows of ``message`` into the index."""
    connection.executemany(
        _ADD, ((group, " ".join(together)) for group, together in _grouped(texts))
    )


def _grouped(texts: Texts) -> Iterator[tuple[int, dict[str, None]]]:
    """The groups of these rows with the pairs that any of their texts has."""
    for group, rows in groupby(texts, lambda row: row[0] // GROUP):
        yield group, dict.fromkeys(chain.from_iterable(pairs(text) for _, text in rows))


def forget(connection: "apsw.Connection", consultation_id: ConsultationId) -> None:
    """Take the messages of a consultation out, before they are deleted.

    The index is told what it was given, but for what another message of the group says as well: the
    same text makes the same pairs in every version of Unicode that knows its characters. It counts
    what is put in and taken out, so a group that was taken out once is put in again, with nothing.
    """
    last = index_move.last_to_move(connection) or 0
    statement = f"SELECT message_id, text FROM message m WHERE {INDEXED} AND message_id > ?2"
    ordered = "ORDER BY message_id"
    bindings = (consultation_id, last)
    gone = dict(
        _grouped(sql.rows(connection, f"{statement} AND consultation_id = ?1 {ordered}", bindings))
    )
    places = f"SELECT value * {GROUP} + column1 FROM json_each(?3) CROSS JOIN (VALUES {_PLACES})"
    others = sql.rows(
        connection,
        f"{statement} AND consultation_id <> ?1 AND message_id IN ({places}) {ordered}",
        (*bindings, json.dumps(list(gone))),
    )
    beside_it = dict(_grouped(others))
    for group, together in gone.items():
        left = beside_it.get(group, {})
        taken = " ".join(pair for pair in together if pair not in left)
        sql.run(connection, _REMOVE, (group, taken))
        sql.run(connection, _ADD, (group, ""))
    index_move.forget(connection, consultation_id)


def compact(connection: "apsw.Connection") -> None:
    """Write the index anew without what was taken out of it."""
    sql.run(connection, "INSERT INTO message_index (message_index) VALUES ('optimize')")
    index_move.compact(connection)


def is_scattered(connection: "apsw.Connection") -> bool:
    """Whether what was put in at different times stands in many parts."""
    parts = sql.value(connection, "SELECT count(DISTINCT segid) FROM message_index_idx")
    return int(parts or 0) > MAX_PARTS


def merge(connection: "apsw.Connection", blocks: int, *, begins: bool) -> bool:
    """Bring together what was put in at different times, as many blocks at a time.

    Each part has its own list of pairs, which together take a sixth of the index. Returns whether
    there is more to do.
    """
    before = connection.total_changes()
    sql.run(connection, _MERGE, (-blocks if begins else blocks,))
    return connection.total_changes() - before > 1


def index_everything(connection: "apsw.Connection") -> None:
    """Fill an empty index from the messages."""
    condition = f"{INDEXED} ORDER BY message_id"
    add(connection, sql.rows(connection, f"SELECT message_id, text FROM message WHERE {condition}"))


def move(connection: "apsw.Connection", limit: int) -> bool:
    """Move so many messages from the indexes before into this one, the newest first.

    Returns whether there is more to do.
    """
    if not index_move.last_to_move(connection):
        return index_move.take_apart(connection, limit)
    rows = index_move.next_rows(connection, limit)
    add(connection, ((number, text) for number, text, indexed in rows[::-1] if indexed))
    index_move.note_moved(connection, rows[-1][0] - 1 if len(rows) == limit else 0)
    return True
