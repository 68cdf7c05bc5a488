"""A list goes from any sequence to any other, and what was selected stays selected."""

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPersistentModelIndex
from PySide6.QtTest import QAbstractItemModelTester

from workstation.ui.kit.rows.entries import EntriesModel


@dataclass(frozen=True)
class Row:
    key: int
    look: int = 0
    height: int = 20
    selectable: bool = True

    @property
    def spoken(self) -> str:
        return f"{self.key} {self.look}"


rows = st.lists(st.builds(Row, st.integers(0, 30), st.integers(0, 2)), unique_by=lambda r: r.key)


def rows_of(model: EntriesModel) -> list[Row]:
    return [model.entry(row) for row in range(model.rowCount())]


@pytest.mark.usefixtures("qapp")
@given(before=rows, after=rows)
def test_any_sequence_becomes_any_other(before: list[Row], after: list[Row]):
    model = EntriesModel()
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal, model)
    model.show(before)
    persistent = {row.key: QPersistentModelIndex(model.index(model.row(row.key))) for row in before}
    model.show(after)
    assert rows_of(model) == after
    assert [model.row(row.key) for row in after] == list(range(len(after)))
    for row in after:
        if row.key in persistent:
            assert persistent[row.key].row() == model.row(row.key)


@pytest.mark.usefixtures("qapp")
@given(rows)
def test_the_same_again_tells_nothing(same: list[Row]):
    model = EntriesModel()
    model.show(same)
    emitted = []
    for signal in (model.rowsInserted, model.rowsRemoved, model.rowsMoved, model.dataChanged):
        signal.connect(lambda *_: emitted.append(1))
    model.show(list(same))
    assert emitted == []


@pytest.mark.usefixtures("qapp")
def test_only_what_differs_is_touched_in_a_long_list():
    model = EntriesModel()
    known = [Row(number) for number in range(1_000)]
    model.show(known[100:900])
    emitted: list[tuple[int, int]] = []
    model.rowsInserted.connect(lambda _parent, first, last: emitted.append((first, last)))
    model.show(known[:900])
    model.show(known)
    assert emitted == [(0, 99), (900, 999)]
    assert [model.row(number) for number in (0, 99, 100, 899, 999)] == [0, 99, 100, 899, 999]
