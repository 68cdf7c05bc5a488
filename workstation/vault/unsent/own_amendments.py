"""The doctor's own words changed: corrected, or withdrawn, wherever the message is by now.

What never went out is changed where it stands: nobody has read it. What went out, or may have, gets
a row of its own behind it (XEP-0308, XEP-0424), with its own origin id; that row waits until the
room has confirmed the message. So "5 mg", edited while it is being sent, is said as "5 mg" and
corrected to "0.5 mg", and never confirmed by an echo of the one while the other stands here.

A row that was tried and failed is the third case: nobody knows surely that the room has it not. It
becomes a new message under a new id, so that an echo of the old one cannot take the new words away.
One that is unproven, or was restored after a loss, may well be there: it is changed as what may
have gone out (``outbox_edits``).

Tests: ``tests/vault/unsent/test_own_amendments.py``.
"""

from typing import TYPE_CHECKING

from workstation.domain.changes import Changes
from workstation.domain.ids import ConsultationId, OriginId
from workstation.domain.message import Delivery, MessageKind
from workstation.vault import sql
from workstation.vault.codec import well_formed
from workstation.vault.conversation import members
from workstation.vault.conversation.line_changes import changed_lines
from workstation.vault.unsent import failures, outbox, outbox_edits

if TYPE_CHECKING:
    import apsw

_QUOTED = (
    "CASE WHEN ?7 THEN '' ELSE coalesce((SELECT quotes FROM outbox WHERE origin_id = ?6),"
    " (SELECT quotes FROM message WHERE consultation_id = ?1 AND origin_id = ?6"
    " AND coalesce(member_id, -1) = ?8 AND twin = 0), '') END"
)
"""A correction says once more what its message answers: it takes the whole message's place."""


def correct(  # noqa: PLR0913, PLR0917 - a correction's parts are these
    connection: "apsw.Connection",
    consultation_id: ConsultationId,
    origin_id: OriginId,
    new_id: OriginId,
    text: str,
    now_ms: int,
    since_ms: int,
) -> Changes:
    """Correct an own message by another text; ``new_id`` is the correction's own.

    What went out before ``since_ms`` is not corrected any more. Empty where nothing was done.
    """
    text = well_formed(text)
    entry = outbox.get(connection, origin_id)
    if entry is not None and _is_only_here(entry):
        return _rewrite(connection, entry, new_id, text)
    if not _is_amendable(connection, consultation_id, origin_id, _since(entry, since_ms)):
        return Changes()
    waiting = sql.run(
        connection,
        "UPDATE outbox SET text = ?, created_ms = ?, state = 'queued', failure = '', said = ''"
        " WHERE entry_id = (SELECT max(entry_id) FROM outbox WHERE amends = ?) AND attempts = 0",
        (text, now_ms, origin_id),
    )
    _drop_failed(connection, origin_id)
    if not waiting:
        _add(connection, consultation_id, origin_id, new_id, text, now_ms, retracts=False)
    return changed_lines(connection, [(consultation_id, origin_id)])


def withdraw(  # noqa: PLR0913, PLR0917 - a withdrawal's parts are these
    connection: "apsw.Connection",
    consultation_id: ConsultationId,
    origin_id: OriginId,
    new_id: OriginId,
    now_ms: int,
    since_ms: int,
) -> Changes:
    """Take an own message back; ``new_id`` is the withdrawal's own. As ``correct``."""
    entry = outbox.get(connection, origin_id)
    if entry is not None and _is_only_here(entry):
        return failures.discard(connection, origin_id)
    if not _is_amendable(connection, consultation_id, origin_id, _since(entry, since_ms)):
        return Changes()
    sql.run(connection, "DELETE FROM outbox WHERE amends = ? AND attempts = 0", (origin_id,))
    _drop_failed(connection, origin_id)
    _add(connection, consultation_id, origin_id, new_id, "", now_ms, retracts=True)
    return changed_lines(connection, [(consultation_id, origin_id)])


def _is_only_here(entry: outbox.OutboxEntry) -> bool:
    """Whether nobody else has read a message, as far as that can be known."""
    is_refused = entry.state is Delivery.FAILED and not entry.is_unproven
    return not entry.attempts or is_refused


def _since(entry: outbox.OutboxEntry | None, since_ms: int) -> int:
    """From when on a message may be changed: at any time, if it is not known to have gone out."""
    return 0 if entry is not None and entry.is_unproven else since_ms


def _rewrite(
    connection: "apsw.Connection", entry: outbox.OutboxEntry, new_id: OriginId, text: str
) -> Changes:
    name = new_id if entry.attempts else entry.origin_id
    outbox_edits.rewrite(connection, entry, name, text, "queued")
    sql.run(connection, "UPDATE outbox SET failure = '', said = '' WHERE origin_id = ?", (name,))
    sql.run(connection, "DELETE FROM outbox WHERE amends = ?", (entry.origin_id,))
    changes = changed_lines(connection, [(entry.consultation_id, name)])
    return changes if name == entry.origin_id else outbox.renamed(changes, entry)


def _drop_failed(connection: "apsw.Connection", origin_id: OriginId) -> None:
    """Delete a change that the room refused: a newer one takes its place."""
    sql.run(connection, "DELETE FROM outbox WHERE amends = ? AND state = 'failed'", (origin_id,))


def _is_amendable(
    connection: "apsw.Connection",
    consultation_id: ConsultationId,
    origin_id: OriginId,
    since_ms: int,
) -> bool:
    """Whether an own message that went out, or may have, is late enough and still stands."""
    exists = sql.value(
        connection,
        "SELECT (EXISTS (SELECT 1 FROM outbox WHERE origin_id = ?2 AND amends = ''"
        "  AND created_ms >= ?3)"
        " OR EXISTS (SELECT 1 FROM message m WHERE consultation_id = ?1 AND origin_id = ?2"
        "  AND coalesce(member_id, -1) = ?4 AND twin = 0 AND target_id IS NULL AND NOT retracts"
        "  AND at_ms >= ?3 AND NOT EXISTS"
        "  (SELECT 1 FROM message r WHERE r.target_id = m.message_id AND r.retracts)))"
        " AND NOT EXISTS (SELECT 1 FROM outbox WHERE amends = ?2 AND retracts)",
        (consultation_id, origin_id, since_ms, members.me(connection)),
    )
    return bool(exists)


def _add(  # noqa: PLR0913, PLR0917 - a row's parts are these
    connection: "apsw.Connection",
    consultation_id: ConsultationId,
    amends: OriginId,
    name: OriginId,
    text: str,
    now_ms: int,
    *,
    retracts: bool,
) -> None:
    sql.run(
        connection,
        "INSERT INTO outbox (consultation_id, origin_id, kind, text, created_ms, state, amends,"
        f" retracts, quotes) VALUES (?1, ?2, ?3, ?4, ?5, 'queued', ?6, ?7, {_QUOTED})",
        (
            consultation_id,
            name,
            MessageKind.TEXT.value,
            text,
            now_ms,
            amends,
            retracts,
            members.me(connection),
        ),
    )
