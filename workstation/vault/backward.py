"""What is older, read backward into a gap from its upper end.

A page overlaps with what is known: asked before the entry *after* the gap's end, it must hold that
end. Of ``a b | x y z``, asked before ``y``: ``v w x`` goes on below ``x``; ``t u`` shows that the
archive has lost ``x``, and maybe more with it, so a mark for good stands between ``u`` and ``x``.
``tests/vault/test_pruned_between_pages.py`` is red without.
"""

from typing import TYPE_CHECKING

from workstation.domain.changes import Gap
from workstation.domain.events import ArchivePage, Arrived
from workstation.vault import messages, sql
from workstation.vault.archive import gaps, losses, lost, newest, order
from workstation.vault.archive.cursors import BEGINNING
from workstation.vault.archive.lost import Stretch
from workstation.vault.archive.message_writer import Intake
from workstation.vault.archive.page_merge import Placing, place_of
from workstation.vault.archive.steps import Step, Want, Why

if TYPE_CHECKING:
    import apsw


def apply(intake: Intake, want: Want, end: str, page: ArchivePage) -> Step:
    """Take in what the archive has before ``end``, the upper end of a gap."""
    room, connection = want.consultation_id, intake.connection
    gap = gaps.with_end(connection, room, before=end)
    if gap is None:
        return Step()
    if want.expected is None:
        return _without_overlap(intake, gap, end, page)
    if end not in lost.ids_of(page):
        return _end_lost(intake, gap, end, page)
    if page.first == end and not page.complete:
        return Step(Want(room, before=end), Why.VERIFY)
    return _read_back(intake, gap, _place_above(connection, gap, want), page)


def _without_overlap(intake: Intake, gap: Gap, end: str, page: ArchivePage) -> Step:
    """The answer to what was asked before the gap's own end: nothing else was known above it."""
    connection = intake.connection
    stuck = page.first in {None, end} and not page.complete
    if page.unknown_anchor or stuck or _is_from_above(connection, gap, page):
        losses.give_up(connection, gap.gap_id)
        return Step()
    start = order.known_above(connection, gap.consultation_id, gap.position)
    return _read_back(intake, gap, start, page)


def _end_lost(intake: Intake, gap: Gap, end: str, page: ArchivePage) -> Step:
    """The page lacks what it must hold; what it has instead stands before a mark for good.

    Where it may be newer than the gap (so much came that this computer does not know of, or a
    server that answers an unknown id by its newest page), it is asked again before the end itself.
    """
    connection, room = intake.connection, gap.consultation_id
    if not page.unknown_anchor and page.first is None:
        losses.give_up(connection, gap.gap_id)
        return Step()
    if not _is_older(connection, gap, page):
        return Step(Want(room, before=end), Why.VERIFY)
    start = order.known_above(connection, room, gap.position)
    return _read_back(intake, gap, lost.mark_below(intake, room, start), page)


def _is_from_above(connection: "apsw.Connection", gap: Gap, page: ArchivePage) -> bool:
    places = (place_of(connection, item) for item in page.items)
    return any(place is not None and place > gap.position for place in places)


def _is_older(connection: "apsw.Connection", gap: Gap, page: ArchivePage) -> bool:
    """Whether a page surely stands below a gap's upper end."""
    last = next((item for item in reversed(page.items) if isinstance(item, Arrived)), None)
    above = sql.value(
        connection,
        "SELECT at_ms FROM message WHERE consultation_id = ? AND position > ?"
        " ORDER BY position LIMIT 1",
        (gap.consultation_id, gap.position),
    )
    if last is None or above is None or _is_from_above(connection, gap, page):
        return False
    return last.at_ms <= int(above)


def _place_above(connection: "apsw.Connection", gap: Gap, want: Want) -> int:
    """The place of the entry that a gap was asked from, or right above the gap's own end."""
    room = gap.consultation_id
    asked = None if want.before is None else messages.by_archive_id(connection, room, want.before)
    if asked is not None:
        return asked.position
    end = messages.by_archive_id(connection, room, str(want.expected))
    place = order.known_above(connection, room, gap.position)
    return place if end is None else end.position + 1


def _read_back(intake: Intake, gap: Gap, start: int, page: ArchivePage) -> Step:
    """Put a page below a place; the gap goes on below it, unless what is proven is met."""
    room, connection = gap.consultation_id, intake.connection
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
