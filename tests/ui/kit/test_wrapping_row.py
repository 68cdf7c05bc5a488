"""Parts beside each other: what does not fit goes below, also once one has become wider."""

from PySide6.QtCore import QRect
from PySide6.QtWidgets import QPushButton, QWidget

from workstation.ui.kit.widgets.wrapping_row import WrappingRow


def test_a_part_that_becomes_wider_takes_the_line_it_needs(qtbot) -> None:
    ground = QWidget()
    qtbot.addWidget(ground)
    row, parts = WrappingRow(0), [QPushButton("1"), QPushButton("2")]
    ground.setLayout(row)
    for part in parts:
        row.addWidget(part)
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
    row, parts = WrappingRow(8), [QPushButton("1"), QPushButton("2")]
    ground.setLayout(row)
    for part in parts:
        row.addWidget(part)
    parts[0].hide()
    row.setGeometry(QRect(0, 0, 400, 40))
    assert parts[1].x() == 0
