"""Lines with a box each: one box above them ticks all, or none."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QSignalSpy

from workstation.ui.redaction.pick_list import PickLine, PickList


@pytest.fixture
def opened(show_widget):
    """Three lines, none of them ticked."""
    page = PickList()
    page.show_lines([PickLine("王小宝"), PickLine("王秀英"), PickLine("13800138000")])
    page.retranslate()
    show_widget(page)
    return page


def test_one_box_ticks_all_and_takes_all_back(opened):
    changes = QSignalSpy(opened.changed)
    assert opened.ticked == ()
    opened.all.click()
    assert (opened.ticked, changes.count()) == ((0, 1, 2), 1)
    opened.all.click()
    assert (opened.ticked, changes.count()) == ((), 2)


def test_of_some_it_makes_all(opened):
    opened.boxes[1].click()
    assert opened.all.checkState() == Qt.CheckState.PartiallyChecked
    opened.all.click()
    assert opened.ticked == (0, 1, 2)
    assert opened.all.checkState() == Qt.CheckState.Checked
    opened.boxes[2].click()
    assert opened.all.checkState() == Qt.CheckState.PartiallyChecked


def test_a_line_more_is_one_of_all(opened):
    opened.all.click()
    opened.add(PickLine("刘姐"))
    assert opened.all.checkState() == Qt.CheckState.PartiallyChecked
    opened.all.click()
    assert opened.ticked == (0, 1, 2, 3)


def test_for_one_line_there_is_no_second_box(opened):
    assert opened.all.isVisible()
    opened.show_lines([PickLine("王小宝")])
    assert not opened.all.isVisible()
    opened.add(PickLine("刘姐"))
    assert opened.all.isVisible()
