"""The newest page of a room: the first look, or the check of what is known.

The page may be older than what is here: it was asked for, a live message came, then the answer.
``c`` came live while ``a b`` was on its way; ``b`` is the last of the page, and ``c`` is no loss
and stands above it. So the page is put right above the last message that both know. Where it knows
none of this visit's, and one of them came after it was asked for, nobody can say what is newer, and
it is asked for again.

It joins what is known only where the cursor's own entry is on it. Where it reaches further back and
that entry is not there, the archive has lost it. Where it does not reach so far, all that stands
between is unproven, and is read again from the top until the cursor's entry is met: that a page
ends on *some* known message proves nothing, for live copies before that one may be lost.

What comes of a page, the cursor on ``b``; ``|`` is a gap, ``#`` a mark for good::

    here     page     shown        next
    a b      a b c    a b c        it holds the cursor's entry: joined (_join_proven)
    a b      a c      a b # c      it reaches further back and lacks it: lost, and joined
    a b      x y      a b | x y    it does not reach so far: read back from ``x`` (BRIDGE)
    -        x y      | x y        the first look: what is older waits for the doctor (OLDER)
    a b c    a b      a b c        ``c`` came while it was under way (_find_split)

In each of them the cursor then stands on the page's last entry: up to there nothing is missing but
what gaps name.

Tests: ``tests/vault/archive/test_lossy_archives.py``, ``test_first_look.py``; the simulated
days notice each of the two rules taken away (``tests/simulation/lossy_archives.py``).
"""

from typing import TYPE_CHECKING

from workstation.domain.changes import Gap
from workstation.domain.events import ArchivePage, Arrived
from workstation.domain.ids import ArchiveId, ConsultationId
from workstation.vault import sql
from workstation.vault.archive import crossed_gaps, cursors, gaps, loss_detection, lost_gaps, order
from workstation.vault.archive.cursors import BEGINNING, Cursor
from workstation.vault.archive.loss_detection import ProvenRange
from workstation.vault.archive.message_writer import MessageWriter
from workstation.vault.archive.page_merge import PageMerge, place_of
from workstation.vault.archive.requests import PageRequest, RequestReason, Step, gap_request
from workstation.vault.conversation import in_doubt, messages, outbox_rows

if TYPE_CHECKING:
    import apsw


def apply(writer: MessageWriter, request: PageRequest, page: ArchivePage) -> Step:
    """Take in the newest page: join it to what is known, or show the gap between the two."""
    consultation_id, connection = request.consultation_id, writer.connection
    if page.last is None:
        return _apply_empty(writer, consultation_id, page)
    cursor = cursors.get(connection, consultation_id)
    meeting = _find_split(writer, request, page, cursor)
    if meeting is None:  # nobody can say what is newer
        return verify(writer, consultation_id)
    merge = PageMerge(writer, consultation_id, *meeting, fresh=True)
    sent_elsewhere = merge.find_sent_elsewhere(page.items) if cursor is None else []
    low = merge.merge_around(
        page.items, order.top_when_asked(connection, consultation_id, request.asked)
    )
    cursor = cursors.get(connection, consultation_id)  # making room may have moved its place
    merge.mark_read_before(sent_elsewhere)
    if cursor is not None and (low <= cursor.position or _has(page, cursor)):
        step = _join_proven(writer, consultation_id, low, page, cursor)
    else:
        gap = _open_gap_below(writer, consultation_id, low, page, cursor)
        _close_above(writer, consultation_id, low, page)
        step = continue_below(writer, consultation_id, low, page, gap)
    if cursor is None or not request.history:
        _move_cursor(writer, consultation_id, page, cursor)
    return step


def continue_below(
    writer: MessageWriter,
    consultation_id: ConsultationId,
    low: int,
    page: ArchivePage,
    gap: Gap | None,
) -> Step:
    """Say how to go on after a page that ended at ``low``, right above ``gap`` if there is one.

    A complete page has met the archive's beginning: no gap below it is ever filled. Else what is
    below is asked for before the page's *second* entry, so that the answer must hold the first.
    """
    gap = gap or _gap_below_page(writer, consultation_id, low, page)
    if gap is None:
        return _continue_next_gap(writer, consultation_id, low)
    if page.complete:
        for each in gaps.of_room(writer.connection, consultation_id):
            if each.loadable and each.position <= gap.position:
                lost_gaps.settle_at_beginning(writer.connection, each)
        return resume_bridge(writer, consultation_id)
    gaps.set_before(writer.connection, gap.gap_id, ArchiveId(str(page.first)))
    if len(page.ids) > 1:
        request = PageRequest(consultation_id, before=page.ids[1], expected=page.first)
    else:
        request = PageRequest(consultation_id, before=page.first)
    return Step(request, _reason_for(writer, gap))


