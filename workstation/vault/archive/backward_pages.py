"""What is older, read backward into a gap from its upper end.

A page overlaps with what is known: asked before the entry *after* the gap's end, it must hold that
end. Of ``a b | x y z``, asked before ``y``: ``v w x`` goes on below ``x``; ``t u`` shows that the
archive has lost ``x``, and maybe more with it, so a mark for good stands between ``u`` and ``x``.
``tests/vault/archive/test_pruned_between_pages.py`` is red without.
"""

from typing import TYPE_CHECKING

from workstation.domain.changes import Gap
from workstation.domain.events import ArchivePage, Arrived
from workstation.domain.ids import ArchiveId
from workstation.vault import sql
from workstation.vault.archive import (
    crossed_gaps,
    gaps,
    loss_detection,
    lost_gaps,
    newest_page,
    order,
    overlaps,
)
from workstation.vault.archive.cursors import BEGINNING
from workstation.vault.archive.loss_detection import ProvenRange
from workstation.vault.archive.message_writer import MessageWriter
from workstation.vault.archive.page_merge import PageMerge, place_of
from workstation.vault.archive.requests import PageRequest, RequestReason, Step

if TYPE_CHECKING:
    import apsw


def apply(writer: MessageWriter, request: PageRequest, end: ArchiveId, page: ArchivePage) -> Step:
    """Take in what the archive has before ``end``, the upper end of a gap."""
    consultation_id, connection = request.consultation_id, writer.connection
    gap = gaps.with_end(connection, consultation_id, before=end)
    if gap is None:
        return Step()
    if request.expected is None:
        return _apply_without_overlap(writer, gap, end, page)
    if end not in loss_detection.archive_ids_of(page):
        return _apply_without_end(writer, gap, end, page)
    if page.first == end and not page.complete:
        return Step(PageRequest(consultation_id, before=end), RequestReason.VERIFY)
    return _read_back(writer, gap, _place_above(connection, gap, request), page)


def _apply_without_overlap(
    writer: MessageWriter, gap: Gap, end: ArchiveId, page: ArchivePage
) -> Step:
    """Apply the answer to what was asked before the gap's own end: nothing else was above it."""
    connection = writer.connection
    stuck = page.first in {None, end} and not page.complete
    if page.unknown_anchor or stuck or _is_from_above(writer, gap, page):
        lost_gaps.give_up(connection, gap.gap_id)
        return Step()
    start = order.known_above(connection, gap.consultation_id, gap.position)
    return _read_back(writer, gap, start, page)


def _apply_without_end(writer: MessageWriter, gap: Gap, end: ArchiveId, page: ArchivePage) -> Step:
    """Take in a page that lacks what it must hold; what it has stands before a mark for good.

    Where it may be newer than the gap (so much came that this computer does not know of, or a
    server that answers an unknown id by its newest page), it is asked again before the end itself.
    """
    connection, consultation_id = writer.connection, gap.consultation_id
    if not page.unknown_anchor and page.first is None:
        lost_gaps.give_up(connection, gap.gap_id)
        return Step()
    if not _is_older(writer, gap, page):
        return Step(PageRequest(consultation_id, before=end), RequestReason.VERIFY)
    start = order.known_above(connection, consultation_id, gap.position)
    return _read_back(
        writer, gap, loss_detection.add_loss_below(writer, consultation_id, start), page
    )


def _is_from_above(writer: MessageWriter, gap: Gap, page: ArchivePage) -> bool:
    places = (place_of(writer, item) for item in page.items)
    return any(place is not None and place > gap.position for place in places)


def _is_older(writer: MessageWriter, gap: Gap, page: ArchivePage) -> bool:
    """Whether a page surely stands below a gap's upper end."""
    last = next((item for item in reversed(page.items) if isinstance(item, Arrived)), None)
    above = sql.value(
        writer.connection,
        "SELECT at_ms FROM message WHERE consultation_id = ? AND position > ?"
        " ORDER BY position LIMIT 1",
        (gap.consultation_id, gap.position),
    )
    if last is None or above is None or _is_from_above(writer, gap, page):
        return False
    return last.at_ms <= int(above)


def _place_above(connection: "apsw.Connection", gap: Gap, request: PageRequest) -> int:
    """The place of the entry that a gap was asked from, or right above the gap's own end."""
    consultation_id = gap.consultation_id
    asked = overlaps.place_of_entry(connection, consultation_id, request.before)
    if asked is not None:
        return asked
    end = overlaps.place_of_entry(connection, consultation_id, request.expected)
    place = order.known_above(connection, consultation_id, gap.position)
    return place if end is None else end + 1


def _read_back(writer: MessageWriter, gap: Gap, start: int, page: ArchivePage) -> Step:
    """Put a page below a place; the gap goes on below it, unless what is proven is met."""
    consultation_id, connection = gap.consultation_id, writer.connection
    low = PageMerge(writer, consultation_id, start, fresh=gap.after is not None).merge_downward(
        page.items
    )
    gap = gaps.get(connection, gap.gap_id) or gap
    floor = gaps.floor(connection, gap)
    begun = gap.after == BEGINNING and page.complete
    archive_ids = loss_detection.archive_ids_of(page)
    reaches_proven = begun or gap.after in archive_ids
    passes_proven = not reaches_proven and floor is not None and low <= floor
    proven = low if floor is None else floor if reaches_proven else max(low, floor)
    stretch = ProvenRange(
        consultation_id,
        proven,
        start,
        archive_ids,
        floor if passes_proven else None,
    )
    crossed = gaps.crossed_by(connection, consultation_id, low, start) if passes_proven else None
    loss_detection.mark_losses(writer, stretch)
    if reaches_proven or passes_proven:
        low = min(low, gap.position - 1, low if floor is None else floor)
        open_gap = None if crossed is None else crossed_gaps.keep_open(writer, crossed, low)
    else:
        open_gap = crossed_gaps.keep_open(writer, gap, low)
    gaps.close_between(connection, consultation_id, low, start)
    return newest_page.continue_below(writer, consultation_id, low, page, open_gap)
