"""Archive pages put into their place: forward from the cursor, backward into a gap, or the newest.

A page is a stretch of the archive without a break. What lies between its ends is whole, so gaps
there close; what lies outside stays as unknown as it was. An answer that does not fit what is
known (an anchor forgotten by the server, "empty and complete", a page from the beginning) is
checked against the newest page, and what cannot be had any more stays visible as a gap.
"""

from typing import TYPE_CHECKING

from workstation.domain.changes import Gap
from workstation.domain.events import ArchivePage
from workstation.vault import cursors, forward, gaps, losses, lost, messages, newest, order
from workstation.vault.cursors import BEGINNING
from workstation.vault.intake import Intake
from workstation.vault.lost import Stretch
from workstation.vault.placing import Placing
from workstation.vault.steps import Step, Want, Why

if TYPE_CHECKING:
    import apsw


def first_want(connection: "apsw.Connection", consultation_id: int) -> Want:
    """What to ask after entering a room.

    One entry more than is missing: whether the answer begins with the last that is known shows
    whether the archive still has it.
    """
    cursor = cursors.get(connection, consultation_id)
    after = None if cursor is None else cursor.anchor
    if cursor is not None and cursor.archive_id == BEGINNING:
        after = BEGINNING
    return Want(consultation_id, after=after, asked=messages.newest(connection, consultation_id))


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
        if cursor is not None and want.after in {cursor.archive_id, cursor.anchor}:
            return forward.apply(intake, cursor, want, page)
        return _fill(intake, want, want.after, page)
    if want.before is not None:
        return _go_back(intake, want, want.before, page)
    return newest.apply(intake, want, page)


def _fill(intake: Intake, want: Want, after: str, page: ArchivePage) -> Step:
    room = want.consultation_id
    gap = gaps.with_end(intake.connection, room, after=after)
    if gap is None:
        return _overtaken(intake, room)
    if page.unknown_anchor or page.from_start or page.last in {None, after}:
        losses.give_up(intake.connection, gap.gap_id)
        return Step()
    start = order.known_below(intake.connection, room, gap.position)
    at = Placing(intake, room, start, fresh=True).upward(page.items)
    lost.mark(intake, Stretch(room, start, at, lost.ids_of(page)))
    if page.complete:
        gaps.close_between(intake.connection, room, start, None)
        return newest.unfinished(intake, room)
    forward.shorten_from_below(intake, room, start, at, str(page.last))
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
    room, connection = want.consultation_id, intake.connection
    gap = gaps.with_end(connection, room, before=before)
    if gap is None:
        return Step()
    if page.unknown_anchor or (page.first in {None, before} and not page.complete):
        losses.give_up(connection, gap.gap_id)
        return Step()
    start = order.known_above(connection, room, gap.position)
    low = Placing(intake, room, start, fresh=gap.after is not None).downward(page.items)
    gap = gaps.get(connection, gap.gap_id) or gap
    floor = gaps.floor(connection, gap)
    begun = gap.after == BEGINNING and page.complete
    met = begun or gap.after in lost.ids_of(page)
    passed = not met and floor is not None and low <= floor
    proven = low if floor is None else floor if begun else max(low, floor)
    stretch = Stretch(room, proven, start, lost.ids_of(page), floor if passed else None)
    lost.mark(intake, stretch)
    if met or passed:
        low = min(low, gap.position - 1, low if floor is None else floor)
    still = None if met or passed else _kept_open(intake, gap, low)
    gaps.close_between(connection, room, low, start)
    return newest.settle(intake, room, low, page, still)


def _kept_open(intake: Intake, gap: Gap, low: int) -> Gap | None:
    """The gap goes on below what was read, down to what is proven."""
    connection, room = intake.connection, gap.consultation_id
    if gap.position < low:
        return gap
    floor = gaps.floor(connection, gap)
    if gap.after is None or floor is None:
        return None
    below = gaps.adjacent_below(connection, room, low)
    if below is not None:
        gaps.reach_down(connection, below.gap_id, gap.after, floor)
        return gaps.get(connection, below.gap_id)
    gaps.reach_down(connection, gap.gap_id, gap.after, floor)
    gaps.move_below(connection, gap, low)
    intake.moved_others(room)
    return gaps.get(connection, gap.gap_id)
