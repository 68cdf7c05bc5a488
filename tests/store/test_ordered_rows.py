"""Rows stand in order however they came: one by one, many at once, moved, gone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workstation.store import ordered_rows
from workstation.store.ordered_rows import OrderedRows

STEPS = st.lists(
    st.tuples(st.integers(1, 30), st.none() | st.integers(-5, 5), st.booleans()), max_size=60
)
"""A row and its order, ``None`` to take it out, and whether somebody looks afterwards."""


@pytest.mark.parametrize("few", [0, 3, 1_000])
@given(steps=STEPS)
def test_after_any_steps_the_rows_are_in_order(few, steps):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ordered_rows, "FEW", few)
        rows, orders = OrderedRows(), {}
        for number, order, is_looked_at in steps:
            if number in orders:
                rows.drop(number, orders.pop(number))
            if order is not None:
                rows.put(number, order)
                orders[number] = order
            if is_looked_at:
                assert list(rows) == sorted(orders, key=lambda row: (orders[row], row))
        ordered = sorted(orders, key=lambda row: (orders[row], row))
        assert len(rows) == len(ordered)
        assert rows.until(0) == tuple(row for row in ordered if orders[row] <= 0)
        assert rows.beyond(0) == tuple(row for row in ordered if orders[row] > 0)
