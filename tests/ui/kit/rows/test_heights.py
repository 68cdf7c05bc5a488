"""The index of heights says what a plain list of heights says, however it came about."""

from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from workstation.ui.kit.rows.heights import CHUNK, RowHeights

some_heights = st.lists(st.integers(1, 500), max_size=3 * CHUNK)


class HeightsLikeAList(RuleBasedStateMachine):
    def __init__(self):
        super().__init__()
        self.heights, self.plain = RowHeights(), []

    @rule(fresh=some_heights)
    def reset(self, fresh):
        self.heights.reset(fresh)
        self.plain = list(fresh)

    @rule(fresh=some_heights, share=st.floats(0, 1))
    def insert(self, fresh, share):
        row = round(share * len(self.plain))
        self.heights.insert(row, fresh)
        self.plain[row:row] = fresh

    @precondition(lambda self: self.plain)
    @rule(one=st.floats(0, 1), other=st.floats(0, 1))
    def remove(self, one, other):
        first, last = sorted(round(share * (len(self.plain) - 1)) for share in (one, other))
        self.heights.remove(first, last)
        del self.plain[first : last + 1]

    @precondition(lambda self: self.plain)
    @rule(share=st.floats(0, 1), height=st.integers(1, 500))
    def change(self, share, height):
        row = round(share * (len(self.plain) - 1))
        assert self.heights.set(row, height) == height - self.plain[row]
        self.plain[row] = height

    @invariant()
    def same_sums(self):
        assert len(self.heights) == len(self.plain)
        assert self.heights.total == sum(self.plain)
        for row in {0, len(self.plain) // 2, len(self.plain) - 1} - {-1}:
            if row < len(self.plain):
                top = sum(self.plain[:row])
                assert self.heights.top(row) == top
                assert self.heights.at(top) == row
                assert self.heights.at(top + self.plain[row] - 1) == row
                assert self.heights.height(row) == self.plain[row]
                assert self.heights.rows(top, top + self.plain[row]) == range(row, row + 1)


TestHeightsLikeAList = HeightsLikeAList.TestCase


@given(st.integers(-10_000, 10_000))
def test_points_outside_mean_the_nearest_row(y: int):
    heights = RowHeights([10, 20, 30])
    assert heights.at(y) == (0 if y < 10 else 1 if y < 30 else 2)


def test_nothing_has_no_row():
    assert RowHeights().at(0) == -1
    assert not RowHeights().rows(0, 100)