def resume_bridge(writer: MessageWriter, consultation_id: ConsultationId) -> Step:
    """Go on with what was being bridged when a session ended, now that a room's end is known.

    As long as such a gap is open, nobody can say what the archive lacks.
    """
    for gap in reversed(gaps.of_room(writer.connection, consultation_id)):
        request = gap_request(gap)
        if request is not None and _reason_for(writer, gap) is RequestReason.BRIDGE:
            return Step(request, RequestReason.BRIDGE)
    return Step()


def last_time(page: ArchivePage, default: int) -> int:
    """The archive's time of the last message of a page."""
    newest = _newest(page)
    return default if newest is None else newest.at_ms


def anchor_of(page: ArchivePage, before: ArchiveId | None) -> ArchiveId | None:
    """The entry right before a page's last; ``before`` is the one before its first, if known."""
    ids = page.ids or tuple(item.archive_id for item in page.items if item.archive_id)
    return ids[-2] if len(ids) > 1 else before


def _newest(page: ArchivePage) -> Arrived | None:
    return next((item for item in reversed(page.items) if isinstance(item, Arrived)), None)


def _has(page: ArchivePage, cursor: Cursor) -> bool:
    if cursor.archive_id == BEGINNING:
        return page.complete
    return cursor.archive_id in loss_detection.archive_ids_of(page)


def verify(writer: MessageWriter, consultation_id: ConsultationId) -> Step:
    """Ask for the newest page: it tells what is true."""
    return Step(
        PageRequest(
            consultation_id, asked=messages.newest_number(writer.connection, consultation_id)
        ),
        RequestReason.VERIFY,
    )


def _find_split(
    writer: MessageWriter, request: PageRequest, page: ArchivePage, cursor: Cursor | None
) -> tuple[int, int] | None:
    """Where a page is put from, and how many of its items stand below that; ``None``: ask again.

    Live messages of this visit may be newer than the page: what it has after the last of those that
    it knows stands right above that one. Where it knows none, those that were here before it was
    asked for are older than all of it; of others nobody can say.
    """
    connection, consultation_id, items = writer.connection, request.consultation_id, page.items
    # The cursor may stand on a marker, which has no place in the walk below.
    if cursor is not None and page.last == cursor.archive_id:
        return cursor.position + 1, len(items)
    proven = order.below_all(connection, consultation_id) if cursor is None else cursor.position
    visit = gaps.of_visit(connection, consultation_id, proven)
    for count in range(len(items), 0, -1):
        place = place_of(writer, items[count - 1])
        if place is not None and (visit is None or place > visit.position):
            return place + 1, count
    if _has_newer_live(connection, consultation_id, visit, request):
        return None
    return order.above_all(connection, consultation_id), len(items)


def _has_newer_live(
    connection: "apsw.Connection", consultation_id: int, visit: Gap | None, request: PageRequest
) -> bool:
    """Whether a live message of this visit came since a page was asked for."""
    if visit is None:
        return False
    return sql.exists(
        connection,
        "SELECT 1 FROM message WHERE consultation_id = ? AND position > ? AND message_id > ?",
        (consultation_id, visit.position, request.asked or 0),
    )


def _join_proven(
    writer: MessageWriter,
    consultation_id: ConsultationId,
    low: int,
    page: ArchivePage,
    cursor: Cursor,
) -> Step:
    """Join a page that reaches what is proven: from there on up nothing is missing but losses.

    Gaps that lie under the page close; one that goes on below the lower end of both stays, moved
    down there, as neither the page nor the cursor proves anything of it.
    """
    bottom = min(low, cursor.position)
    # Before losses are marked: a gap of which nothing can be loaded any more goes on below, too.
    crossed = gaps.crossed_by(writer.connection, consultation_id, bottom, None)
    stands = _has(page, cursor) or loss_detection.is_withdrawn(
        writer.connection, consultation_id, cursor.position
    )
    lost_entry = None if stands else cursor.position
    _mark_lost(writer, consultation_id, cursor.position, page, lost_entry)
    if crossed is not None:
        crossed_gaps.keep_open(writer, crossed, bottom)
    gaps.close_between(writer.connection, consultation_id, bottom, None)
    gap = _adjacent_gap(writer, consultation_id, low)
    if gap is not None and low <= cursor.position:
        continue_below(writer, consultation_id, low, page, gap)
    return resume_bridge(writer, consultation_id)


