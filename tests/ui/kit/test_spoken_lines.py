"""A screen reader is told what went from a list of lines or tags, and what came."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from workstation.ui.kit.announcer import announcer
from workstation.ui.kit.fields.ordered_list import OrderedListEditor
from workstation.ui.kit.fields.ordered_row import OrderedRow
from workstation.ui.kit.fields.tag_editor import TagEditor
from workstation.ui.kit.widgets.chip import RemovableTag

pytestmark = pytest.mark.usefixtures("screen_reader")
UNDO = Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier


@pytest.mark.parametrize("kind", [OrderedRow, RemovableTag])
def test_what_is_deleted_and_brought_back_is_said(show_widget, kind):
    editor = OrderedListEditor() if kind is OrderedRow else TagEditor()
    show_widget(editor)
    (editor.set_items if kind is OrderedRow else editor.set_tags)(["first", "second"])
    assert announcer.recent == ()
    QTest.keyClick(editor.findChild(kind), Qt.Key.Key_Delete)
    assert announcer.recent == ("已删除 first",)
    QTest.keyClick(QApplication.focusWidget(), *UNDO)
    assert announcer.recent == ("已添加 first", "已删除 first")


def test_a_line_says_what_its_keys_do_and_is_read_where_it_is_moved_to(show_widget):
    editor = OrderedListEditor()
    show_widget(editor)
    editor.set_items(["first", "second"])
    row = editor.findChild(OrderedRow)
    assert (
        row.accessibleDescription() == "按 Enter 修改，按 Delete 删除，按 Alt + ↑、Alt + ↓ 调整顺序"
    )
    QTest.keyClick(row, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert row.accessibleName() == "2. first"
    assert announcer.recent == ()
