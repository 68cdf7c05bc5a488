"""From where to ask for what a gap lacks, so that the answer overlaps with what is known.

A server whose archive ids are times (ejabberd) answers an id that it has pruned from whatever is
left beyond it, without a word. Asked after ``f`` it gives ``i j`` whether ``g h`` are pruned or
were never said. Asked after ``e``, the entry before ``f``, it must give ``f`` first; an answer
without it shows the loss. ``tests/vault/archive/test_pruned_between_pages.py`` is red without.
"""

from typing import TYPE_CHECKING

from workstation.domain.changes import Gap
from workstation.domain.ids import ArchiveId, ConsultationId
from workstation.vault import sql
from workstation.vault.archive import cursors
from workstation.vault.archive.cursors import BEGINNING
from workstation.vault.conversation import message_identity
from workstation.vault.conversation.message_identity import MatchKind

if TYPE_CHECKING:
    import apsw

_JOINED = (
    " NOT EXISTS (SELECT 1 FROM gap WHERE consultation_id = ?1 AND loadable AND gap_id <> ?3"
    " AND position > min(?2, m.position) AND position < max(?2, m.position))"
)
"""What is known up to a message, from a place on."""


def entry_beyond(connection: "apsw.Connection", gap: Gap) -> ArchiveId | None:
    """The archive id to ask from for what a gap lacks; ``None`` for the newest page.

    The end of the gap itself where nothing beyond it is known to stand right beside it.
    """
    if gap.before is not None:
        beyond = _nearest(connection, gap, above=True)
    elif gap.after:
        beyond = _below(connection, gap)
    else:
        return gap.after
    if beyond is None and _is_below_others(connection, gap):
        return gap.before or gap.after
    return beyond


def place_of_entry(
    connection: "apsw.Connection", consultation_id: ConsultationId, archive_id: ArchiveId | None
) -> int | None:
    """Where the message behind an archive entry stands; none for a marker and a second copy.

    A second copy is another entry of a message that stands where its first copy does, which may be
    far from here and on the other side of a gap.
    """
    if not archive_id:
        return None
    stored = message_identity.by_archive_id(connection, consultation_id, archive_id)
    return None if stored is None or stored.match is MatchKind.COPY else stored.position


def _below(connection: "apsw.Connection", gap: Gap) -> ArchiveId | None:
    cursor = cursors.get(connection, gap.consultation_id)
    if cursor is not None and cursor.archive_id == gap.after:
        return cursor.anchor
    nearest = _nearest(connection, gap, above=False)
    if nearest is None and cursor is not None and cursor.archive_id == BEGINNING:
        return BEGINNING
    return nearest


def _nearest(connection: "apsw.Connection", gap: Gap, *, above: bool) -> ArchiveId | None:
    """The nearest message with a place in the archive beyond the one at the gap's own end."""
    side, order = (">", "") if above else ("<", " DESC")
    end = gap.before if above else gap.after
    at_end = place_of_entry(connection, gap.consultation_id, end)
    places = (gap.position, gap.position if at_end is None else at_end)
    archive_id = sql.value(
        connection,
        "SELECT a.archive_id FROM message m JOIN archived a USING (message_id)"
        f" WHERE m.consultation_id = ?1 AND m.position {side} ?2 AND NOT a.copy"
        f" AND a.archive_id <> ?4 AND {_JOINED} ORDER BY m.position{order} LIMIT 1",
        (gap.consultation_id, max(places) if above else min(places), gap.gap_id, end),
    )
    return None if archive_id is None else ArchiveId(str(archive_id))


def _is_below_others(connection: "apsw.Connection", gap: Gap) -> bool:
    """Whether more than its own end is known of the archive above a gap.

    The cursor may stand on a marker or on what cannot be read: known, too, though no message.
    """
    cursor = cursors.get(connection, gap.consultation_id)
    if cursor is not None and cursor.position > gap.position and cursor.archive_id != gap.before:
        return True
    return sql.exists(
        connection,
        "SELECT 1 FROM message m JOIN archived a USING (message_id)"
        " WHERE m.consultation_id = ?1 AND m.position > ?2 AND NOT a.copy"
        " AND a.archive_id <> coalesce(?3, '')",
        (gap.consultation_id, gap.position, gap.before),
    )
