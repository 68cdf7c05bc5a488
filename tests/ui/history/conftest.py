"""A history page without a network, filled with consultations that read like life."""

import pytest
from PySide6.QtWidgets import QWidget

from tests.store.people import consultation
from tests.ui.still_board import StillBoard
from workstation.domain.people import Member
from workstation.ui.history.page import HistoryPage
from workstation.ui.history.row_delegate import HistoryEntry
from workstation.ui.history.rows import HistoryRowCache

NOW_MS = 1_795_000_000_000


def entries(count):
    """Rows of ``count`` patients, numbered from 1."""
    rows = HistoryRowCache(lambda: NOW_MS, lambda _url: None, lambda _: False, lambda _: 0)
    return [
        HistoryEntry(
            consultation(number, target=Member(9000 + number, f"病人{number}")), rows.row_data
        )
        for number in range(1, count + 1)
    ]


@pytest.fixture
def page(qtbot, dressed):  # noqa: ARG001
    """The history's page as large as in a usual window."""
    window = QWidget()  # as in the window, whose own minimum is smaller than the page's wish
    qtbot.addWidget(window)
    window.resize(1368, 900)
    made = HistoryPage(StillBoard(), lambda: NOW_MS, window)
    made.resize(1368, 900)
    window.show()
    yield made
    window.hide()


@pytest.fixture
def pane(page):
    """Its list, with six patients."""
    page.list_pane.show_entries(entries(6))
    return page.list_pane
