"""The newest page of a room: the first look, or the check of what is known."""

from workstation.domain.changes import Gap
from workstation.domain.events import ArchivePage, Arrived
from workstation.vault import cursors, gaps, messages, order, outbox_rows
from workstation.vault.cursors import Cursor
from workstation.vault.intake import Intake
from workstation.vault.messages import Claim
from workstation.vault.placing import Placing
from workstation.vault.steps import Step, Want, Why, gap_want


def apply(intake: Intake, want: Want, page: ArchivePage) -> Step:
    """Take in the newest page: join it to what is known, or show the gap between the two."""
    room = want.consultation_id
    cursor = cursors.get(intake.connection, room)
    if page.last is None:
        return _nothing_there(intake, room, page)
    start = order.above_all(intake.connection, room)
    if cursor is not None and page.last == cursor.archive_id:
        start = cursor.position + 1
    placing = Placing(intake, room, start, fresh=True)
    elsewhere = placing.said_elsewhere(page.items) if cursor is None else []
    low = placing.downward(page.items)
    joined = cursor is not None and (low <= cursor.position or cursor.archive_id in _ids(page))
    if joined and cursor is not None and _tail_is_lost(intake, page, cursor):
        return _mark_lost_tail(intake, room, page, cursor)
    floor = min(low, cursor.position) if joined and cursor is not None else low
    gaps.close_between(intake.connection, room, floor, None)
    placing.seen_up_to(elsewhere)
    step = unfinished(intake, room) if joined else Step()
    if not joined:
        step = settle(intake, room, low, page, _missing(intake, room, low, placing))
    _move_cursor(intake, room, page, cursor)
    return step


def settle(intake: Intake, room: int, low: int, page: ArchivePage, gap: Gap | None) -> Step:
    """The page ended at ``low``, right above ``gap`` if there is one: say how to go on."""
    if gap is None:
        return _next_gap(intake, room, low)
    if page.complete:
        gaps.beginning_reached(intake.connection, gap)
        return unfinished(intake, room)
    gaps.set_before(intake.connection, gap.gap_id, str(page.first))
    return Step(Want(room, before=page.first), _why(intake, gap))


def unfinished(intake: Intake, room: int) -> Step:
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


def _newest(page: ArchivePage) -> Arrived | None:
    return next((item for item in reversed(page.items) if isinstance(item, Arrived)), None)


def _missing(intake: Intake, room: int, low: int, placing: Placing) -> Gap | None:
    """The gap right below a page; none where its last message was known with what is below it."""
    gap = gaps.adjacent_below(intake.connection, room, low)
    if gap is None and not placing.ended_on_known:
        intake.reread.add(room)
        return gaps.add_below(intake.connection, room, low)
    return gap


def _next_gap(intake: Intake, room: int, low: int) -> Step:
    gap = gaps.below(intake.connection, room, low)
    want = None if gap is None else gap_want(gap)
    if gap is None or want is None:
        return Step()
    return Step(want, _why(intake, gap))


def _why(intake: Intake, gap: Gap) -> Why:
    """What is older waits for the doctor, unless it came since the archive was seen empty.

    Nor does it wait where an own message that was tried may be in it.
    """
    room = gap.consultation_id
    is_missed = gap.after is not None or cursors.began_empty(intake.connection, room)
    if is_missed or outbox_rows.tried(intake.connection, room):
        return Why.BRIDGE
    return Why.OLDER


def _nothing_there(intake: Intake, room: int, page: ArchivePage) -> Step:
    """An empty archive: either nothing was ever said, or what is known here is gone there."""
    if not page.complete:
        return Step()
    if cursors.get(intake.connection, room) is None:
        cursors.begin_empty(intake.connection, room)
    for gap in gaps.of_room(intake.connection, room):
        gaps.beginning_reached(intake.connection, gap)
    return Step()


def _tail_is_lost(intake: Intake, page: ArchivePage, cursor: Cursor) -> bool:
    """Whether the newest that the archive has is older than what it once gave."""
    newest = _newest(page)
    known = None if newest is None else messages.identify(intake.connection, newest)
    if known is None or cursor.archive_id in _ids(page):
        return False
    return known.claim is Claim.SAME and known.position < cursor.position


def _mark_lost_tail(intake: Intake, room: int, page: ArchivePage, cursor: Cursor) -> Step:
    """What the archive lost may be more than what is known of it: the doctor is told for good."""
    gap = gaps.above(intake.connection, room, cursor.position)
    if gap is None:
        gaps.open_at_end(intake.connection, room, loadable=False)
    else:
        gaps.give_up(intake.connection, gap.gap_id)
    place = order.above_all(intake.connection, room)
    cursors.put(intake.connection, room, Cursor(str(page.last), place, last_time(page, 0)))
    return Step()


def _move_cursor(intake: Intake, room: int, page: ArchivePage, before: Cursor | None) -> None:
    newest = _newest(page)
    known = None if newest is None else messages.identify(intake.connection, newest)
    if known is not None and known.claim is Claim.SAME:
        place = known.position
    else:  # a marker or a second copy stands nowhere itself: it came after all that is here
        place = order.above_all(intake.connection, room)
    at_ms = last_time(page, 0 if before is None else before.at_ms)
    cursors.put(intake.connection, room, Cursor(str(page.last), place, at_ms))


def _ids(page: ArchivePage) -> set[str | None]:
    inside = {item.archive_id for item in page.items if isinstance(item, Arrived)}
    return inside | {page.first, page.last}
