"""A double click on what takes a thing away: the next one comes under the pointer meanwhile."""

from collections.abc import Callable

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from tests.ui.clicks import click_again
from tests.ui.kit.list_editors import tags_of
from workstation.ui.kit.fields.ordered_list import OrderedListEditor
from workstation.ui.kit.fields.tag_editor import TagEditor

LEFT = Qt.MouseButton.LeftButton
Show = Callable[..., QWidget]


def test_a_double_click_takes_away_one_line(show_widget: Show):
    editor = OrderedListEditor()
    show_widget(editor)
    editor.set_items(["一", "二", "三"])
    QTest.mouseClick(editor.rows[0].trash, LEFT)
    click_again(editor.rows[0].trash, QPoint(8, 8))
    assert editor.items() == ["二", "三"]
    QTest.mouseClick(editor.rows[0].trash, LEFT)
    assert editor.items() == ["三"]


def test_esc_gives_up_a_new_line_once_that_was_written_and_emptied_again(show_widget: Show):
    """Hiding its field takes the keyboard from it, which gave it up a second time."""
    editor = OrderedListEditor(refuse=lambda _text, _others: "")
    show_widget(editor)
    editor.add.click()
    edit = editor.rows[0].edit
    QTest.keyClicks(edit, "a")
    QTest.keyClick(edit, Qt.Key.Key_Backspace)
    QTest.keyClick(edit, Qt.Key.Key_Escape)
    assert editor.rows == []


def test_a_double_click_takes_away_one_tag(show_widget: Show):
    editor = TagEditor()
    show_widget(editor)
    editor.set_tags(["湿疹", "过敏", "发热"])
    for _ in range(2):
        tag = tags_of(editor)[0]
        cross = QPoint(tag.width() - 8, tag.height() // 2)
        QTest.mouseClick(tag, LEFT, pos=cross)
        click_again(tags_of(editor)[0], cross)
    assert editor.tags() == ["发热"]
