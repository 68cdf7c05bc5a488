"""Searching what was written, in one conversation or in all of them.

The index only proposes. Whether a message is found is decided by what is shown of it now, so that
the earlier text of a corrected or withdrawn message never is.
"""

from collections.abc import Iterator
from contextlib import closing
from itertools import chain, islice
from typing import TYPE_CHECKING

from workstation.domain.changes import Place
from workstation.domain.ids import ConsultationId
from workstation.domain.matching import has_words, split_words
from workstation.domain.message import Message
from workstation.domain.value import Value
from workstation.vault import sql
from workstation.vault.conversation import outbox_rows
from workstation.vault.conversation.message_line import COLUMNS
from workstation.vault.conversation.messages import VISIBLE
from workstation.vault.search.message_index import has_more, is_short, phrase, proposed, proposing
from workstation.vault.search.message_readers import MessageReaders, may_have_words

if TYPE_CHECKING:
    import apsw

MAX_RESULTS = 200
MAX_MATCHES_IN_CONVERSATION = 1_000
MAX_SORTED_GROUPS = 2_000

SAMPLED_ROWS, MAX_WALKED_ROWS = 500, 3_000
"""Single characters are looked for in so many of the newest messages, and in so many where the
first promise that these are enough."""

_KNOWN = (
    " AND EXISTS (SELECT 1 FROM consultation c"
    "  WHERE c.consultation_id = m.consultation_id AND c.place <> ?2)"
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
    asked = Question(
        f"{VISIBLE}{_KNOWN}",
        "message_time",
        "m.at_ms DESC, m.message_id DESC",
        Place.GONE.value,
    )
    return _search(connection, asked, query, min(limit, MAX_RESULTS), without)


def search_conversation(
    connection: "apsw.Connection",
    consultation_id: ConsultationId,
    query: str,
    limit: int = MAX_MATCHES_IN_CONVERSATION,
) -> tuple[Message, ...]:
    """The newest messages of one conversation with all these words, in its order.

    Own ones that the room has not confirmed are the last of them.
    """
    asked = Question(
        f"{VISIBLE} AND m.consultation_id = ?2",
        "message_order",
        "m.position DESC",
        consultation_id,
    )
    waiting = iter(outbox_rows.messages(connection, consultation_id))
    unsent = tuple(_filter_words(waiting, split_words(query)))
    newest = _search(connection, asked, query, max(limit - len(unsent), 0))
    return newest[::-1] + unsent


class Question(Value):
    """A question for messages: which, in which order, along which index; ``bound`` is ``?2``."""

    condition: str
    index: str
    order: str
    bound: str | int


def _search(
    connection: "apsw.Connection",
    asked: Question,
    query: str,
    limit: int,
    without: frozenset[ConsultationId] = frozenset(),
) -> tuple[Message, ...]:
    """The newest messages that fit; common characters are met by looking at messages."""
    words, readers = split_words(query), MessageReaders(connection)

    def find(rows: Iterator[sql.Row]) -> tuple[Message, ...]:
        fitting = (row for row in rows if ConsultationId(int(row[1])) not in without)
        messages = (readers.message(row) for row in fitting if may_have_words(row, words))
        return tuple(islice(_filter_words(messages, words), limit))

    if not words:
        return ()
    if is_short(query):
        rows = _walk(connection, asked)
        sample = list(islice(rows, SAMPLED_ROWS))
        met = sum(may_have_words(row, words) for row in sample)
        if len(sample) < SAMPLED_ROWS:
            return find(iter(sample))
        if met * MAX_WALKED_ROWS >= limit * SAMPLED_ROWS:
            matches = find(chain(sample, rows))
            if len(matches) == limit:
                return matches
    return find(_proposed(connection, asked, phrase(query)))


def _walk(connection: "apsw.Connection", asked: Question) -> Iterator[sql.Row]:
    return _rows(
        connection,
        f"INDEXED BY {asked.index} WHERE {asked.condition} ORDER BY {asked.order} LIMIT ?1",
        (MAX_WALKED_ROWS, asked.bound),
    )


def _proposed(connection: "apsw.Connection", asked: Question, pairs: str) -> Iterator[sql.Row]:
    """The proposals one by one: a common word has more of them than anybody will look at.

    Few are looked up and sorted; many are met soon enough by walking along an index.
    """
    if has_more(connection, pairs, MAX_SORTED_GROUPS):
        way = f"INDEXED BY {asked.index} WHERE {proposed(connection, '?1')}"
    else:
        way = f"NOT INDEXED WHERE m.message_id IN ({proposing(connection, '?1')})"
    remainder = f"{way} AND {asked.condition} ORDER BY {asked.order}"
    return _rows(connection, remainder, (pairs, asked.bound))


def _rows(
    connection: "apsw.Connection", remainder: str, bindings: sql.Bindings
) -> Iterator[sql.Row]:
    with closing(connection.cursor()) as cursor:
        yield from cursor.execute(f"SELECT {COLUMNS} FROM message m {remainder}", bindings)


def _filter_words(messages: Iterator[Message], words: tuple[str, ...]) -> Iterator[Message]:
    return (message for message in messages if words and has_words(message.written, words))
