"""Parts beside each other: what does not fit goes below, also once one has become wider."""

from PySide6.QtCore import QRect
from PySide6.QtWidgets import QPushButton, QWidget

from workstation.ui.kit.widgets.wrapping_row import WrappingRow


def two_parts(ground: QWidget, gap: int) -> tuple[WrappingRow, list[QPushButton]]:
    """Two buttons beside each other in ``ground``, ``gap`` between them, and their row."""
    row, parts = WrappingRow(gap), [QPushButton("1"), QPushButton("2")]
    ground.setLayout(row)
    for part in parts:
        row.addWidget(part)
    return row, parts


def test_a_part_that_becomes_wider_takes_the_line_it_needs(qtbot) -> None:
    ground = QWidget()
    qtbot.addWidget(ground)
    row, parts = two_parts(ground, 0)
    width = sum(part.sizeHint().width() for part in parts)
    one_line = row.heightForWidth(width)
    parts[0].setText("1" * 20)
    assert row.heightForWidth(width) == 2 * one_line
    row.takeAt(0)
    row.invalidate()
    assert row.heightForWidth(width) == one_line


def test_no_gap_stands_where_a_part_is_hidden(qtbot) -> None:
    ground = QWidget()
    qtbot.addWidget(ground)
    row, parts = two_parts(ground, 8)
    parts[0].hide()
    row.setGeometry(QRect(0, 0, 400, 40))
    assert parts[1].x() == 0
