"""Which messages quote which: by the id that the room gave a message, in whatever order they come.

A quote names a message of its room (XEP-0461) and may come before that one, or without it: history
is read backward. So it is looked for whenever it is read, never tied; what it names may have come,
been corrected or been withdrawn since. A correction's id means the message that it corrects. What a
quote names in another room, or nowhere, is nothing; so is a message that names itself. Only one
step is ever taken, so messages that quote each other in a circle are as good as any.

Tests: ``tests/vault/conversation/test_quotes.py``.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from workstation.domain.ids import ConsultationId, OriginId
from workstation.domain.row_key import RowKey, message_id_of, origin_id_of
from workstation.vault import sql
from workstation.vault.conversation import members, message_identity

if TYPE_CHECKING:
    import apsw

_QUOTING = """
SELECT {columns} FROM (
    SELECT archive_id AS name FROM archived WHERE consultation_id = ?1 AND message_id = ?2
    UNION SELECT a.archive_id FROM message c CROSS JOIN archived a USING (message_id)
        WHERE c.target_id = ?2 AND a.consultation_id = ?1
    UNION SELECT origin_id FROM message WHERE message_id = ?2
) CROSS JOIN message r ON r.consultation_id = ?1 AND r.quotes = name
WHERE r.quotes <> ''
"""
"""From the few names that a line has to the messages that use one of them. Left to itself the
database walks the whole conversation, for each line of a page (``tests/vault/test_plans.py``)."""

_NUMBERS = _QUOTING.format(columns="coalesce(r.target_id, r.message_id)")
_ANSWERS = (
    _QUOTING.format(columns="r.message_id, r.member_id, r.origin_id, r.twin, r.position")
    + "AND r.target_id IS NULL AND NOT r.retracts AND NOT EXISTS (SELECT 1 FROM message a"
    " WHERE a.target_id = r.message_id AND a.retracts) ORDER BY r.position DESC"
)

Answering = tuple[int, int | None, str, int, int]
"""A quoting message: number, account, origin id, twin and position."""


def find(
    connection: "apsw.Connection", consultation_id: ConsultationId, reference: str
) -> int | None:
    """The number of the line that a quote names; ``None`` where it is not here."""
    stored = message_identity.by_reference(connection, consultation_id, reference)
    if stored is None:
        return None
    target = sql.value(
        connection,
        "SELECT coalesce(target_id, message_id) FROM message WHERE message_id = ?",
        (stored.message_id,),
    )
    return int(target)


def number_by_key(
    connection: "apsw.Connection", consultation_id: ConsultationId, key: RowKey
) -> int | None:
    """The number of a line that the room has confirmed; ``None`` for any other."""
    origin_id = origin_id_of(key)
    if origin_id is None:
        return message_id_of(key)
    number = sql.value(
        connection,
        "SELECT message_id FROM message WHERE consultation_id = ? AND origin_id = ?"
        " AND coalesce(member_id, -1) = ? AND twin = 0",
        (consultation_id, origin_id, members.me(connection)),
    )
    return None if number is None else int(number)


def reference_of(
    connection: "apsw.Connection", consultation_id: ConsultationId, key: RowKey
) -> str:
    """What a quote calls a line (XEP-0461, 4): the room's id, its sender's where there is none.

    Empty for what the room has not confirmed.
    """
    reference = sql.value(
        connection,
        "SELECT coalesce((SELECT archive_id FROM archived a WHERE a.message_id = m.message_id"
        " AND NOT a.copy ORDER BY archive_id LIMIT 1), m.origin_id) FROM message m"
        " WHERE message_id = ? AND consultation_id = ?",
        (number_by_key(connection, consultation_id, key), consultation_id),
    )
    return "" if reference is None else str(reference)


def has_any(connection: "apsw.Connection", consultation_id: ConsultationId) -> bool:
    """Whether anything is quoted in a room: mostly not, and then nothing else is asked."""
    return sql.exists(
        connection,
        "SELECT 1 FROM message WHERE consultation_id = ? AND quotes <> ''",
        (consultation_id,),
    )


def answers(
    connection: "apsw.Connection", consultation_id: ConsultationId, number: int
) -> list[Answering]:
    """The messages that quote this one and still stand, the newest first."""
    return sql.rows(connection, _ANSWERS, (consultation_id, number))


def with_related(
    connection: "apsw.Connection", consultation_id: ConsultationId, numbers: Iterable[int]
) -> list[int]:
    """These lines, those that quote them, and those that they quote: each shows the others."""
    related = dict.fromkeys(numbers)
    if not has_any(connection, consultation_id):
        return list(related)
    for number in tuple(related):
        quoting = sql.rows(connection, _NUMBERS, (consultation_id, number))
        related |= {int(line): None for (line,) in quoting}
        quoted = sql.rows(
            connection,
            "SELECT quotes FROM message WHERE message_id = ?1 AND quotes <> ''"
            " UNION SELECT quotes FROM message WHERE target_id = ?1 AND quotes <> ''",
            (number,),
        )
        for (reference,) in quoted:
            line = find(connection, consultation_id, reference)
            related |= {} if line is None else {line: None}
    return list(related)


def unsent_quoting(
    connection: "apsw.Connection", consultation_id: ConsultationId, numbers: Iterable[int]
) -> list[OriginId]:
    """The unsent messages that quote any of these lines."""
    rows = sql.rows(
        connection,
        "SELECT origin_id, quotes FROM outbox WHERE consultation_id = ? AND quotes <> ''"
        " AND amends = '' ORDER BY entry_id",
        (consultation_id,),
    )
    if not rows:
        return []
    lines = set(numbers)
    return [
        OriginId(name)
        for name, reference in rows
        if find(connection, consultation_id, reference) in lines
    ]
