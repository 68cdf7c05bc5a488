"""The rows of messages: kept once, corrected only by who wrote them.

Which row an arriving message is, if it is here at all, is found by ``message_identity``.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from workstation.domain.events import Arrived
from workstation.domain.ids import ArchiveId, ConsultationId
from workstation.vault import sql
from workstation.vault.codec import attachment_text, mentions_text, reference_text
from workstation.vault.conversation import members

if TYPE_CHECKING:
    import apsw

VISIBLE = "target_id IS NULL AND NOT retracts"
"""What is a line of its own: corrections and retractions belong to their message."""

STANDS = (
    f"{VISIBLE} AND NOT EXISTS"
    " (SELECT 1 FROM message r WHERE r.target_id = m.message_id AND r.retracts)"
)
"""What was said and not taken back: only that asks, answers and promises."""

CORRECTION = "FROM message r WHERE r.target_id = m.message_id ORDER BY r.position DESC LIMIT 1"
"""What a message was last made to say."""

_RETIRED = "message.retired"

_NEXT_NUMBER = f"""
    SELECT 1 + max(
        coalesce((SELECT CAST(value AS INTEGER) FROM preference WHERE name = '{_RETIRED}'), 0),
        coalesce((SELECT max(message_id) FROM message), 0)
    )
"""
_INTO_MESSAGE = (
    "INSERT INTO message (message_id, consultation_id, position, member_id, origin_id, twin,"
    " at_ms, kind, text, attachment, unread, amends, retracts, quotes, excerpt,"
    " mentions, mentions_me)"
)
_INTO_ARCHIVED = "INSERT OR IGNORE INTO archived (consultation_id, archive_id, message_id, copy)"

NewMessage = tuple[Arrived, int, bool]
"""One that is not in the vault, its place, and whether it is unread."""


def note_archive_id(
    connection: "apsw.Connection", arrived: Arrived, message_id: int, *, copy: bool = False
) -> bool:
    """Keep the room's id and its time for a message; false where both were known."""
    if arrived.archive_id is None:
        return False
    fresh = _keep_archive_id(connection, arrived, message_id, copy=copy)
    return (
        not copy and not arrived.live and _set_time(connection, message_id, arrived.at_ms)
    ) or fresh


def _keep_archive_id(
    connection: "apsw.Connection", arrived: Arrived, message_id: int, *, copy: bool
) -> bool:
    if arrived.archive_id is None:
        return False
    values = (arrived.consultation_id, arrived.archive_id, message_id, copy)
    return sql.run(connection, f"{_INTO_ARCHIVED} VALUES (?, ?, ?, ?)", values) > 0


def mark_as_copies(connection: "apsw.Connection", message_id: int) -> None:
    """Mark all archive entries known so far as later copies: the first one is coming."""
    sql.run(connection, "UPDATE archived SET copy = 1 WHERE message_id = ?", (message_id,))


def _set_time(connection: "apsw.Connection", message_id: int, at_ms: int) -> bool:
    """Set the archive's time, which counts over a computer's clock; whether it was another one."""
    return (
        sql.run(
            connection,
            "UPDATE message SET at_ms = ? WHERE message_id = ? AND at_ms <> ?",
            (at_ms, message_id, at_ms),
        )
        > 0
    )


def newest_number(connection: "apsw.Connection", consultation_id: ConsultationId) -> int:
    """A number that all messages of a room have reached and none yet to come has; 0 without any.

    It is that of the newest of all rooms: for the room's own, all of the room would be read.
    """
    number = sql.value(
        connection,
        "SELECT (SELECT max(message_id) FROM message)"
        " WHERE EXISTS (SELECT 1 FROM message WHERE consultation_id = ?)",
        (consultation_id,),
    )
    return int(number or 0)


