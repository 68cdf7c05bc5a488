"""Rows of the outbox that other rows put out of date.

A change of a message is worth saying only as long as no newer one was made of it: said later, it
would take the newer one's place at everybody who reads the room. So what the room refused gives way
to a newer change that waits, and an older change goes as soon as the room has the newer one: a cut
may have swallowed the older one's refusal.

A correction waits for its message. Where the message fails there is nothing to correct: it stands
in its new words, to be tried again, under the correction's id, as the room may have the old ones
all the same.

Of one that is unproven, or was restored after a loss, nobody knows whether the room has it. Its row
stays, with the change behind it, so that its echo ends the doubt: then the change is one of what
the room has, as any other. The doctor need not wait for that. A correction goes out as a correction
all the same, and where there is nothing to correct it is a message like any other to all who read
it, and to us.

Tests: ``tests/vault/unsent/test_outbox_edits.py``, ``test_unproven.py``.
"""

from typing import TYPE_CHECKING

from workstation.domain.ids import ConsultationId, OriginId
from workstation.vault import sql
from workstation.vault.conversation import members
from workstation.vault.conversation.in_doubt import UNPROVEN
from workstation.vault.conversation.outbox_rows import OutboxEntry

if TYPE_CHECKING:
    import apsw


def rewrite(
    connection: "apsw.Connection", entry: OutboxEntry, name: OriginId, text: str, state: str
) -> None:
    """Give a message that the room has not other words, under this id; its place stays."""
    sql.run(
        connection,
        "UPDATE outbox SET origin_id = ?, text = ?, state = ?, attempts = 0, kills = 0"
        " WHERE origin_id = ?",
        (name, text, state, entry.origin_id),
    )
    sql.run(
        connection,
        "UPDATE closing_summary SET origin_id = ? WHERE origin_id = ?",
        (name, entry.origin_id),
    )


def take_up_correction(connection: "apsw.Connection", entry: OutboxEntry) -> OriginId:
    """Give a message that failed the words that wait behind it; the id that it has now."""
    newest = sql.one(
        connection,
        "SELECT origin_id, text FROM outbox WHERE amends = ? AND NOT retracts"
        " ORDER BY entry_id DESC LIMIT 1",
        (entry.origin_id,),
    )
    if newest is None:
        return entry.origin_id
    name, text = OriginId(newest[0]), str(newest[1])
    sql.run(connection, "DELETE FROM outbox WHERE amends = ?", (entry.origin_id,))
    rewrite(connection, entry, name, text, "failed")
    return name


def fail_corrections(connection: "apsw.Connection", entry: OutboxEntry) -> None:
    """Let what waits behind an unproven message wait for the doctor, too, or for its echo."""
    sql.run(
        connection,
        "UPDATE outbox SET state = 'failed', failure = ? WHERE amends = ? AND NOT retracts",
        (UNPROVEN, entry.origin_id),
    )


def go_on(connection: "apsw.Connection", origin_id: OriginId) -> None:
    """Queue what waited because its message was unproven: the room has it."""
    sql.run(
        connection,
        "UPDATE outbox SET state = 'queued', failure = '' WHERE amends = ? AND state = 'failed'"
        " AND failure = ?",
        (origin_id, UNPROVEN),
    )


def take_place(
    connection: "apsw.Connection", origin_id: OriginId, amends: OriginId
) -> list[OriginId]:
    """Let a correction that the room has stand for its message, if that is unsent; the ids gone.

    What was changed after it is changed of the correction: the room may have no other.
    """
    rows = sql.rows(
        connection, "DELETE FROM outbox WHERE origin_id = ? RETURNING origin_id", (amends,)
    )
    if rows:
        values = origin_id, amends
        sql.run(connection, "UPDATE outbox SET amends = ? WHERE amends = ?", values)
        sql.run(connection, "UPDATE closing_summary SET origin_id = ? WHERE origin_id = ?", values)
    return [OriginId(name) for (name,) in rows]


def drop_overtaken(connection: "apsw.Connection", entry: OutboxEntry) -> bool:
    """Take out a change that failed, where a newer one of its message waits; whether it was."""
    dropped = sql.run(
        connection,
        "DELETE FROM outbox AS change WHERE origin_id = ?1 AND amends <> '' AND EXISTS"
        " (SELECT 1 FROM outbox newer WHERE newer.amends = change.amends"
        " AND newer.entry_id > change.entry_id)",
        (entry.origin_id,),
    )
    return dropped > 0


def drop_of_withdrawn(connection: "apsw.Connection") -> list[tuple[ConsultationId, OriginId]]:
    """Delete what would be changed of messages that are withdrawn, and is not under way; of which.

    They may have been withdrawn at another computer. No line shows such a change any more, and who
    has no message to correct would show the correction as one.
    """
    rows = sql.rows(
        connection,
        "DELETE FROM outbox WHERE amends <> '' AND state <> 'sending' AND EXISTS"
        " (SELECT 1 FROM message m JOIN message withdrawal ON withdrawal.retracts"
        "  AND withdrawal.target_id = coalesce(m.target_id, m.message_id)"
        "  WHERE m.consultation_id = outbox.consultation_id AND m.origin_id = outbox.amends"
        "  AND m.member_id = ?) RETURNING consultation_id, amends",
        (members.me(connection),),
    )
    return [(ConsultationId(room), OriginId(name)) for room, name in rows]


def drop_older(connection: "apsw.Connection", amends: str, entry_id: int) -> None:
    """Delete earlier changes of a message: the room has a later one."""
    sql.run(
        connection,
        "DELETE FROM outbox WHERE amends = ? AND amends <> '' AND entry_id < ?",
        (amends, entry_id),
    )
