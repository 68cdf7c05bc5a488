"""The editors of tags and of ordered lines, by keyboard and mouse."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from tests.ui.keys import compose
from tests.ui.kit.list_editors import (
    Show,
    changes_of,
    editor_of_three_lines,
    tags_of,
)
from workstation.ui.kit.fields.field import SecretField
from workstation.ui.kit.fields.ordered_list import OrderedListEditor
from workstation.ui.kit.fields.tag_editor import TagEditor
from workstation.ui.kit.layers.menu import Menu

LEFT, ALT, NONE = (
    Qt.MouseButton.LeftButton,
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.NoModifier,
)


def test_enter_adds_a_tag(tags: TagEditor) -> None:
    emitted = changes_of(tags)
    compose(tags.edit, " 新生儿 ")
    QTest.keyClick(tags.edit, Qt.Key.Key_Return)
    assert emitted == [["湿疹", "荨麻疹", "新生儿"]]
    assert tags.edit.text() == ""


def test_what_was_typed_is_kept_when_the_field_is_left(tags: TagEditor) -> None:
    compose(tags.edit, "新生儿")
    tags.edit.clearFocus()
    assert tags.tags() == ["湿疹", "荨麻疹", "新生儿"]


def test_a_tag_that_is_there_is_not_added_again(tags: TagEditor) -> None:
    emitted = changes_of(tags)
    compose(tags.edit, "湿疹")
    QTest.keyClick(tags.edit, Qt.Key.Key_Return)
    assert (emitted, tags.edit.text()) == ([], "")


def test_a_pasted_list_falls_apart(tags: TagEditor) -> None:
    compose(tags.edit, "痤疮、湿疹,,脱发;带状")
    assert tags.tags() == ["湿疹", "荨麻疹", "痤疮", "脱发"]
    assert tags.edit.text() == "带状"


def test_backspace_takes_the_last_tag_only_from_an_empty_input(tags: TagEditor) -> None:
    emitted = changes_of(tags)
    compose(tags.edit, "a")
    QTest.keyClick(tags.edit, Qt.Key.Key_Backspace)
    assert emitted == []
    QTest.keyClick(tags.edit, Qt.Key.Key_Backspace)
    assert emitted == [["湿疹"]]
    QTest.keyClick(tags.edit, Qt.Key.Key_Backspace)
    QTest.keyClick(tags.edit, Qt.Key.Key_Backspace)
    assert emitted == [["湿疹"], []]


def test_a_tags_cross_and_delete_remove_it(tags: TagEditor) -> None:
    first = tags_of(tags)[0]
    QTest.mouseClick(first, LEFT, pos=QPoint(first.width() - 8, 12))
    assert tags.tags() == ["荨麻疹"]
    last = tags_of(tags)[0]
    last.setFocus()
    QTest.keyClick(last, Qt.Key.Key_Delete)
    assert tags.tags() == []
    assert tags.edit.hasFocus()


def test_many_tags_wrap_within_the_box(tags: TagEditor) -> None:
    tags.set_tags([f"擅长 {number} 号方向" for number in range(20)])
    QApplication.sendPostedEvents()
    box = tags.box.rect()
    assert box.height() > 100
    assert all(box.contains(tag.geometry()) for tag in tags_of(tags))
    assert not any(
        one.geometry().intersects(other.geometry())
        for one in tags_of(tags)
        for other in tags_of(tags)
        if one is not other
    )


@given(st.lists(st.text("湿疹、,; \nab", max_size=8), max_size=8))
def test_whatever_is_typed_tags_are_trimmed_filled_and_different(texts: list[str]) -> None:
    editor = TagEditor()
    for text in texts:
        compose(editor.edit, text)
        QTest.keyClick(editor.edit, Qt.Key.Key_Return)
    tags_now = editor.tags()
    assert len(tags_now) == len(set(tags_now))
    assert all(tag and tag == tag.strip() and not set(tag) & set("、,;\n") for tag in tags_now)
    editor.deleteLater()


@pytest.fixture
def honours(show_widget: Show) -> OrderedListEditor:
    return editor_of_three_lines(show_widget)


@pytest.mark.parametrize(
    ("row", "key", "expected"),
    [
        (0, Qt.Key.Key_Down, ["二", "一", "三"]),
        (2, Qt.Key.Key_Up, ["一", "三", "二"]),
        (0, Qt.Key.Key_Up, None),
        (2, Qt.Key.Key_Down, None),
    ],
)
def test_alt_and_an_arrow_move_a_line(
    honours: OrderedListEditor, row: int, key: Qt.Key, expected: list[str] | None
) -> None:
    emitted = changes_of(honours)
    moved = honours.rows[row]
    moved.setFocus()
    QTest.keyClick(moved, key, ALT)
    assert emitted == ([] if expected is None else [expected])
    assert moved.hasFocus()


def test_arrows_alone_move_the_focus(honours: OrderedListEditor) -> None:
    honours.rows[0].setFocus()
    QTest.keyClick(honours.rows[0], Qt.Key.Key_Down)
    assert honours.rows[1].hasFocus()
    assert honours.items() == ["一", "二", "三"]


def test_dragging_the_handle_moves_a_line_and_tells_once(honours: OrderedListEditor) -> None:
    emitted = changes_of(honours)
    row = honours.rows[0]
    grip = row.grip.geometry().center()
    QTest.mousePress(row, LEFT, pos=grip)
    for target in (50, 100, 118):
        QTest.mouseMove(row, row.mapFromParent(QPoint(grip.x(), target)))
    QTest.mouseRelease(row, LEFT)
    assert emitted == [["二", "三", "一"]]


def test_dragging_elsewhere_moves_nothing(honours: OrderedListEditor) -> None:
    row = honours.rows[0]
    QTest.mousePress(row, LEFT, pos=QPoint(200, 20))
    QTest.mouseMove(row, QPoint(200, 100))
    QTest.mouseRelease(row, LEFT)
    assert honours.items() == ["一", "二", "三"]


def test_a_line_is_edited_in_place(honours: OrderedListEditor) -> None:
    emitted = changes_of(honours)
    row = honours.rows[1]
    row.setFocus()
    QTest.keyClick(row, Qt.Key.Key_F2)
    compose(row.edit, "改")
    QTest.keyClick(row.edit, Qt.Key.Key_Return)
    assert emitted == [["一", "改", "三"]]
    assert row.hasFocus()


@pytest.mark.usefixtures("screen_reader")
def test_a_reader_hears_a_line_as_one_of_a_list_and_what_is_written_there(
    honours: OrderedListEditor,
) -> None:
    honours.set_name("荣誉")
    row = honours.rows[1]
    spoken = QAccessible.queryAccessibleInterface(row)
    assert spoken.role() is QAccessible.Role.ListItem
    assert spoken.text(QAccessible.Text.Name) == "2. 二"
    honours.add.click()
    assert honours.rows[3].edit.accessibleName() == "荣誉 4"


def test_esc_gives_up_an_edit(honours: OrderedListEditor) -> None:
    emitted = changes_of(honours)
    row = honours.rows[1]
    row.begin()
    compose(row.edit, "改")
    QTest.keyClick(row.edit, Qt.Key.Key_Escape)
    assert (emitted, honours.items()) == ([], ["一", "二", "三"])
    assert not row.editing


def test_an_emptied_line_goes_away(honours: OrderedListEditor) -> None:
    emitted = changes_of(honours)
    row = honours.rows[0]
    row.begin()
    row.edit.clear()
    QTest.keyClick(row.edit, Qt.Key.Key_Return)
    assert emitted == [["二", "三"]]


def test_a_new_line_is_written_and_an_unwritten_one_is_never_told(
    honours: OrderedListEditor,
) -> None:
    emitted = changes_of(honours)
    QTest.mouseClick(honours.add, LEFT)
    QTest.keyClick(honours.rows[-1].edit, Qt.Key.Key_Escape)
    assert emitted == []
    QTest.mouseClick(honours.add, LEFT)
    compose(honours.rows[-1].edit, "四")
    QTest.keyClick(honours.rows[-1].edit, Qt.Key.Key_Return)
    assert emitted == [["一", "二", "三", "四"]]


def test_delete_removes_a_line_and_the_focus_goes_to_the_next(honours: OrderedListEditor) -> None:
    honours.rows[1].setFocus()
    QTest.keyClick(honours.rows[1], Qt.Key.Key_Delete)
    assert honours.items() == ["一", "三"]
    assert honours.rows[1].hasFocus()


def test_the_buttons_are_there_only_for_the_row_in_focus(honours: OrderedListEditor) -> None:
    honours.rows[1].setFocus()
    seen = [not row.pencil.isHidden() for row in honours.rows]
    assert seen == [False, True, False]


def right_click(widget: QWidget) -> Menu:
    event = QContextMenuEvent(
        QContextMenuEvent.Reason.Mouse, QPoint(4, 4), widget.mapToGlobal(QPoint(4, 4))
    )
    QApplication.sendEvent(getattr(widget, "viewport", lambda: widget)(), event)
    return widget.window().findChildren(Menu)[-1]


def possible(menu: Menu) -> list[str]:
    return [item.text() for item in menu.items if item.isEnabled()]


def test_the_right_button_opens_our_menu_and_editing_goes_on(honours: OrderedListEditor) -> None:
    QApplication.clipboard().setText("贴上")
    row = honours.rows[0]
    row.begin()
    menu = right_click(row.edit)
    assert row.editing
    assert possible(menu) == ["剪切", "复制", "粘贴", "全选"]
    menu.items[3].click()
    assert row.edit.text() == "贴上"
    assert row.edit.hasFocus()


def test_a_secret_can_be_pasted_but_not_copied(show_widget: Show) -> None:
    QApplication.clipboard().setText("s3cret")
    field = SecretField()
    show_widget(field)
    field.edit.setFocus()
    right_click(field.edit).items[3].click()
    assert field.text() == "s3cret"
    field.edit.selectAll()
    menu = right_click(field.edit)
    assert "复制" not in possible(menu)
    assert "剪切" not in possible(menu)
    menu.close_now()


def test_what_is_let_go_is_no_tag_and_no_line(tags: TagEditor, honours: OrderedListEditor) -> None:
    tags.edit.setText("过敏")
    tags.abandon()
    honours.add.click()
    honours.rows[3].edit.setText("四")
    honours.abandon()
    assert (tags.edit.text(), tags.message.text) == ("", "")
    assert (honours.items(), [row.editing for row in honours.rows]) == (
        ["一", "二", "三"],
        [False, False, False],
    )
