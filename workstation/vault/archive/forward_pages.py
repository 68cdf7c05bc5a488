"""What was missed, fetched forward from the cursor.

Each answer begins with the cursor's own entry where the archive still has it, as it is asked for
from the entry before: the first page of a visit, and each that follows. If it does not, the archive
was pruned past it (also between two pages), or put back to a backup, or the server began anew: the
newest page tells how much of what is known is still joined to what the archive has.

Above the cursor there may be messages of earlier visits that are not on the page. ``a`` is the
cursor, ``b c`` came live, the archive was put back to ``a`` and goes on ``f g``: ``b c`` are lost
there and stand before what it has instead, ``a b c # f g``. While the page is not the last, they
may as well be named by a later one; where that cannot be told, the newest page is asked for.

Tests: ``tests/vault/archive/test_pruned_between_pages.py``, ``test_lossy_archives.py``.
"""

from workstation.domain.events import ArchivePage, Arrived
from workstation.domain.ids import ArchiveId, ConsultationId
from workstation.vault.archive import cursors, gaps, loss_detection, newest_page, order
from workstation.vault.archive.cursors import BEGINNING, Cursor
from workstation.vault.archive.loss_detection import ProvenRange
from workstation.vault.archive.message_writer import MessageWriter
from workstation.vault.archive.page_merge import PageMerge, place_of
from workstation.vault.archive.requests import PageRequest, RequestReason, Step


def apply(writer: MessageWriter, cursor: Cursor, request: PageRequest, page: ArchivePage) -> Step:
    """Take in what the room has after its cursor, or after the entry before that."""
    consultation_id = request.consultation_id
    if not _fits(writer, cursor, request, page):
        return newest_page.verify(writer, consultation_id)
    if page.last == cursor.archive_id and not page.complete:
        return Step(PageRequest(consultation_id, after=cursor.archive_id), RequestReason.CATCH_UP)
    top = _merge_above(writer, request, cursor, page)
    if top is None:
        return newest_page.verify(writer, consultation_id)
    cursor = cursors.get(writer.connection, consultation_id) or cursor
    low = cursor.position
    if page.last is not None and not request.history:
        _move_cursor(writer, consultation_id, cursor, page, top)
    # With ``top`` itself: the last page may have nothing to put above what it lacks.
    loss_detection.mark_losses(
        writer, ProvenRange(consultation_id, low, top + 1, loss_detection.archive_ids_of(page))
    )
    if not page.complete:
        shorten_from_below(writer, consultation_id, low, top, ArchiveId(str(page.last)))
        return Step(_next_request(request, page), RequestReason.CATCH_UP)
    gaps.close_between(writer.connection, consultation_id, low, None)
    return newest_page.resume_bridge(writer, consultation_id)


def _next_request(request: PageRequest, page: ArchivePage) -> PageRequest:
    """The request after a page, so that its answer begins with the page's last entry."""
    overlaps = len(page.ids) > 1
    return PageRequest(
        request.consultation_id,
        after=page.ids[-2] if overlaps else page.last,
        asked=request.asked,
        expected=page.last if overlaps else None,
    )


def _merge_above(
    writer: MessageWriter, request: PageRequest, cursor: Cursor, page: ArchivePage
) -> int | None:
    """Put a page above the cursor; the place reached, or ``None`` where that cannot be told.

    What is unknown stands right below the next message that is known, so that what the archive has
    lost stands before what it has instead. Where none follows, though messages of an earlier visit
    stand there, either those are lost or a later page names them. The last page lies above all that
    was here when it was asked for: of this visit, too, what it does not name is lost.
    """
    connection, consultation_id = writer.connection, request.consultation_id
    items = tuple(each for each in page.items if each.archive_id != cursor.archive_id)
    stored = [(at, place_of(writer, item)) for at, item in enumerate(items, 1)]
    above = [(at, place) for at, place in stored if place is not None and place > cursor.position]
    split, reached = above[-1] if above else (0, cursor.position)
    lost_positions: list[int] = []
    visit = gaps.of_visit(connection, consultation_id, reached)
    if visit is not None:
        lost_positions = loss_detection.find_lost(
            connection,
            consultation_id,
            reached,
            visit.position,
            loss_detection.archive_ids_of(page),
        )
    news = any(isinstance(item, Arrived) for item in items[split:])
    if lost_positions and news and not page.complete:
        return None
    PageMerge(writer, consultation_id, reached + 1, fresh=True).merge_downward(items[:split])
    start = reached
    if visit is not None and (page.complete or not lost_positions):
        start = loss_detection.position_above_losses(
            connection,
            consultation_id,
            lost_positions[-1] if lost_positions else reached,
            visit.position,
        )
    if page.complete:
        start = max(start, order.top_when_asked(connection, consultation_id, request.asked))
    return PageMerge(writer, consultation_id, start, fresh=True).merge_upward(items[split:])


def _move_cursor(
    writer: MessageWriter,
    consultation_id: ConsultationId,
    before: Cursor,
    page: ArchivePage,
    position: int,
) -> None:
    anchor = newest_page.anchor_of(page, before.archive_id)
    if page.last == before.archive_id:
        anchor = before.anchor
    moved = Cursor(
        ArchiveId(str(page.last)), position, newest_page.last_time(page, before.at_ms), anchor
    )
    cursors.put(writer.connection, consultation_id, moved)


def shorten_from_below(
    writer: MessageWriter, consultation_id: ConsultationId, start: int, end: int, last: ArchiveId
) -> None:
    """Close the gaps up to a place; the one above it begins with the last entry of a page.

    Between the two may stand what was heard in an earlier visit: it proves nothing below itself.
    """
    gaps.close_between(writer.connection, consultation_id, start, end)
    following = gaps.above(writer.connection, consultation_id, end)
    if following is not None:
        gaps.reach_down(writer.connection, following.gap_id, last, end)


def _fits(writer: MessageWriter, cursor: Cursor, request: PageRequest, page: ArchivePage) -> bool:
    """Whether the answer goes on from the cursor: some servers begin anew, or answer emptily."""
    if page.unknown_anchor:
        return False
    if request.expected is not None:
        return page.first == cursor.archive_id
    if cursor.archive_id == BEGINNING:
        return page.last is not None or page.complete
    if page.from_start or page.last in {None, cursor.archive_id}:
        return False
    first = next((item for item in page.items if isinstance(item, Arrived)), None)
    return first is None or _is_later(writer, cursor, first)


def _is_later(writer: MessageWriter, cursor: Cursor, first: Arrived) -> bool:
    place = place_of(writer, first)
    return (place is None or place > cursor.position) and first.at_ms >= cursor.at_ms
