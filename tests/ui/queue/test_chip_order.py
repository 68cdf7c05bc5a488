"""Tab comes to the filters that are on where they stand: above the list, not after everything."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.active_window import active
from workstation.ui.queue.filter_bar import FILTERS, FilterBar


def test_filters_come_in_the_order_of_the_screen(qtbot: QtBot) -> None:
    window, before, bar, after = QWidget(), QLineEdit(), FilterBar(), QLineEdit()
    column = QVBoxLayout(window)
    for part in (before, bar, after):
        column.addWidget(part)
    later, first, *_ = FILTERS
    with active(window, qtbot):
        for on in ([first], [first, later]):
            bar.show_filters(on, shown_rows=1, total=2)
        before.setFocus()
        reached = []
        for _ in range(4):
            QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
            reached.append(QApplication.focusWidget())
    assert reached == [bar.chips[first], bar.chips[later], bar.clear, after]
