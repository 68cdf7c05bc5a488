"""Archive pages put into their place: forward from the cursor, backward into a gap, or the newest.

A page is a stretch of the archive without a break. What lies between its ends is whole, so gaps
there close; what lies outside stays as unknown as it was. An answer that does not fit what is
known (an anchor forgotten by the server, "empty and complete", a page from the beginning) is
checked against the newest page, and what cannot be had any more stays visible as a gap.
"""

from typing import TYPE_CHECKING

from workstation.domain.changes import Gap
from workstation.domain.events import ArchivePage, Arrived
from workstation.domain.ids import ConsultationId
from workstation.vault import backward, messages
from workstation.vault.archive import cursors, forward, gaps, losses, lost, newest, order
from workstation.vault.archive.cursors import BEGINNING
from workstation.vault.archive.lost import Stretch
from workstation.vault.archive.message_writer import Intake
from workstation.vault.archive.page_merge import Placing
from workstation.vault.archive.steps import Step, Want, Why, gap_want

if TYPE_CHECKING:
    import apsw


def first_want(connection: "apsw.Connection", consultation_id: ConsultationId) -> Want:
    """What to ask after entering a room.

    One entry more than is missing: whether the answer begins with the last that is known shows
    whether the archive still has it.
    """
    cursor = cursors.get(connection, consultation_id)
    asked = messages.newest_number(connection, consultation_id)
    if cursor is None or (cursor.anchor is None and cursor.archive_id != BEGINNING):
        return Want(consultation_id, asked=asked)
    if cursor.archive_id == BEGINNING:
        return Want(consultation_id, after=BEGINNING, asked=asked)
    return Want(consultation_id, after=cursor.anchor, expected=cursor.archive_id, asked=asked)


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
    room = want.consultation_id
    if want.after is not None:
        cursor = cursors.get(intake.connection, room)
        end = want.after if want.expected is None else want.expected
        if cursor is not None and end == cursor.archive_id:
            return forward.apply(intake, cursor, want, page)
        return _fill(intake, want, end, page)
    end_above = want.before if want.expected is None else want.expected
    if end_above is not None and (want.before is not None or _ends_with(intake, end_above, page)):
        return backward.apply(intake, want, end_above, page)
    return newest.apply(intake, want, page)


def _ends_with(intake: Intake, archive_id: str, page: ArchivePage) -> bool:
    """Whether a newest page has nothing unknown after this entry."""
    if archive_id not in page.ids:
        return False
    later = set(page.ids[page.ids.index(archive_id) + 1 :])
    return all(
        messages.identify(intake.connection, item) is not None
        for item in page.items
        if isinstance(item, Arrived) and item.archive_id in later
    )


def _fill(intake: Intake, want: Want, after: str, page: ArchivePage) -> Step:
    room, connection = want.consultation_id, intake.connection
    gap = gaps.with_end(connection, room, after=after)
    if gap is None:
        return _overtaken(intake, room)
    if want.expected is not None and after not in lost.ids_of(page):
        return _not_there(intake, gap)
    if page.last in {None, after} and want.expected is not None and not page.complete:
        return Step(Want(room, after=after), Why.VERIFY)
    if want.expected is None and (
        page.unknown_anchor or page.from_start or page.last in {None, after}
    ):
        losses.give_up(connection, gap.gap_id)
        return Step()
    start = _place_below(connection, gap, want)
    at = Placing(intake, room, start, fresh=True).upward(page.items)
    lost.mark(intake, Stretch(room, start, at, lost.ids_of(page)))
    if page.complete:
        gaps.close_between(connection, room, start, None)
        return newest.unfinished(intake, room)
    forward.shorten_from_below(intake, room, start, at, str(page.last))
    left = gaps.get(connection, gap.gap_id)
    return Step() if left is None else Step(gap_want(left), Why.BRIDGE)


def _not_there(intake: Intake, gap: Gap) -> Step:
    """What the gap begins after is lost: at the end of a room, the newest page tells the rest."""
    cursor = cursors.get(intake.connection, gap.consultation_id)
    if cursor is None or cursor.position < gap.position:
        return newest.verify(intake, gap.consultation_id)
    losses.give_up(intake.connection, gap.gap_id)
    return Step()


def _place_below(connection: "apsw.Connection", gap: Gap, want: Want) -> int:
    """The place of the entry that a gap was asked from, or right below the gap's own end."""
    room = gap.consultation_id
    place = order.known_below(connection, room, gap.position)
    if want.expected is None or want.after is None:
        return place
    known = messages.by_archive_id(connection, room, want.after)
    return place - 1 if known is None else known.position


def _overtaken(intake: Intake, room: ConsultationId) -> Step:
    """Another answer has filled what this one was asked for; what lies beyond may be missing."""
    cursor = cursors.get(intake.connection, room)
    if cursor is None:
        return Step()
    gap = gaps.with_end(intake.connection, room, after=cursor.archive_id)
    if gap is None:
        return newest.unfinished(intake, room)
    return Step(first_want(intake.connection, room), Why.CATCH_UP)
