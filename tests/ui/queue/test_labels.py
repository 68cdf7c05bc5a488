"""A label is given from the row's menu, stands in it, is spoken, filters, and can be undone."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from workstation.ui.conversation.details.labelling import Labelling


@pytest.fixture
def labelled(queue):
    """Two patients in a queue that may be labelled."""
    queue.fill(90, 4)
    marks = queue.wiring.marks
    marks.labelling = Labelling(queue.signed_in, queue.pane, queue.scope, queue.notify)
    return queue


async def give(queue, words: str) -> None:
    """Give the second patient a label from the menu of the row."""
    queue.pane.list.menu_asked.emit(2, QPoint(50, 50))
    await queue.pick("标签…")
    await queue.pick(words)
    queue.wiring.show_rows()


async def test_a_label_is_given_from_the_menu_of_a_row_and_taken_back(labelled):
    await give(labelled, "高风险")
    assert labelled.face(2).labels == ("高风险",)
    assert "标签 高风险" in labelled.face(2).spoken
    assert labelled.sentences == ["已添加标签“高风险”：病人2"]
    labelled.offers[-1].act()
    await labelled.scope.join()
    labelled.wiring.show_rows()
    assert labelled.face(2).labels == ()


async def test_a_typed_label_is_remembered_and_offered_to_others(labelled):
    labelled.pane.list.menu_asked.emit(2, QPoint(50, 50))
    await labelled.pick("标签…")
    QTest.keyClicks(QApplication.focusWidget(), "neighbour")
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    await labelled.scope.join()
    labelled.wiring.show_rows()
    assert labelled.face(2).labels == ("neighbour",)
    labelled.pane.list.menu_asked.emit(1, QPoint(50, 50))
    await labelled.pick("标签…")
    assert "neighbour" in labelled.menu()


async def test_the_queue_shows_the_patients_with_a_label_and_finds_them_by_words(labelled):
    await give(labelled, "高风险")
    labelled.pane.filter.click()
    assert "1 个" in labelled.menu()["高风险"].accessibleName()
    await labelled.pick("高风险")
    assert labelled.rows == [2]
    labelled.pane.filters.chips["label:高风险"].click()
    assert labelled.rows == [1, 2]
    labelled.pane.searched.emit("风险")
    assert labelled.rows == [2]


async def test_the_policy_takes_labels_out_of_the_menu(labelled):
    labelled.desk.notes.allowed = False
    labelled.pane.list.menu_asked.emit(2, QPoint(50, 50))
    assert "标签…" not in labelled.menu()


async def test_who_bears_one_of_two_labels_is_not_among_who_bears_both(labelled):
    await give(labelled, "高风险")
    for label in ("高风险", "复诊"):
        labelled.wiring.toggle_filter(f"label:{label}")
    assert labelled.rows == []


async def test_clearing_hides_nothing_any_more(labelled):
    """A patient who is hidden by what nobody sees waits unseen."""
    await give(labelled, "高风险")
    labelled.wiring.toggle_filter("label:高风险")
    labelled.wiring.toggle_filter("overdue")
    labelled.pane.searched.emit("病人9")
    assert labelled.rows == []
    labelled.pane.filters.cleared.emit()
    assert labelled.rows == [1, 2]
    assert not labelled.wiring.selection
    assert labelled.pane.search.text() == ""
