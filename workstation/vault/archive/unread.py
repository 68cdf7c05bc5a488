"""What the doctor has not seen: a mark on each message, so that the count is exact for ever.

"Read up to here" would be wrong: the doctor sees ``e`` beyond a gap, then ``c d`` come out of the
archive *below* it. They are unread, though their place is below one that was seen.

For the patient it is the other way round: a marker on the wire (XEP-0333) calls all below it read.
So none is sent while something older is unread or still to be loaded, and the one that is owed is
kept until the room shows it back: a session may end with the marker in it. Markers of others may
name a message that is not here yet; a bounded number of them waits for it.

Tests: ``tests/vault/archive/test_pages.py``, ``test_displayed_markers.py``,
``tests/services/test_read_markers.py``.
"""

import json
from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, NamedTuple

from workstation.domain.changes import Changes
from workstation.domain.ids import ArchiveId, ConsultationId, MemberId
from workstation.vault import preferences, sql
from workstation.vault.archive import gaps
from workstation.vault.conversation import summaries
from workstation.vault.conversation.message_identity import StoredMessage, by_reference
from workstation.vault.conversation.message_reader import displayed_to

if TYPE_CHECKING:
    import apsw

OWED_MARKER = "marker.owed."
BELOW_ALL, ABOVE_ALL = -(1 << 63), (1 << 63) - 1
MAX_WAITING_MARKERS = 32
"""How many markers of one member may wait for the message they name."""


class SeenOutcome(NamedTuple):
    """The result of ``mark_seen``: ``archive_id`` is the marker to send now, if any.

    ``all_read`` says that nothing of the conversation is unread any more.
    """

    changes: Changes
    archive_id: ArchiveId | None
    all_read: bool


def mark_seen(
    connection: "apsw.Connection",
    consultation_id: ConsultationId,
    position: int,
    after: int | None = None,
    numbers: Collection[int] | None = None,
) -> SeenOutcome:
    """Mark as seen what stands behind ``after`` (or from the beginning) up to here.

    Of that only messages with these ``numbers``, where any are given: an archive page may have put
    others between them since they were in sight. The room is owed that marker until it shows it
    (``owed_markers``).
    """
    changes, archive_id = Changes(), None
    if clear(connection, consultation_id, position, after, numbers):
        changes = Changes(summaries=(summaries.keep_of_room(connection, consultation_id),))
        archive_id = _settle_debt(connection, consultation_id, position)
    return SeenOutcome(changes, archive_id, not _is_unread(connection, consultation_id))


def count_new(
    connection: "apsw.Connection", numbers: Mapping[tuple[ConsultationId, MemberId], int]
) -> None:
    """Count new messages that came in unread, by conversation and sender."""
    connection.executemany(
        "INSERT INTO unread_count (consultation_id, member_id, number) VALUES (?, ?, ?)"
        " ON CONFLICT DO UPDATE SET number = number + excluded.number",
        ((*whose, number) for whose, number in numbers.items()),
    )


def _settle_debt(
    connection: "apsw.Connection", consultation_id: ConsultationId, position: int
) -> ArchiveId | None:
    archive_id = gaps.message_end_below(connection, consultation_id, position + 1)
    if archive_id is None:
        return None
    furthest = _owe(connection, consultation_id, archive_id)
    payable = (
        each for each in (furthest, archive_id) if _can_be_sent(connection, consultation_id, each)
    )
    return next(payable, None)


def owed_markers(connection: "apsw.Connection") -> dict[ConsultationId, ArchiveId]:
    """The markers owed, by room: the archive id up to which the doctor read, unseen by the room."""
    names_by_id = {
        ConsultationId(int(consultation_id)): ArchiveId(str(name))
        for consultation_id, name in preferences.with_prefix(connection, OWED_MARKER).items()
    }
    return {
        room: name for room, name in names_by_id.items() if _can_be_sent(connection, room, name)
    }


def settle_owed(
    connection: "apsw.Connection", consultation_id: ConsultationId, position: int
) -> None:
    """Settle the marker owed up to here: the room shows that this account has read it."""
    reference = preferences.get(connection, f"{OWED_MARKER}{consultation_id}", "")
    stored = by_reference(connection, consultation_id, reference) if reference else None
    if stored is not None and stored.position <= position:
        preferences.remove(connection, f"{OWED_MARKER}{consultation_id}")


def _owe(
    connection: "apsw.Connection", consultation_id: ConsultationId, archive_id: ArchiveId
) -> ArchiveId:
    """Note up to where was seen, unless that was further before; what is owed now."""
    name = f"{OWED_MARKER}{consultation_id}"
    now = by_reference(connection, consultation_id, archive_id)
    owed_before = ArchiveId(str(preferences.get(connection, name, "")))
    before = by_reference(connection, consultation_id, owed_before)
    if before is not None and now is not None and before.position > now.position:
        return owed_before
    preferences.put(connection, name, archive_id)
    return archive_id


