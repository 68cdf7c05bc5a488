"""A screen reader is told of the row that the keyboard comes to, not of its list again.

``QListView`` names a row by the layout that it made, and here it makes none.
"""

import sys

import pytest
from PySide6.QtCore import QItemSelectionModel, QStringListModel, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest

from tests.fakes.screen_reader import AccessibleEvents, accessible_events
from workstation.ui.kit.rows import RowsView

FOCUS = QAccessible.Event.Focus
ADDED, REMOVED = QAccessible.Event.SelectionAdd, QAccessible.Event.SelectionRemove

pytestmark = [
    pytest.mark.usefixtures("screen_reader"),
    pytest.mark.skipif(sys.platform != "linux", reason="Qt's hook has another symbol there"),
]


@pytest.fixture
def view(qtbot):
    """Three rows, with the keyboard on the list and on no row."""
    view = RowsView()
    qtbot.addWidget(view)
    view.setAccessibleName("list")
    view.setModel(QStringListModel(["first", "second", "third"], view))
    view.show()
    view.activateWindow()
    qtbot.waitUntil(view.isActiveWindow)
    view.setFocus()
    return view


def of(events: AccessibleEvents, *kinds: QAccessible.Event) -> list[str]:
    return [name for kind, name in events if kind in kinds]


def test_an_arrow_names_the_row(view):
    with accessible_events() as events:
        QTest.keyClick(view, Qt.Key.Key_Down)
        QTest.keyClick(view, Qt.Key.Key_Down)
    assert of(events, FOCUS) == ["first", "second"]


def test_a_row_that_is_only_looked_at_is_named(view):
    with accessible_events() as events:
        view.selectionModel().setCurrentIndex(
            view.model().index(2, 0), QItemSelectionModel.SelectionFlag.NoUpdate
        )
    assert of(events, FOCUS, ADDED) == ["third"]


def test_a_list_without_the_keyboard_names_nothing(view):
    view.clearFocus()
    with accessible_events() as events:
        view.setCurrentIndex(view.model().index(1, 0))
    assert of(events, FOCUS) == []


def test_what_is_selected_and_no_more_is_named(view):
    view.setCurrentIndex(view.model().index(0, 0))
    with accessible_events() as events:
        view.setCurrentIndex(view.model().index(1, 0))
    assert of(events, ADDED) == ["second"]
    assert of(events, REMOVED) == ["first"]
