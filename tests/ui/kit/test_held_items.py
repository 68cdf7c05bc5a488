"""The items of our own layouts stay good when those of another one die."""

import gc

import shiboken6
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from workstation.ui.kit.widgets.label import Label
from workstation.ui.kit.widgets.title_row import TitleRow
from workstation.ui.kit.widgets.wrapping_row import WrappingRow

PARTS = 40
"""So many that a new item lies where a dead one lay."""


def looked_at(ground: QWidget) -> list[QLabel]:
    """The parts of a layout of Qt in ``ground``, each of whose items Python has seen."""
    row, parts = QHBoxLayout(ground), [QLabel("1") for _ in range(PARTS)]
    for part in parts:
        row.addWidget(part)
    for place in range(PARTS):
        row.itemAt(place)
    return parts


def end(ground: QWidget) -> None:
    """Delete it with its layout, also in Python."""
    shiboken6.delete(ground)
    gc.collect()


def test_a_row_outlives_the_layout_whose_items_lay_there_before(qtbot) -> None:
    before, ground = QWidget(), QWidget()
    qtbot.addWidget(ground)
    dead, row, parts = looked_at(before), WrappingRow(4), [QLabel("2") for _ in range(PARTS)]
    ground.setLayout(row)
    for part in dead:
        part.setParent(None)
    for part in parts:
        row.addWidget(part)
    wide = row.sizeHint()
    end(before)
    assert row.sizeHint() == wide
    assert [item.widget() for place in range(PARTS) if (item := row.itemAt(place))] == parts


def test_so_do_the_two_labels_of_a_banner(qtbot) -> None:
    before, ground = QWidget(), QWidget()
    qtbot.addWidget(ground)
    dead, labels = looked_at(before), (Label("2"), Label("3"))
    for part in dead:
        part.setParent(None)
    row = TitleRow(*labels, 4)
    ground.setLayout(row)
    narrow = row.minimumSize()
    end(before)
    assert row.minimumSize() == narrow


def test_a_part_that_is_deleted_or_taken_elsewhere_leaves_its_row(qtbot) -> None:
    ground = QWidget()
    qtbot.addWidget(ground)
    row, parts = WrappingRow(4), [QLabel("1") for _ in range(4)]
    ground.setLayout(row)
    for part in parts:
        row.addWidget(part)
    shiboken6.delete(parts[0])
    parts[1].setParent(None)
    row.removeWidget(parts[2])
    gc.collect()
    assert [item.widget() for place in range(4) if (item := row.itemAt(place))] == parts[3:]
    assert row.sizeHint() == parts[3].sizeHint()
