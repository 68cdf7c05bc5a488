"""Searching what was written, in one conversation or in all of them.

The index only proposes. Whether a message is found is decided by what is shown of it now, so that
the earlier text of a corrected or withdrawn message never is.
"""

from collections.abc import Iterator
from contextlib import closing
from itertools import islice
from typing import TYPE_CHECKING

from workstation.domain.changes import Place
from workstation.domain.ids import ConsultationId
from workstation.domain.matching import has_words, split_words
from workstation.domain.message import Message
from workstation.vault import outbox_rows, sql
from workstation.vault.message_index import phrases
from workstation.vault.message_reader import COLUMNS, MessageReader
from workstation.vault.messages import VISIBLE

if TYPE_CHECKING:
    import apsw

MAX_RESULTS = 200
MAX_MATCHES_IN_CONVERSATION = 1_000
MAX_SORTED_ROWS = 2_000

_PROPOSED = (
    f"WHERE m.message_id IN (SELECT rowid FROM message_index WHERE message_index MATCH ?)"
    f" AND {VISIBLE}"
)
_KNOWN = (
    " AND EXISTS (SELECT 1 FROM consultation c"
    "  WHERE c.consultation_id = m.consultation_id AND c.place <> ?)"
)


def search_all(
    connection: "apsw.Connection",
    query: str,
    limit: int = MAX_RESULTS,
    without: frozenset[ConsultationId] = frozenset(),
) -> tuple[Message, ...]:
    """The newest messages with all these words, of every consultation that a list names.

    ``without`` are consultations whose deletion is held back.
    """
    rows = _rows(
        connection,
        "message_time",
        f"{_PROPOSED}{_KNOWN} ORDER BY m.at_ms DESC, m.message_id DESC",
        (phrases(query), Place.GONE.value),
    )
    readers: dict[ConsultationId, MessageReader] = {}
    messages = _messages(connection, rows, readers, without)
    return tuple(islice(_filter_words(messages, query), min(limit, MAX_RESULTS)))


def search_conversation(
    connection: "apsw.Connection",
    consultation_id: ConsultationId,
    query: str,
    limit: int = MAX_MATCHES_IN_CONVERSATION,
) -> tuple[Message, ...]:
    """The newest messages of one conversation with all these words, in its order.

    Own ones that the room has not confirmed are the last of them.
    """
    rows = _rows(
        connection,
        "message_order",
        f"{_PROPOSED} AND m.consultation_id = ? ORDER BY m.position DESC",
        (phrases(query), consultation_id),
    )
    reader = MessageReader(connection, consultation_id)
    placed = _messages(connection, rows, {consultation_id: reader}, frozenset())
    unsent = tuple(_filter_words(iter(outbox_rows.messages(connection, consultation_id)), query))
    newest = tuple(islice(_filter_words(placed, query), max(limit - len(unsent), 0)))
    return newest[::-1] + unsent


def _rows(
    connection: "apsw.Connection", order: str, condition: str, bindings: sql.Bindings
) -> Iterator[sql.Row]:
    """The proposals one by one: a common word has more of them than anybody will look at.

    Few are looked up and sorted; many are met soon enough by walking along an index in ``order``.
    """
    if not bindings[0]:
        return
    way = f"INDEXED BY {order}" if _has_many(connection, bindings[0]) else "NOT INDEXED"
    with closing(connection.cursor()) as cursor:
        yield from cursor.execute(f"SELECT {COLUMNS} FROM message m {way} {condition}", bindings)


def _has_many(connection: "apsw.Connection", query: str | int | bytes | None) -> bool:
    counted = "SELECT 1 FROM message_index WHERE message_index MATCH ? LIMIT ?"
    return len(sql.rows(connection, counted, (query, MAX_SORTED_ROWS + 1))) > MAX_SORTED_ROWS


def _messages(
    connection: "apsw.Connection",
    rows: Iterator[sql.Row],
    readers: dict[ConsultationId, MessageReader],
    without: frozenset[ConsultationId],
) -> Iterator[Message]:
    for row in rows:
        consultation_id = ConsultationId(int(row[1]))
        if consultation_id in without:
            continue
        if consultation_id not in readers:
            readers[consultation_id] = MessageReader(connection, consultation_id)
        yield from readers[consultation_id].messages((row,))


def _filter_words(messages: Iterator[Message], query: str) -> Iterator[Message]:
    words = split_words(query)
    return (message for message in messages if words and has_words(message.written, words))
