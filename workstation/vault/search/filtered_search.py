"""Finding messages by who wrote them, when, and of which kind, beside words.

A word may be one of the text or of a name: ``张 图片`` finds the photos in the consultations of 张.
Names are looked for in the people of the lists and of the team first, so that the messages
themselves are narrowed down by numbers, which the database does alone.
"""

import json
from collections.abc import Iterator
from contextlib import closing
from itertools import islice
from typing import TYPE_CHECKING

from workstation.domain.changes import Place
from workstation.domain.ids import ConsultationId, MemberId
from workstation.domain.matching import fold
from workstation.domain.message import Message
from workstation.domain.message_search import MessageFilter
from workstation.domain.value import Value
from workstation.vault import sql
from workstation.vault.conversation import members
from workstation.vault.conversation.message_line import COLUMNS
from workstation.vault.conversation.messages import VISIBLE
from workstation.vault.search.message_index import phrase, proposed
from workstation.vault.search.message_readers import MessageReaders

if TYPE_CHECKING:
    import apsw

MAX_RESULTS = 200
ME = {"我", "me"}

_FOUND = (
    f"SELECT {COLUMNS} FROM message m INDEXED BY message_time WHERE {VISIBLE}"
    " AND EXISTS (SELECT 1 FROM consultation c"
    "  WHERE c.consultation_id = m.consultation_id AND c.place <> ?)"
)
_NEWEST_FIRST = " ORDER BY m.at_ms DESC, m.message_id DESC"
_ONE_OF = "IN (SELECT value FROM json_each(?))"
_ASKS = "(SELECT creator_id FROM consultation c WHERE c.consultation_id = m.consultation_id)"
_SAID_BY = f" AND (m.member_id {_ONE_OF} OR m.consultation_id {_ONE_OF} AND m.member_id = {_ASKS})"
_HAS_WORD = f" AND (m.member_id {_ONE_OF} OR m.consultation_id {_ONE_OF} OR "


class Named(Value):
    """Whose names have a word: who writes, and the consultations that are about such a person."""

    members: frozenset[MemberId]
    consultations: frozenset[ConsultationId]


def search_filtered(
    connection: "apsw.Connection",
    message_filter: MessageFilter,
    limit: int = MAX_RESULTS,
    without: frozenset[ConsultationId] = frozenset(),
) -> tuple[Message, ...]:
    """The newest messages that fit, of every consultation that a list names.

    ``without`` are consultations whose deletion is held back.
    """
    named = {
        word: _find_named(connection, word)
        for word in (*message_filter.words, *message_filter.senders)
    }
    statement, bindings = _narrow(connection, message_filter, named)
    fitting = (
        message
        for message in _messages(connection, statement, bindings)
        if message.consultation_id not in without and _fits(message, message_filter, named)
    )
    return tuple(islice(fitting, min(limit, MAX_RESULTS)))


def _narrow(
    connection: "apsw.Connection", message_filter: MessageFilter, named: dict[str, Named]
) -> tuple[str, sql.Bindings]:
    """The statement for what the database can decide alone."""
    statement, bindings = _FOUND, list[int | str | bytes | None]([Place.GONE.value])
    if message_filter.kinds:
        statement += f" AND m.kind {_ONE_OF}"
        bindings.append(json.dumps(sorted(kind.value for kind in message_filter.kinds)))
    if message_filter.since_ms is not None:
        statement, bindings = f"{statement} AND m.at_ms >= ?", [*bindings, message_filter.since_ms]
    if message_filter.until_ms is not None:
        statement, bindings = f"{statement} AND m.at_ms < ?", [*bindings, message_filter.until_ms]
    for sender in message_filter.senders:
        statement, bindings = statement + _SAID_BY, [*bindings, *_ids(named[sender])]
    for word in message_filter.words:
        bindings += [*_ids(named[word]), phrase(word)]
        statement += f"{_HAS_WORD}{proposed(connection, f'?{len(bindings)}')})"
    return statement + _NEWEST_FIRST, bindings


def _ids(named: Named) -> tuple[str, str]:
    return json.dumps(sorted(named.members)), json.dumps(sorted(named.consultations))


def _fits(message: Message, message_filter: MessageFilter, named: dict[str, Named]) -> bool:
    """Whether what is shown of a message has the words: the index knows corrected ones, too."""
    text = fold(message.written)
    return not message.retracted and all(
        word in text
        or message.speaker.member_id in named[word].members
        or message.consultation_id in named[word].consultations
        for word in message_filter.words
    )


def _find_named(connection: "apsw.Connection", word: str) -> Named:
    rows = sql.rows(
        connection,
        "SELECT consultation_id, creator_id, creator_name, target_name FROM consultation",
    )
    speakers = {
        member_id for member_id, name in members.names(connection).items() if word in fold(name)
    }
    rooms = set[ConsultationId]()
    for consultation_id, creator_id, creator, target in rows:
        if creator_id is not None and word in fold(str(creator)):
            speakers.add(MemberId(creator_id))
        if word in fold(f"{creator}\n{target}"):
            rooms.add(ConsultationId(consultation_id))
    me = members.me(connection)
    if word in ME and me is not None:
        speakers.add(me)
    return Named(frozenset(speakers), frozenset(rooms))


def _messages(
    connection: "apsw.Connection", statement: str, bindings: sql.Bindings
) -> Iterator[Message]:
    readers = MessageReaders(connection)
    with closing(connection.cursor()) as cursor:
        for row in cursor.execute(statement, bindings):
            yield readers.message(row)
