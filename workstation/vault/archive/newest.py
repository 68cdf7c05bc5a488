"""The newest page of a room: the first look, or the check of what is known.

It joins what is known only where the cursor's own entry is on it. Where it reaches further back
and that entry is not there, the archive has lost it. Where it does not reach so far, all that
stands between is unproven, and is read again from the top until the cursor's entry is met.
"""

from typing import TYPE_CHECKING

from workstation.domain.changes import Gap
from workstation.domain.events import ArchivePage, Arrived
from workstation.domain.ids import ConsultationId
from workstation.vault import messages, outbox_rows, sql
from workstation.vault.archive import cursors, gaps, losses, lost, order
from workstation.vault.archive.cursors import BEGINNING, Cursor
from workstation.vault.archive.lost import Stretch
from workstation.vault.archive.message_writer import Intake
from workstation.vault.archive.page_merge import Placing, place_of
from workstation.vault.archive.steps import Step, Want, Why, gap_want

if TYPE_CHECKING:
    import apsw


def apply(intake: Intake, want: Want, page: ArchivePage) -> Step:
    """Take in the newest page: join it to what is known, or show the gap between the two."""
    room, connection = want.consultation_id, intake.connection
    if page.last is None:
        return _nothing_there(intake, room, page)
    cursor = cursors.get(connection, room)
    meeting = _meeting(intake, want, page, cursor)
    if meeting is None:
        return verify(intake, room)
    placing = Placing(intake, room, *meeting, fresh=True)
    elsewhere = placing.said_elsewhere(page.items) if cursor is None else []
    low = placing.around(page.items)
    cursor = cursors.get(connection, room)
    placing.seen_up_to(elsewhere)
    if cursor is not None and (low <= cursor.position or _has(page, cursor)):
        step = _join(intake, room, low, page, cursor)
    else:
        gap = _missing(intake, room, low, page, cursor)
        _close(intake, room, low, page)
        step = settle(intake, room, low, page, gap)
    _move_cursor(intake, room, page, cursor)
    return step


def settle(
    intake: Intake, room: ConsultationId, low: int, page: ArchivePage, gap: Gap | None
) -> Step:
    """The page ended at ``low``, right above ``gap`` if there is one: say how to go on."""
    gap = gap or _adjacent(intake, room, low)
    if gap is None:
        return _next_gap(intake, room, low)
    if page.complete:
        for each in gaps.of_room(intake.connection, room):
            if each.loadable and each.position <= gap.position:
                losses.beginning_reached(intake.connection, each)
        return unfinished(intake, room)
    gaps.set_before(intake.connection, gap.gap_id, str(page.first))
    if len(page.ids) > 1:
        want = Want(room, before=page.ids[1], expected=page.first)
    else:
        want = Want(room, before=page.first)
    return Step(want, _why(intake, gap))


def unfinished(intake: Intake, room: ConsultationId) -> Step:
    """The end of a room is known: go on with what was being bridged when a session ended.

    As long as such a gap is open, nobody can say what the archive lacks.
    """
    for gap in reversed(gaps.of_room(intake.connection, room)):
        want = gap_want(gap)
        if want is not None and _why(intake, gap) is Why.BRIDGE:
            return Step(want, Why.BRIDGE)
    return Step()


def last_time(page: ArchivePage, default: int) -> int:
    """The archive's time of the last message of a page."""
    newest = _newest(page)
    return default if newest is None else newest.at_ms


def anchor_of(page: ArchivePage, before: str | None) -> str | None:
    """The entry right before a page's last; ``before`` is the one before its first, if known."""
    ids = page.ids or tuple(item.archive_id for item in page.items if item.archive_id)
    return ids[-2] if len(ids) > 1 else before


def _newest(page: ArchivePage) -> Arrived | None:
    return next((item for item in reversed(page.items) if isinstance(item, Arrived)), None)


def _has(page: ArchivePage, cursor: Cursor) -> bool:
    if cursor.archive_id == BEGINNING:
        return page.complete
    return cursor.archive_id in lost.ids_of(page)


def verify(intake: Intake, room: ConsultationId) -> Step:
    """Ask for the newest page: it tells what is true."""
    return Step(Want(room, asked=messages.newest_number(intake.connection, room)), Why.VERIFY)