def _can_be_sent(
    connection: "apsw.Connection", consultation_id: ConsultationId, archive_id: ArchiveId
) -> bool:
    """Whether a marker can be sent: not while something older is unread or to be loaded."""
    stored = by_reference(connection, consultation_id, archive_id)
    if stored is None or gaps.missing_below(connection, consultation_id, stored.position):
        return False
    return not _is_unread(connection, consultation_id, stored.position)


def _is_unread(
    connection: "apsw.Connection", consultation_id: ConsultationId, before: int = ABOVE_ALL
) -> bool:
    """Whether a message below a place is unread."""
    return sql.exists(
        connection,
        "SELECT 1 FROM message INDEXED BY message_unread"
        " WHERE consultation_id = ? AND unread AND position < ?",
        (consultation_id, before),
    )


def clear(
    connection: "apsw.Connection",
    consultation_id: ConsultationId,
    position: int,
    after: int | None = None,
    numbers: Collection[int] | None = None,
) -> bool:
    """Mark as read what stands behind ``after`` up to this place; false where all of it was.

    With ``numbers`` only these messages.
    """
    those = None if numbers is None else json.dumps(sorted(numbers))
    return (
        sql.run(
            connection,
            "UPDATE message INDEXED BY message_unread SET unread = 0"
            " WHERE consultation_id = ?1 AND unread AND position > ?2 AND position <= ?3"
            " AND (?4 IS NULL OR message_id IN (SELECT value FROM json_each(?4)))",
            (consultation_id, BELOW_ALL if after is None else after, position, those),
        )
        > 0
    )


def note_displayed(
    connection: "apsw.Connection",
    consultation_id: ConsultationId,
    member_id: MemberId,
    reference: str,
) -> tuple[int, int] | None:
    """Note that a member has read up to the named message (XEP-0333), which may not be here yet.

    Returns the place up to which it had read before, and the place now, if that is news. Where
    several messages have that id, no more counts as read than the first.
    """
    stored = by_reference(connection, consultation_id, reference, first=True)
    before = displayed_to(connection, consultation_id, member_id)
    if stored is not None and stored.position <= before:
        return None
    sql.run(
        connection,
        "INSERT OR REPLACE INTO displayed (consultation_id, member_id, reference, message_id)"
        " VALUES (?, ?, ?, ?)",
        (consultation_id, member_id, reference, None if stored is None else stored.message_id),
    )
    _limit_markers(connection, consultation_id, member_id, stored)
    return None if stored is None else (before, stored.position)


def has_waiting_markers(connection: "apsw.Connection", consultation_id: ConsultationId) -> bool:
    """Whether a marker names a message that is not here yet."""
    return sql.exists(
        connection,
        "SELECT 1 FROM displayed WHERE consultation_id = ? AND message_id IS NULL",
        (consultation_id,),
    )


def resolve_waiting(
    connection: "apsw.Connection", consultation_id: ConsultationId, references: tuple[str, ...]
) -> list[tuple[MemberId, int, int]]:
    """Resolve markers of messages that are here now: (member, place before, place now)."""
    steps: list[tuple[MemberId, int, int]] = []
    for reference in references:
        rows = sql.rows(
            connection,
            "SELECT member_id FROM displayed"
            " WHERE consultation_id = ? AND reference = ? AND message_id IS NULL",
            (consultation_id, reference),
        )
        for (member_id,) in rows:
            step = note_displayed(connection, consultation_id, MemberId(member_id), reference)
            if step is not None:
                steps.append((MemberId(member_id), *step))
    return steps


def _limit_markers(
    connection: "apsw.Connection",
    consultation_id: ConsultationId,
    member_id: MemberId,
    stored: StoredMessage | None,
) -> None:
    """Delete all found markers but the furthest, and the oldest of too many that wait."""
    if stored is not None:
        sql.run(
            connection,
            "DELETE FROM displayed WHERE consultation_id = ? AND member_id = ?"
            " AND message_id IS NOT NULL AND message_id <> ?",
            (consultation_id, member_id, stored.message_id),
        )
        return
    sql.run(
        connection,
        "DELETE FROM displayed WHERE consultation_id = ?1 AND member_id = ?2"
        " AND message_id IS NULL AND reference NOT IN (SELECT reference FROM displayed"
        "  WHERE consultation_id = ?1 AND member_id = ?2 AND message_id IS NULL"
        "  ORDER BY noted DESC LIMIT ?3)",
        (consultation_id, member_id, MAX_WAITING_MARKERS),
    )
