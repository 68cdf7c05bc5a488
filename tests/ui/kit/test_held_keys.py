"""A key that is held down removes once: what comes after has the keyboard by then."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from tests.ui.keys import hold_down
from tests.ui.kit.list_editors import TAGS, Show, editor_of_two_tags, tags_of
from workstation.ui.kit.fields.ordered_list import OrderedListEditor
from workstation.ui.kit.fields.tag_editor import TagEditor


@pytest.fixture
def tags(show_widget: Show) -> TagEditor:
    """An editor of two tags."""
    return editor_of_two_tags(show_widget)


def test_backspace_on_a_tag_takes_that_one(tags: TagEditor) -> None:
    tags_of(tags)[0].setFocus()
    hold_down(Qt.Key.Key_Backspace)
    assert tags.tags() == TAGS[1:]


def test_backspace_in_a_word_ends_with_the_word(tags: TagEditor) -> None:
    tags.edit.setText("a")
    tags.edit.setFocus()
    hold_down(Qt.Key.Key_Backspace)
    assert (tags.tags(), tags.edit.text()) == (TAGS, "")


def test_delete_takes_one_line(show_widget: Show) -> None:
    lines = OrderedListEditor()
    show_widget(lines)
    lines.set_items(["一", "二", "三"])
    QApplication.sendPostedEvents()
    lines.rows[0].setFocus()
    hold_down(Qt.Key.Key_Delete)
    assert lines.items() == ["二", "三"]
