"""Own messages that the room has not confirmed: the row is the retry.

What is sent leaves its draft and enters here in one transaction: in both it would be sent twice,
in neither it would be lost (``send_draft``). A row leaves only when the room's echo or its archive
shows the message (``ingest``), or when the doctor takes it back. Rows keep the order typed,
whatever happens to them.

A message under way when a session ends may have arrived, and nobody knows before the archive is
read; so it can be neither sent again nor taken back until then. Sent again it has the same origin
id, by which the room's copy is recognised. What failed, and what the doctor takes back, is the
matter of ``failures``.

Tests: ``tests/vault/unsent/test_outbox.py``, ``test_caught_up.py``.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from workstation.domain.changes import Changes, Removed
from workstation.domain.commands import Send
from workstation.domain.ids import ConsultationId, OriginId
from workstation.domain.mentions import find_mentions
from workstation.domain.message import Attachment, MessageKind
from workstation.domain.message_kinds import kind_of
from workstation.domain.row_key import own_row
from workstation.vault import sql
from workstation.vault.codec import attachment_text, well_formed
from workstation.vault.conversation.line_changes import changed_lines
from workstation.vault.conversation.message_reader import MessageReader
from workstation.vault.conversation.outbox_rows import OutboxEntry, entries, get, messages
from workstation.vault.unsent import drafts, files, outbox_edits

if TYPE_CHECKING:
    import apsw

__all__ = ["OutboxEntry", "entries", "get", "messages"]


def add(  # noqa: PLR0913, PLR0917 - a message's parts are these
    connection: "apsw.Connection",
    consultation_id: ConsultationId,
    origin_id: OriginId,
    kind: MessageKind,
    text: str,
    now_ms: int,
    *,
    attachment: Attachment | None = None,
    file_id: str | None = None,
    quoted: str = "",
) -> Changes:
    """Take a message in, as the last of its room. Adding the same id again changes nothing.

    ``file_id`` names bytes that are to be uploaded first; what is known of them is shown meanwhile.
    ``quoted`` is the reference of the message that it answers.
    """
    if attachment is None and file_id is not None:
        attachment = files.as_attachment(connection, file_id)
    changed = sql.run(
        connection,
        "INSERT OR IGNORE INTO outbox (consultation_id, origin_id, kind, text, attachment, file_id,"
        " created_ms, state, quotes) VALUES (?, ?, ?, ?, ?, ?, ?, 'queued', ?)",
        (
            consultation_id,
            origin_id,
            kind.value,
            well_formed(text),
            attachment_text(attachment),
            file_id,
            now_ms,
            quoted,
        ),
    )
    if not changed:
        return Changes()
    added = changed_lines(connection, [(consultation_id, origin_id)])
    return replace(added, answered=frozenset([consultation_id]))


def _send_text(  # noqa: PLR0913, PLR0917 - a message's parts are these
    connection: "apsw.Connection",
    consultation_id: ConsultationId,
    origin_id: OriginId,
    text: str,
    now_ms: int,
    quoted: str,
) -> Changes:
    """Take a text from its draft into the outbox; files of the draft stay in it."""
    kind = MessageKind.TEXT
    added = add(connection, consultation_id, origin_id, kind, text, now_ms, quoted=quoted)
    draft = drafts.without_quote(drafts.get(connection, consultation_id), quoted)
    emptied = drafts.put(connection, replace(draft, text="", caret=0), now_ms)
    return replace(added, drafts=emptied.drafts)


def send_draft(  # noqa: PLR0913, PLR0917 - a draft's parts are these
    connection: "apsw.Connection",
    consultation_id: ConsultationId,
    file_ids: Mapping[OriginId, str],
    origin_id: OriginId,
    text: str,
    now_ms: int,
    quoted: str = "",
) -> Changes:
    """Take a whole draft into the outbox: its files in order, then its words, or nothing of it.

    ``file_ids`` are those of files, by the ids of the messages they become; one that was taken out
    meanwhile becomes none. The words answer what is ``quoted``; without any the first file does.
    """
    steps = []
    there = [
        (name, kind_of(attachment), file_id)
        for name, file_id in file_ids.items()
        if (attachment := files.as_attachment(connection, file_id))
    ]
    for number, parts in enumerate(there):
        answered = "" if text or number else quoted
        steps.append(send_file(connection, consultation_id, *parts, now_ms, answered))
    if text:
        steps.append(_send_text(connection, consultation_id, origin_id, text, now_ms, quoted))
    if not steps:
        return Changes()
    messages = tuple(message for step in steps for message in step.messages)
    return replace(steps[-1], messages=messages)


def send_file(  # noqa: PLR0913, PLR0917 - a message's parts are these
    connection: "apsw.Connection",
    consultation_id: ConsultationId,
    origin_id: OriginId,
    kind: MessageKind,
    file_id: str,
    now_ms: int,
    quoted: str = "",
) -> Changes:
    """Take a kept file from its draft into the outbox."""
    ids = consultation_id, origin_id
    added = add(connection, *ids, kind, "", now_ms, file_id=file_id, quoted=quoted)
    left = drafts.without(drafts.get(connection, consultation_id), file_id)
    left = drafts.without_quote(left, quoted)
    emptied = drafts.put(connection, left, now_ms)
    return replace(added, drafts=emptied.drafts)


def mark_sending(connection: "apsw.Connection", origin_id: OriginId) -> Changes:
    """Mark a message as going to the session now; counts the attempt. Failed rows stay."""
    changed = sql.run(
        connection,
        "UPDATE outbox SET state = 'sending', attempts = attempts + 1"
        " WHERE origin_id = ? AND state <> 'failed'",
        (origin_id,),
    )
    return changes_of(connection, [origin_id] if changed else [])


def requeue(
    connection: "apsw.Connection", consultation_id: ConsultationId | None = None
) -> Changes:
    """Queue again what was under way: after a restart, or where neither h nor archive has it.

    But no change of what was withdrawn since.
    """
    rows = sql.rows(
        connection,
        "UPDATE outbox SET state = 'queued' WHERE state = 'sending'"
        " AND (?1 IS NULL OR consultation_id = ?1) RETURNING origin_id",
        (consultation_id,),
    )
    withdrawn = outbox_edits.drop_of_withdrawn(connection)
    return changes_of(connection, [OriginId(origin_id) for (origin_id,) in rows], withdrawn)


def renamed(changes: Changes, before: OutboxEntry) -> Changes:
    """The changes where a message stands under another id than before."""
    return replace(changes, removed=(Removed(before.consultation_id, own_row(before.origin_id)),))


def mark_uploaded(
    connection: "apsw.Connection", origin_id: OriginId, attachment: Attachment
) -> Changes:
    """Note the address of bytes that are on the server now. The bytes stay until the echo."""
    changed = sql.run(
        connection,
        "UPDATE outbox SET attachment = ? WHERE origin_id = ?",
        (attachment_text(attachment), origin_id),
    )
    return changes_of(connection, [origin_id] if changed else [])


def command(connection: "apsw.Connection", origin_id: OriginId) -> Send | None:
    """What to ask of the session for a row as it is now, with whom it answers and speaks to."""
    entry = get(connection, origin_id)
    if entry is None or entry.retracts:
        return None if entry is None else entry.command
    reader = MessageReader(connection, entry.consultation_id)
    quote = None if entry.quote is None else reader.quote(entry.quotes)
    mentions = find_mentions(entry.text, reader.cast.mentionable())
    return replace(entry.command, quote=quote, mentions=mentions)


def confirm(
    connection: "apsw.Connection", consultation_id: ConsultationId, origin_id: OriginId
) -> list[OriginId]:
    """Confirm a message: the room has it, by its echo (XEP-0045, 7.4) or archive; the row goes.

    The messages whose rows went: itself, and the unproven one that it corrects. None where there
    was no row, as for what was sent on another computer.
    """
    gone = []
    rows = sql.rows(
        connection,
        "DELETE FROM outbox WHERE consultation_id = ? AND origin_id = ?"
        " RETURNING file_id, amends, entry_id",
        (consultation_id, origin_id),
    )
    for file_id, amends, entry_id in rows:
        files.release(connection, file_id)
        outbox_edits.drop_older(connection, amends, entry_id)
        outbox_edits.go_on(connection, origin_id)
        gone = [origin_id, *outbox_edits.take_place(connection, origin_id, amends)]
    return gone


def changes_of(
    connection: "apsw.Connection",
    origin_ids: Iterable[OriginId],
    others: Iterable[tuple[ConsultationId, OriginId]] = (),
) -> Changes:
    """The changes for the window where these rows changed, and lines of ``others``."""
    rows = [entry for name in origin_ids if (entry := get(connection, name))]
    names = [(entry.consultation_id, entry.amends or entry.origin_id) for entry in rows]
    return changed_lines(connection, [*others, *names])