def _meeting(
    intake: Intake, want: Want, page: ArchivePage, cursor: Cursor | None
) -> tuple[int, int] | None:
    """Where a page is put from, and how many of its items stand below that; ``None``: ask again.

    Live messages of this visit may be newer than the page: what it has after the last of those that
    it knows stands right above that one. Where it knows none, those that were here before it was
    asked for are older than all of it; of others nobody can say.
    """
    connection, room, items = intake.connection, want.consultation_id, page.items
    if cursor is not None and page.last == cursor.archive_id:
        return cursor.position + 1, len(items)
    proven = order.below_all(connection, room) if cursor is None else cursor.position
    visit = gaps.of_visit(connection, room, proven)
    for number in range(len(items), 0, -1):
        place = place_of(connection, items[number - 1])
        if place is not None and (visit is None or place > visit.position):
            return place + 1, number
    if _came_since(connection, room, visit, want):
        return None
    return order.above_all(connection, room), len(items)


def _came_since(connection: "apsw.Connection", room: int, visit: Gap | None, want: Want) -> bool:
    """Whether a live message of this visit came since a page was asked for."""
    if visit is None:
        return False
    found = sql.value(
        connection,
        "SELECT EXISTS (SELECT 1 FROM message"
        " WHERE consultation_id = ? AND position > ? AND message_id > ?)",
        (room, visit.position, want.asked or 0),
    )
    return bool(found)


def _join(
    intake: Intake, room: ConsultationId, low: int, page: ArchivePage, cursor: Cursor
) -> Step:
    """The page reaches what is proven."""
    also = None if _has(page, cursor) else cursor.position
    _mark_lost(intake, room, cursor.position, page, also)
    gaps.close_between(intake.connection, room, min(low, cursor.position), None)
    gap = _adjacent(intake, room, low)
    if gap is not None and low <= cursor.position:
        settle(intake, room, low, page, gap)
    return unfinished(intake, room)


def _close(intake: Intake, room: ConsultationId, low: int, page: ArchivePage) -> None:
    _mark_lost(intake, room, low, page, None)
    gaps.close_between(intake.connection, room, low, None)


def _mark_lost(
    intake: Intake, room: ConsultationId, low: int, page: ArchivePage, also: int | None
) -> None:
    visit = gaps.of_visit(intake.connection, room, low)
    ids = lost.ids_of(page)
    high = lost.top(intake.connection, room, ids) if visit is None else visit.position
    lost.mark(intake, Stretch(room, low, high, ids, also))


def _missing(
    intake: Intake, room: ConsultationId, low: int, page: ArchivePage, cursor: Cursor | None
) -> Gap | None:
    """The gap right below a page, down to what is proven; none at the beginning of all."""
    connection = intake.connection
    gap = gaps.adjacent_below(connection, room, low)
    if gap is None:
        is_first = order.nearest_below(connection, room, low) is None
        if is_first and cursor is None and page.complete:
            return None
        gap = gaps.add_below(connection, room, low)
        intake.moved_others(room)
        cursor = cursors.get(connection, room)
    if cursor is not None:
        gaps.reach_down(connection, gap.gap_id, cursor.archive_id, cursor.position)
    return gaps.get(connection, gap.gap_id)


def _adjacent(intake: Intake, room: ConsultationId, low: int) -> Gap | None:
    """The gap that ends at the first entry of a page now."""
    gap = gaps.adjacent_below(intake.connection, room, low)
    return gap if gap is not None and gap.loadable else None


def _next_gap(intake: Intake, room: ConsultationId, low: int) -> Step:
    gap = gaps.below(intake.connection, room, low)
    want = None if gap is None else gap_want(gap)
    if gap is None or want is None:
        return Step()
    return Step(want, _why(intake, gap))


def _why(intake: Intake, gap: Gap) -> Why:
    """What is older waits for the doctor, unless an own message that was tried may be in it."""
    if gap.after is not None or outbox_rows.was_tried(intake.connection, gap.consultation_id):
        return Why.BRIDGE
    return Why.OLDER


def _nothing_there(intake: Intake, room: ConsultationId, page: ArchivePage) -> Step:
    """An empty archive: either nothing was ever said, or what is known here is gone there."""
    if not page.complete:
        return Step()
    for gap in gaps.of_room(intake.connection, room):
        losses.beginning_reached(intake.connection, gap)
    if cursors.get(intake.connection, room) is None:
        cursors.begin_empty(intake.connection, room)
    return Step()


def _move_cursor(
    intake: Intake, room: ConsultationId, page: ArchivePage, before: Cursor | None
) -> None:
    newest = _newest(page)
    place = None if newest is None else place_of(intake.connection, newest)
    if place is None:  # a marker or a second copy stands nowhere itself: after all that is here
        place = order.above_all(intake.connection, room)
    place = lost.above(intake.connection, room, place)
    at_ms = last_time(page, 0 if before is None else before.at_ms)
    anchor = anchor_of(page, BEGINNING if page.complete else None)
    cursors.put(intake.connection, room, Cursor(str(page.last), place, at_ms, anchor))
