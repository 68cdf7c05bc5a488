"""Gaps that a page lies over: they go on below it, down to where the archive is proven.

While the newest page is read back, what was heard in earlier visits stands between the gap and its
floor, and may lack something as well: ``a [floor] c d | x y``. A page ``d x`` fills the gap itself,
but not what is missing between ``a`` and ``c``, so the gap stands below ``d`` now. Closed instead,
what was lost among the heard ones would be hidden without a mark
(``test_small_pages.py``, ``test_a_gap_goes_on_below_where_the_archive_is_shortened``).
"""

from workstation.domain.changes import Gap
from workstation.vault.archive import gaps
from workstation.vault.archive.message_writer import MessageWriter


def keep_open(writer: MessageWriter, gap: Gap, low: int) -> Gap | None:
    """Keep a gap open below what was read, down to what is proven."""
    connection = writer.connection
    if gap.position < low:
        return gap
    if gap.after is None or gaps.floor(connection, gap) is None:
        return None
    open_gap = _gap_right_below(writer, gap, low)
    floor = gaps.floor(connection, gap)  # making room may have moved it
    if floor is not None:
        gaps.reach_down(connection, open_gap.gap_id, gap.after, floor)
    return gaps.get(connection, open_gap.gap_id)


def _gap_right_below(writer: MessageWriter, gap: Gap, low: int) -> Gap:
    """The gap that is read further, right below; a mark for good stays where it stands.

    One below what is proven is another gap, even where no message stands between the two: what is
    proven may be a marker's place.
    """
    connection, consultation_id = writer.connection, gap.consultation_id
    below = gaps.adjacent_below(connection, consultation_id, low)
    floor = gaps.floor(connection, gap)
    if below is not None and below.loadable and (floor is None or floor < below.position):
        return below
    writer.note_shift(consultation_id)
    now = gaps.get(connection, gap.gap_id)
    if now is None or not now.loadable:
        return gaps.add_below(connection, consultation_id, low)
    gaps.move_below(connection, gap, low)
    return gap
