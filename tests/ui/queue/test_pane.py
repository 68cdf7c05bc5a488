"""The work queue's head."""

import pytest

from tests.store.people import listed
from workstation.store.worklist import Worklist
from workstation.ui.consultation_row.row_data import PreviewLine, QueueRowData
from workstation.ui.kit.strings import Language, set_language
from workstation.ui.kit.theme import SIZE, SPACE, theme
from workstation.ui.queue.pane import QueuePane
from workstation.ui.queue.row_delegate import QueueEntry


@pytest.mark.parametrize(
    ("language", "expected"),
    [(Language.ZH, "筛选列表：姓名、症状、团队"), (Language.EN, "Filter by name, symptom, team")],
)
def test_the_search_promises_what_it_looks_through(qtbot, language, expected):
    set_language(language)
    pane = QueuePane(("waiting",))
    qtbot.addWidget(pane)
    assert pane.search.edit.placeholderText() == expected
    assert pane.search.edit.accessibleName() == expected
    pane.resize(336, 600)
    pane.show()
    edit = pane.search.edit
    assert edit.fontMetrics().horizontalAdvance(expected) <= edit.width()


def entry(number: int) -> QueueEntry:
    worklist = Worklist()
    worklist.load([listed(number)], [], [])
    data = QueueRowData(
        number, number, "宝", "王小宝", "", "10:40", PreviewLine("好"), "儿科", badge=3
    )
    return QueueEntry(worklist.row(number), lambda _: data)


def right_end_of_the_badge(pane: QueuePane) -> int:
    row = pane.list.visualRect(pane.entries.index(0, 0))
    shot = pane.list.viewport().grab(row).toImage()
    expected, middle = theme.colours.accent_fill, SPACE.x3 + round(1.5 * SIZE.avatar_lg / 2)
    return max(x for x in range(shot.width()) if shot.pixelColor(x, middle) == expected)


def test_the_text_of_a_row_stays_where_it_is_when_the_scroll_bar_comes(qtbot):
    pane = QueuePane(("waiting",))
    qtbot.addWidget(pane)
    pane.resize(336, 600)
    pane.show()
    pane.show_entries([entry(1)])
    before = right_end_of_the_badge(pane)
    pane.show_entries([entry(number) for number in range(1, 30)])
    qtbot.waitUntil(lambda: pane.list.viewport().width() < pane.list.width())
    assert right_end_of_the_badge(pane) == before


@pytest.mark.parametrize("elsewhere", [False, True])
def test_the_keyboard_waits_for_the_list_unless_the_doctor_takes_it_elsewhere(qtbot, elsewhere):
    pane = QueuePane(("waiting",))
    qtbot.addWidget(pane)
    with qtbot.waitExposed(pane):
        pane.show()
    pane.show_entries([])
    pane.enter()
    if elsewhere:
        pane.search.edit.setFocus()
    pane.show_entries([entry(1)])
    assert pane.focusWidget() is (pane.search.edit if elsewhere else pane.list)
