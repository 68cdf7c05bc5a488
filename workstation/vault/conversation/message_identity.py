"""Which message in the vault an arriving one is another copy of, if any.

One message is one row. By archive id where the room gives one; else by the vouched sender and the
id it chose. A second copy under another archive id (a resend that the server archived twice) is
the same message only if it also says the same: an id chosen by a sender never hides a text. Nor
does one that need not be the only one of its sender's hide the same words said later on.
"""

import enum
from typing import TYPE_CHECKING

from workstation.domain.events import Arrived
from workstation.domain.ids import ArchiveId, ConsultationId
from workstation.domain.value import Value
from workstation.vault import sql
from workstation.vault.codec import attachment_text, reference_text

if TYPE_CHECKING:
    import apsw

COPY_MS = 10 * 60_000
"""So long after the first a second copy is sent at most, as far as an id proves it that its sender
may use again: a patient's program that counts its messages says "yes" twice under one id."""


class MatchKind(enum.Enum):
    """How a copy that came is related to the row that is here (XEP-0313, XEP-0359)."""

    SAME = "same"
    """The same archive entry, or none on either side."""

    UNCLAIMED = "unclaimed"
    """The archive entry of a message that was known without one."""

    COPY = "copy"
    """An entry known to be a second copy."""

    SECOND = "second"
    """Another archive entry with the same sender, id and words."""


class StoredMessage(Value):
    """A message that is in the vault already."""

    message_id: int
    position: int
    match: MatchKind = MatchKind.SAME


def identify(connection: "apsw.Connection", arrived: Arrived) -> StoredMessage | None:
    """The message that this is another copy of, if it is in the vault.

    By the room's archive id (XEP-0359, ``stanza-id``), else by who spoke and the id that the sender
    chose (``origin-id``).
    """
    if arrived.archive_id is not None:
        stored = by_archive_id(connection, arrived.consultation_id, arrived.archive_id)
        if stored is not None:
            return stored
    elif not arrived.origin_id:
        return None
    return _same_words(connection, arrived)


def by_archive_id(
    connection: "apsw.Connection", consultation_id: ConsultationId, archive_id: ArchiveId
) -> StoredMessage | None:
    """The message behind an archive id (XEP-0313); ``None`` where it is none of ours."""
    row = sql.one(
        connection,
        "SELECT m.message_id, m.position, a.copy FROM archived a JOIN message m USING (message_id)"
        " WHERE a.consultation_id = ? AND a.archive_id = ?",
        (consultation_id, archive_id),
    )
    return (
        None
        if row is None
        else StoredMessage(row[0], row[1], MatchKind.COPY if row[2] else MatchKind.SAME)
    )


def by_reference(
    connection: "apsw.Connection", room: ConsultationId, reference: str, *, first: bool = False
) -> StoredMessage | None:
    """The message that is named (XEP-0333, XEP-0461), by archive id or by its sender's id.

    Of several with one id it is the newest, or the ``first``; ``None`` where it is not here yet.
    """
    stored = by_archive_id(connection, room, ArchiveId(reference))
    if stored is not None or not reference:
        return stored
    row = sql.one(
        connection,
        "SELECT message_id, position FROM message"
        " WHERE consultation_id = ?1 AND origin_id = ?2"
        " ORDER BY CASE WHEN ?3 THEN position ELSE -position END LIMIT 1",
        (room, reference, first),
    )
    return None if row is None else StoredMessage(row[0], row[1])


def _same_words(connection: "apsw.Connection", arrived: Arrived) -> StoredMessage | None:
    """Prefer the copy that no archive entry has claimed, so that equal messages stay as many.

    But a near one before a far one, where an id that may be used again names both.
    """
    row = sql.one(
        connection,
        "SELECT message_id, position, EXISTS (SELECT 1 FROM archived a"
        "  WHERE a.message_id = m.message_id) AS claimed, at_ms FROM message m"
        " WHERE consultation_id = ? AND coalesce(member_id, -1) = coalesce(?, -1)"
        " AND origin_id = ? AND kind = ? AND text = ? AND attachment IS ?"
        " AND amends = ? AND retracts = ? AND quotes = ? ORDER BY origin_id <> ''"
        " AND abs(at_ms - ?10) > ?11, claimed, abs(at_ms - ?10), twin LIMIT 1",
        (
            arrived.consultation_id,
            arrived.member_id,
            arrived.origin_id,
            arrived.kind.value,
            arrived.text,
            attachment_text(arrived.attachment),
            arrived.replaces or arrived.retracts,
            bool(arrived.retracts),
            reference_text(arrived.quote),
            None if arrived.is_id_unique else arrived.at_ms,
            COPY_MS,
        ),
    )
    if row is None or (row[2] and not arrived.origin_id):
        return None
    claims = arrived.archive_id is not None and not row[2]
    if not (claims or arrived.is_id_unique) and abs(row[3] - arrived.at_ms) > COPY_MS:
        return None
    if arrived.archive_id is None:
        return StoredMessage(row[0], row[1])
    return StoredMessage(row[0], row[1], MatchKind.SECOND if row[2] else MatchKind.UNCLAIMED)
