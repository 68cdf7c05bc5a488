"""Ctrl Z in the editors of tags and of ordered lines."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.ui.kit.list_editors import (
    Show,
    changes_of,
    editor_of_three_lines,
)
from workstation.ui.kit.fields.ordered_list import OrderedListEditor
from workstation.ui.kit.fields.tag_editor import TagEditor

ALT, CONTROL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def honours(show_widget: Show) -> OrderedListEditor:
    """Three lines."""
    return editor_of_three_lines(show_widget)


def undo() -> None:
    """Ctrl Z, wherever the keyboard is."""
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Z, CONTROL)


def test_a_removed_line_comes_back_to_its_place_with_the_keyboard(honours: OrderedListEditor):
    emitted = changes_of(honours)
    for _ in range(2):
        honours.rows[1].setFocus()
        QTest.keyClick(honours.rows[1], Qt.Key.Key_Delete)
        undo()
        assert honours.rows[1].hasFocus()
    assert emitted == [["一", "三"], ["一", "二", "三"]] * 2


def test_one_change_of_the_lines_after_the_other_is_taken_back(honours: OrderedListEditor):
    emitted = changes_of(honours)
    honours.rows[0].setFocus()
    QTest.keyClick(honours.rows[0], Qt.Key.Key_Down, ALT)
    for row in tuple(honours.rows):
        row.trash.click()
    for _ in range(5):
        undo()
    assert emitted[4:] == [["三"], ["一", "三"], ["二", "一", "三"], ["一", "二", "三"]]


def test_what_is_written_is_kept_before_a_change_is_taken_back(honours: OrderedListEditor):
    honours.rows[2].setFocus()
    QTest.keyClick(honours.rows[2], Qt.Key.Key_Delete)
    honours.rows[0].begin()
    honours.rows[0].edit.setText("零")
    honours.add.setFocus()
    undo()
    assert honours.items() == ["一", "二"]
    undo()
    assert honours.items() == ["一", "二", "三"]


def test_ctrl_z_leaves_other_lines_that_are_shown_as_they_are(honours: OrderedListEditor):
    honours.rows[0].setFocus()
    QTest.keyClick(honours.rows[0], Qt.Key.Key_Delete)
    honours.set_items(["甲", "乙"])
    honours.rows[0].setFocus()
    undo()
    assert honours.items() == ["甲", "乙"]


def test_the_input_undoes_its_own_text_before_a_tag_comes_back(tags: TagEditor):
    emitted = changes_of(tags)
    QTest.keyClick(tags.edit, Qt.Key.Key_Backspace)
    tags.edit.insert("过敏")
    undo()
    assert (tags.tags(), tags.edit.text()) == (["湿疹"], "")
    undo()
    undo()
    assert emitted == [["湿疹"], ["湿疹", "荨麻疹"]]
    assert tags.edit.hasFocus()


def test_an_added_tag_goes_again(tags: TagEditor):
    tags.edit.insert("过敏")
    QTest.keyClick(tags.edit, Qt.Key.Key_Return)
    undo()
    assert (tags.tags(), tags.edit.text()) == (["湿疹", "荨麻疹"], "")


@pytest.mark.parametrize("ending", [Qt.Key.Key_Return, Qt.Key.Key_Comma])
def test_a_refused_text_is_taken_back_before_the_tags_are(show_widget: Show, ending: Qt.Key):
    editor = TagEditor(refuse=lambda text, _others: "太长" if len(text) > 3 else "")
    show_widget(editor)
    editor.set_tags(["湿疹"])
    editor.edit.setFocus()
    QTest.keyClick(editor.edit, Qt.Key.Key_Backspace)
    QTest.keyClicks(editor.edit, "abcde")
    QTest.keyClick(editor.edit, ending)
    assert editor.message.text == "太长"
    for _ in range(9):
        if editor.edit.text():
            undo()
    assert (editor.edit.text(), editor.tags()) == ("", [])
    undo()
    assert editor.tags() == ["湿疹"]