def _close_above(
    writer: MessageWriter, consultation_id: ConsultationId, low: int, page: ArchivePage
) -> None:
    _mark_lost(writer, consultation_id, low, page, None)
    gaps.close_between(writer.connection, consultation_id, low, None)


def _mark_lost(
    writer: MessageWriter,
    consultation_id: ConsultationId,
    low: int,
    page: ArchivePage,
    lost_entry: int | None,
) -> None:
    """Mark what a page lacks; what stands above its newest message may have come since."""
    ids = loss_detection.archive_ids_of(page)
    high = loss_detection.newest_position(writer.connection, consultation_id, ids)
    loss_detection.mark_losses(writer, ProvenRange(consultation_id, low, high, ids, lost_entry))


def _open_gap_below(
    writer: MessageWriter,
    consultation_id: ConsultationId,
    low: int,
    page: ArchivePage,
    cursor: Cursor | None,
) -> Gap | None:
    """The gap right below a page, down to what is proven; none at the beginning of all.

    Before any page came nothing is: what was heard since the room was entered may lack live copies.
    """
    connection = writer.connection
    gap = gaps.adjacent_below(connection, consultation_id, low)
    if gap is None:
        is_first = order.nearest_below(connection, consultation_id, low) is None
        if is_first and cursor is None and page.complete:
            return None
        gap = gaps.add_below(connection, consultation_id, low)
        writer.note_shift(consultation_id)
        cursor = cursors.get(connection, consultation_id)
    if cursor is not None:
        gaps.reach_down(connection, gap.gap_id, cursor.archive_id, cursor.position)
    elif (
        oldest := messages.oldest_archived(connection, consultation_id, gap.position)
    ) is not None:
        gaps.reach_down(connection, gap.gap_id, *oldest)
    return gaps.get(connection, gap.gap_id)


def _adjacent_gap(writer: MessageWriter, consultation_id: ConsultationId, low: int) -> Gap | None:
    """The gap that ends at the first entry of a page now."""
    gap = gaps.adjacent_below(writer.connection, consultation_id, low)
    return gap if gap is not None and gap.loadable else None


def _gap_below_page(
    writer: MessageWriter, consultation_id: ConsultationId, low: int, page: ArchivePage
) -> Gap | None:
    """The gap that a page reaches from above: its upper end is on the page.

    A page that met what is proven may stand far above the next gap: what is proven lies between.
    """
    gap = _adjacent_gap(writer, consultation_id, low)
    if gap is None or gap.before not in loss_detection.archive_ids_of(page):
        return None
    return gap


def _continue_next_gap(writer: MessageWriter, consultation_id: ConsultationId, low: int) -> Step:
    """The next gap below that can be read; a mark for good on the way ends nothing."""
    for gap in reversed(gaps.of_room(writer.connection, consultation_id)):
        request = gap_request(gap) if gap.position < low else None
        if request is not None:
            return Step(request, _reason_for(writer, gap))
    return Step()


def _reason_for(writer: MessageWriter, gap: Gap) -> RequestReason:
    """The reason to ask for a gap: what is older waits, unless an own message may be in it.

    One that is in doubt matters only where it was withdrawn: somebody may read it still.
    """
    room = writer.connection, gap.consultation_id
    is_sought = outbox_rows.was_tried(*room) or in_doubt.withdrawn_in_doubt(*room)
    return RequestReason.BRIDGE if gap.after is not None or is_sought else RequestReason.OLDER


def _apply_empty(writer: MessageWriter, consultation_id: ConsultationId, page: ArchivePage) -> Step:
    """Take in an empty archive: nothing was ever said, or what is known here is gone there."""
    if not page.complete:
        return Step()
    for gap in gaps.of_room(writer.connection, consultation_id):
        lost_gaps.settle_at_beginning(writer.connection, gap)
    if cursors.get(writer.connection, consultation_id) is None:
        cursors.begin_empty(writer.connection, consultation_id)
    return Step()


def _move_cursor(
    writer: MessageWriter, consultation_id: ConsultationId, page: ArchivePage, before: Cursor | None
) -> None:
    """Put the cursor on the page's last entry, above the loss behind it where there is one."""
    place = place_of(writer, _newest(page))
    if place is None:  # a marker or a second copy stands nowhere itself: after all that is here
        place = order.above_all(writer.connection, consultation_id)
    lost_gaps.merge_adjacent(writer.connection, consultation_id)
    place = loss_detection.position_above_losses(writer.connection, consultation_id, place)
    at_ms = last_time(page, 0 if before is None else before.at_ms)
    anchor = anchor_of(page, BEGINNING if page.complete else None)
    cursors.put(
        writer.connection, consultation_id, Cursor(ArchiveId(str(page.last)), place, at_ms, anchor)
    )
