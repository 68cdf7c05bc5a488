"""A row that leaves the history takes the keyboard along."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.ui.history.conftest import entries

Key = Qt.Key


def test_delete_is_not_about_the_next_patient_where_the_row_of_the_keyboard_left(page):
    """It was deleted on another computer, between the look and the key."""
    asked, rows = [], entries(6)
    pane = page.list_pane
    pane.show_entries(rows)
    pane.delete_asked.connect(asked.append)
    pane.list.choose(1)
    pane.list.setFocus()
    QTest.keyClick(pane.list, Key.Key_Down)
    assert pane.list.current_key == 2
    pane.show_entries([row for row in rows if row.key != 2])
    QTest.keyClick(pane.list, Key.Key_Delete)
    assert asked == []
    QTest.keyClick(pane.list, Key.Key_Down)
    assert pane.list.current_key == 3
