"""Own messages that failed or are taken back: they stay in their places until the doctor decides.

What the room refused, what no file can be found for and what is set aside is a row like any other,
with a reason. Only the doctor removes it, or sends it again under the same id: by that the room's
copy is recognised, should it have the message all the same.

A message on which sessions end (one that a server or a box between cannot bear) would end every
session for ever and hold up all others: at its second death it is set aside as failed, where the
doctor sees it.

Tests: ``tests/vault/unsent/test_outbox.py``, ``test_outbox_states.py``,
``tests/services/test_suspects.py``.
"""

from dataclasses import replace
from typing import TYPE_CHECKING

from workstation.domain.changes import Changes, Removed
from workstation.domain.ids import ConsultationId, OriginId
from workstation.domain.row_key import own_row
from workstation.vault import sql
from workstation.vault.conversation import summaries
from workstation.vault.conversation.in_doubt import IS_IN_DOUBT, UNPROVEN, withdrawn_in_doubt
from workstation.vault.conversation.line_changes import changed_lines
from workstation.vault.conversation.outbox_rows import get
from workstation.vault.unsent import files, outbox_edits
from workstation.vault.unsent.outbox import changes_of, renamed

if TYPE_CHECKING:
    import apsw

POISON = "poison"
MAY_BE_THERE = POISON, UNPROVEN
"""Failures of messages that their rooms may have all the same."""
MAX_SESSION_DEATHS = 1
"""A message that ends the session a second time is set aside."""


def fail(
    connection: "apsw.Connection", origin_id: OriginId, failure: str, server_text: str = ""
) -> Changes:
    """Mark a message as refused or set aside: it stays in its place until the doctor decides.

    ``failure`` is the error's code, or RFC 6120's condition; ``server_text`` what was said
    with it.

    One that the doctor withdrew meanwhile goes, unless the room may have it: then it stands here to
    be taken back, or the withdrawal waits until it is found. What was changed of it meanwhile, or
    after it where it is a change itself, counts (``outbox_edits``).
    """
    sql.run(
        connection,
        "UPDATE outbox SET state = 'failed', failure = ?, said = ? WHERE origin_id = ?",
        (failure, server_text, origin_id),
    )
    entry = get(connection, origin_id)
    if entry is None:
        return Changes()
    if withdrawn := outbox_edits.drop_of_withdrawn(connection):
        return changed_lines(connection, withdrawn)
    if outbox_edits.drop_overtaken(connection, entry):
        return changed_lines(connection, [(entry.consultation_id, entry.amends)])
    if entry.is_unproven:
        outbox_edits.fail_corrections(connection, entry)
        return changes_of(connection, [origin_id])
    if _drop_withdrawal(connection, origin_id) and failure not in MAY_BE_THERE:
        return discard(connection, origin_id)
    name = outbox_edits.take_up_correction(connection, entry)
    changes = changes_of(connection, [name])
    return changes if name == origin_id else renamed(changes, entry)


def retry(connection: "apsw.Connection", origin_id: OriginId) -> Changes:
    """Queue a failed message again, and what was changed of it; ids and places stay.

    Of an unproven one that was changed its first words are not said once more.
    """
    rows = sql.rows(
        connection,
        "UPDATE outbox SET state = 'queued', failure = '', said = '', kills = 0"
        f" WHERE state = 'failed' AND (amends = ?1 OR origin_id = ?1 AND NOT ({IS_IN_DOUBT}"
        " AND EXISTS (SELECT 1 FROM outbox WHERE amends = ?1))) RETURNING origin_id",
        (origin_id,),
    )
    return changes_of(connection, [OriginId(name) for (name,) in rows])


def discard(connection: "apsw.Connection", origin_id: OriginId) -> Changes:
    """Delete a message that the doctor takes back, or what was changed of it and failed.

    One that is under way stays: nobody knows whether it arrived.
    """
    rows = sql.rows(
        connection,
        "DELETE FROM outbox WHERE origin_id = ? AND state <> 'sending'"
        " RETURNING consultation_id, file_id",
        (origin_id,),
    )
    if not rows:
        return _discard_changes(connection, origin_id)
    consultation_id, file_id = rows[0]
    files.release(connection, file_id)
    sql.run(connection, "DELETE FROM outbox WHERE amends = ?", (origin_id,))
    gone = Removed(ConsultationId(consultation_id), own_row(origin_id))
    summary = summaries.keep_of_room(connection, gone.consultation_id)
    return Changes(removed=(gone,), summaries=(summary,))


def drop_absent(connection: "apsw.Connection", consultation_id: ConsultationId) -> Changes:
    """Delete unproven messages that were withdrawn, where the room's archive was read and has none.

    Not as long as any of it is left unread: they may be there.
    """
    unread = "SELECT 1 FROM gap WHERE consultation_id = ? AND loadable"
    if sql.exists(connection, unread, (consultation_id,)):
        return Changes()
    names = withdrawn_in_doubt(connection, consultation_id)
    steps = [discard(connection, name) for name in names]
    removed = tuple(gone for step in steps for gone in step.removed)
    return replace(steps[-1], removed=removed) if steps else Changes()


def _discard_changes(connection: "apsw.Connection", origin_id: OriginId) -> Changes:
    rows = sql.rows(
        connection,
        "DELETE FROM outbox WHERE amends = ? AND state = 'failed' RETURNING consultation_id",
        (origin_id,),
    )
    return changed_lines(connection, [(ConsultationId(room), origin_id) for (room,) in rows])


def count_session_death(connection: "apsw.Connection", origin_id: OriginId) -> Changes:
    """Count an end of the session right on this message; after the second it is set aside."""
    sql.run(connection, "UPDATE outbox SET kills = kills + 1 WHERE origin_id = ?", (origin_id,))
    entry = get(connection, origin_id)
    if entry is None or entry.kills <= MAX_SESSION_DEATHS:
        return Changes()
    return fail(connection, origin_id, POISON)


def _drop_withdrawal(connection: "apsw.Connection", origin_id: OriginId) -> bool:
    """Delete the waiting withdrawal of a message, if there is one; whether there was."""
    dropped = sql.run(connection, "DELETE FROM outbox WHERE amends = ? AND retracts", (origin_id,))
    return dropped > 0
