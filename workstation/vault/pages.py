"""Archive pages put into their place: forward from the cursor, backward into a gap, or the newest.

A page is a stretch of the archive without a break. What lies between its ends is whole, so gaps
there close; what lies outside stays as unknown as it was. An answer that does not fit what is
known (an anchor forgotten by the server, "empty and complete", a page from the beginning) is
checked against the newest page, and what cannot be had any more stays visible as a gap.
"""

from typing import TYPE_CHECKING

from workstation.domain.events import ArchivePage, Arrived
from workstation.vault import cursors, gaps, newest, order
from workstation.vault.cursors import Cursor
from workstation.vault.intake import Intake
from workstation.vault.messages import Claim, by_archive_id
from workstation.vault.newest import last_time
from workstation.vault.placing import Placing
from workstation.vault.steps import Step, Want, Why

if TYPE_CHECKING:
    import apsw


def first_want(connection: "apsw.Connection", consultation_id: int) -> Want:
    """What to ask after entering a room."""
    cursor = cursors.get(connection, consultation_id)
    return Want(consultation_id, after=None if cursor is None else cursor.archive_id)


def apply(intake: Intake, want: Want, page: ArchivePage) -> Step:
    """Take in the answer to ``want``; an answer for another room changes nothing."""
    room = want.consultation_id
    if page.consultation_id != room:
        return Step()
    before = gaps.of_room(intake.connection, room)
    step = _apply(intake, want, page)
    if gaps.of_room(intake.connection, room) != before:
        intake.gaps.add(room)
    return step


def _apply(intake: Intake, want: Want, page: ArchivePage) -> Step:
    if want.after is not None:
        cursor = cursors.get(intake.connection, want.consultation_id)
        if cursor is not None and cursor.archive_id == want.after:
            return _catch_up(intake, cursor, want, page)
        return _fill(intake, want, want.after, page)
    if want.before is not None:
        return _go_back(intake, want, want.before, page)
    return newest.apply(intake, want, page)


def _catch_up(intake: Intake, cursor: Cursor, want: Want, page: ArchivePage) -> Step:
    room = want.consultation_id
    if not _fits(intake, cursor, page):
        return Step(Want(room), Why.VERIFY)
    at = Placing(intake, room, cursor.position, fresh=True).upward(page.items)
    moved = Cursor(str(page.last), at, last_time(page, cursor.at_ms))
    cursors.put(intake.connection, room, moved)
    if page.complete:
        gaps.close_between(intake.connection, room, cursor.position, None)
        return newest.unfinished(intake, room)
    _shorten_from_below(intake, room, cursor.position, at, str(page.last))
    return Step(Want(room, after=page.last), Why.CATCH_UP)


def _fill(intake: Intake, want: Want, after: str, page: ArchivePage) -> Step:
    room = want.consultation_id
    gap = gaps.with_end(intake.connection, room, after=after)
    if gap is None:
        return _overtaken(intake, room)
    if page.unknown_anchor or page.last in {None, after}:
        gaps.give_up(intake.connection, gap.gap_id)
        return Step()
    start = order.known_below(intake.connection, room, gap.position)
    at = Placing(intake, room, start, fresh=True).upward(page.items)
    if page.complete:
        gaps.close_between(intake.connection, room, start, None)
        return newest.unfinished(intake, room)
    _shorten_from_below(intake, room, start, at, str(page.last))
    if gaps.get(intake.connection, gap.gap_id) is None:
        return Step()
    return Step(Want(room, after=page.last), Why.BRIDGE)


def _overtaken(intake: Intake, room: int) -> Step:
    """Another answer has filled what this one was asked for; what lies beyond may be missing."""
    cursor = cursors.get(intake.connection, room)
    if cursor is None:
        return Step()
    gap = gaps.with_end(intake.connection, room, after=cursor.archive_id)
    if gap is None or not gap.loadable:
        return newest.unfinished(intake, room)
    return Step(Want(room, after=cursor.archive_id), Why.CATCH_UP)


def _go_back(intake: Intake, want: Want, before: str, page: ArchivePage) -> Step:
    room = want.consultation_id
    gap = gaps.with_end(intake.connection, room, before=before)
    if gap is None:
        return Step()
    if page.unknown_anchor or (page.first in {None, before} and not page.complete):
        gaps.give_up(intake.connection, gap.gap_id)
        return Step()
    start = order.known_above(intake.connection, room, gap.position)
    missed = gap.after is not None or cursors.began_empty(intake.connection, room)
    low = Placing(intake, room, start, fresh=missed).downward(page.items)
    gaps.close_between(intake.connection, room, low, start)
    remaining = gaps.get(intake.connection, gap.gap_id)
    return newest.settle(intake, room, low, page, remaining)


def _shorten_from_below(intake: Intake, room: int, start: int, at: int, last: str) -> None:
    gaps.close_between(intake.connection, room, start, at)
    following = gaps.above(intake.connection, room, at)
    if following is not None:
        gaps.set_after(intake.connection, following.gap_id, last)


def _fits(intake: Intake, cursor: Cursor, page: ArchivePage) -> bool:
    """Whether the server knew the anchor: some answer emptily else, some from the start."""
    if page.unknown_anchor or page.last in {None, cursor.archive_id}:
        return False
    first = next((item for item in page.items if isinstance(item, Arrived)), None)
    if first is None or first.archive_id is None:
        return True
    known = by_archive_id(intake.connection, first.consultation_id, first.archive_id)
    if known is not None and known.claim is Claim.SAME and known.position <= cursor.position:
        return False
    return first.at_ms >= cursor.at_ms
