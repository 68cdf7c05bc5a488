"""Which two pictures are compared, and on which side: the earlier one left, the later one right.

So does the design (04), the record's comparison, and a doctor's eye, which reads time that way.
"""

from collections.abc import Callable, Sequence

from workstation.ui.viewer.pane import ViewerPane


def pair_up(
    panes: Sequence[ViewerPane],
    position_of: Callable[[ViewerPane], int],
    count: int,
    show_in: Callable[[int, int], None],
) -> int:
    """Put another picture beside that on the left; the side on which the other one is.

    That is the one of last time, or else the next one, or for the last of all the one before.
    """
    left, right = panes
    one, other = position_of(left), position_of(left if right.photo is None else right)
    if other == one:
        other = one + 1 if one + 1 < count else one - 1
    if other > one:
        if right.photo is None or position_of(right) != other:
            show_in(1, other)
        return 1
    view, adjustment = left.canvas.view, left.adjustment
    show_in(1, one)
    right.adjust(adjustment)
    right.canvas.show_view(view)
    show_in(0, other)
    return 0
