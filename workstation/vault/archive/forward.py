"""What was missed, fetched forward from the cursor.

The answer begins with the cursor's own entry where the archive still has it. If it does not, the
archive was pruned past it, or put back to a backup, or the server began anew: the newest page tells
how much of what is known is still joined to what the archive has.
"""

from workstation.domain.events import ArchivePage, Arrived
from workstation.domain.ids import ConsultationId
from workstation.vault.archive import cursors, gaps, lost, newest
from workstation.vault.archive.cursors import BEGINNING, Cursor
from workstation.vault.archive.lost import Stretch
from workstation.vault.archive.message_writer import Intake
from workstation.vault.archive.page_merge import Placing, place_of
from workstation.vault.archive.steps import Step, Want, Why


def apply(intake: Intake, cursor: Cursor, want: Want, page: ArchivePage) -> Step:
    """Take in what the room has after its cursor, or after the entry before that."""
    room = want.consultation_id
    if not _fits(intake, cursor, want, page):
        return newest.verify(intake, room)
    if page.last == cursor.archive_id and not page.complete:
        return Step(Want(room, after=cursor.archive_id), Why.CATCH_UP)
    at = _go_up(intake, room, cursor, page)
    if at is None:
        return newest.verify(intake, room)
    cursor = cursors.get(intake.connection, room) or cursor
    low = cursor.position
    if page.last is not None:
        _move_cursor(intake, room, cursor, page, at)
    if not page.complete:
        lost.mark(intake, Stretch(room, low, at, lost.ids_of(page)))
        shorten_from_below(intake, room, low, at, str(page.last))
        return Step(_next_want(room, page), Why.CATCH_UP)
    visit = gaps.of_visit(intake.connection, room, low)
    high = at if visit is None else visit.position
    lost.mark(intake, Stretch(room, low, high, lost.ids_of(page)))
    gaps.close_between(intake.connection, room, low, None)
    return newest.unfinished(intake, room)


def _next_want(room: ConsultationId, page: ArchivePage) -> Want:
    """What follows a page, asked so that the answer begins with the page's last entry."""
    if len(page.ids) > 1:
        return Want(room, after=page.ids[-2], expected=page.last)
    return Want(room, after=page.last)


def _go_up(intake: Intake, room: ConsultationId, cursor: Cursor, page: ArchivePage) -> int | None:
    """Put a page above the cursor; the place reached, or ``None`` where that cannot be told.

    What is unknown stands right below the next message that is known, so that what the archive has
    lost stands before what it has instead. Where none follows, though messages of an earlier visit
    stand there, either those are lost or a later page names them.
    """
    connection = intake.connection
    items = tuple(each for each in page.items if each.archive_id != cursor.archive_id)
    met = [(at, place_of(connection, item)) for at, item in enumerate(items, 1)]
    above = [(at, place) for at, place in met if place is not None and place > cursor.position]
    split, reached = above[-1] if above else (0, cursor.position)
    passed: list[int] = []
    visit = gaps.of_visit(connection, room, reached)
    if visit is not None:
        passed = lost.places(connection, room, reached, visit.position, lost.ids_of(page))
    news = any(isinstance(item, Arrived) for item in items[split:])
    if passed and news and not page.complete:
        return None
    Placing(intake, room, reached + 1, fresh=True).downward(items[:split])
    start = reached
    if visit is not None and (page.complete or not passed):
        start = lost.above(connection, room, passed[-1] if passed else reached, visit.position)
    return Placing(intake, room, start, fresh=True).upward(items[split:])


def _move_cursor(
    intake: Intake, room: ConsultationId, before: Cursor, page: ArchivePage, at: int
) -> None:
    anchor = newest.anchor_of(page, before.archive_id)
    if page.last == before.archive_id:
        anchor = before.anchor
    moved = Cursor(str(page.last), at, newest.last_time(page, before.at_ms), anchor)
    cursors.put(intake.connection, room, moved)


def shorten_from_below(
    intake: Intake, room: ConsultationId, start: int, at: int, last: str
) -> None:
    """All up to a place is known; the gap above it begins with the last entry of a page."""
    gaps.close_between(intake.connection, room, start, at)
    following = gaps.above(intake.connection, room, at)
    if following is not None:
        gaps.set_after(intake.connection, following.gap_id, last)


def _fits(intake: Intake, cursor: Cursor, want: Want, page: ArchivePage) -> bool:
    """Whether the answer goes on from the cursor: some servers begin anew, or answer emptily."""
    if page.unknown_anchor:
        return False
    if want.expected is not None:
        return page.first == cursor.archive_id
    if cursor.archive_id == BEGINNING:
        return page.last is not None or page.complete
    if page.from_start or page.last in {None, cursor.archive_id}:
        return False
    first = next((item for item in page.items if isinstance(item, Arrived)), None)
    return first is None or _is_later(intake, cursor, first)


def _is_later(intake: Intake, cursor: Cursor, first: Arrived) -> bool:
    place = place_of(intake.connection, first)
    return (place is None or place > cursor.position) and first.at_ms >= cursor.at_ms