def retire_numbers(connection: "apsw.Connection") -> None:
    """Retire the numbers of messages that are about to be deleted (``newest_number``)."""
    sql.run(
        connection,
        "INSERT INTO preference (name, value)"
        " SELECT ?, coalesce(max(message_id), 0) FROM message WHERE true"
        " ON CONFLICT DO UPDATE SET value ="
        " max(CAST(value AS INTEGER), CAST(excluded.value AS INTEGER))",
        (_RETIRED,),
    )


def insert(connection: "apsw.Connection", new: Sequence[NewMessage]) -> range:
    """Keep messages that are not in the vault; returns their numbers, which follow one another.

    Where they are several, none has an origin id that its room has, or another one of them.
    """
    first = int(sql.value(connection, _NEXT_NUMBER))
    numbers = range(first, first + len(new))
    twin = _next_twin(connection, new[0][0]) if len(new) == 1 else 0
    me = members.me(connection) if any(arrived.mentions for arrived, _, _ in new) else None
    rows = [
        (
            number,
            arrived.consultation_id,
            position,
            arrived.member_id,
            arrived.origin_id,
            twin,
            arrived.at_ms,
            arrived.kind.value,
            arrived.text,
            attachment_text(arrived.attachment),
            unread,
            arrived.replaces or arrived.retracts,
            bool(arrived.retracts),
            reference_text(arrived.quote),
            "" if arrived.quote is None else arrived.quote.excerpt,
            mentions_text(arrived.mentions),
            any(mention.member_id == me for mention in arrived.mentions),
        )
        for (arrived, position, unread), number in zip(new, numbers, strict=True)
    ]
    sql.insert(connection, _INTO_MESSAGE, rows)
    entries = [
        (arrived.consultation_id, arrived.archive_id, number, False)
        for (arrived, _, _), number in zip(new, numbers, strict=True)
        if arrived.archive_id is not None
    ]
    sql.insert(connection, _INTO_ARCHIVED, entries)
    return numbers


def _next_twin(connection: "apsw.Connection", arrived: Arrived) -> int:
    """How many messages of its sender have the same origin id in its room."""
    return int(
        sql.value(
            connection,
            "SELECT coalesce(max(twin) + 1, 0) FROM message WHERE consultation_id = ?"
            " AND coalesce(member_id, -1) = coalesce(?, -1) AND origin_id = ?",
            (arrived.consultation_id, arrived.member_id, arrived.origin_id),
        )
    )


def note_speaker(
    connection: "apsw.Connection", arrived: Arrived, message_id: int, *, unread: bool
) -> bool:
    """Note who said what came without a speaker, as the room vouches; false where one was known."""
    if arrived.member_id is None:
        return False
    return (
        sql.run(
            connection,
            "UPDATE message SET member_id = ?1, unread = ?2, twin ="
            " (SELECT coalesce(max(other.twin) + 1, 0) FROM message other"
            " WHERE other.consultation_id = message.consultation_id"
            " AND coalesce(other.member_id, -1) = ?1 AND other.origin_id = message.origin_id)"
            " WHERE message_id = ?3 AND member_id IS NULL",
            (arrived.member_id, unread, message_id),
        )
        > 0
    )


def move(connection: "apsw.Connection", message_id: int, position: int) -> None:
    """Give a message the place that the archive says it has; the place must be free."""
    sql.run(
        connection, "UPDATE message SET position = ? WHERE message_id = ?", (position, message_id)
    )


def oldest_archived(
    connection: "apsw.Connection", consultation_id: ConsultationId, position: int
) -> tuple[ArchiveId, int] | None:
    """The archive id and the place of the oldest message below a place; ``None`` without one."""
    row = sql.one(
        connection,
        "SELECT a.archive_id, m.position FROM message m JOIN archived a USING (message_id)"
        " WHERE m.consultation_id = ? AND NOT a.copy AND m.position < ?"
        " ORDER BY m.position LIMIT 1",
        (consultation_id, position),
    )
    return None if row is None else (ArchiveId(str(row[0])), int(row[1]))
