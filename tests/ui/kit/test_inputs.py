"""How fields, secrets, search and text areas behave."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QInputMethodQueryEvent, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.keys import compose
from workstation.ui.kit.fields.field import Field, SecretField
from workstation.ui.kit.fields.search_field import KeyCap, SearchField
from workstation.ui.kit.fields.text_area import TextArea
from workstation.ui.kit.page import Page
from workstation.ui.kit.painting import Ink
from workstation.ui.kit.strings import Language, retranslate, set_language
from workstation.ui.kit.theme import Icon
from workstation.ui.kit.widgets.icon_button import IconButton

LEFT = Qt.MouseButton.LeftButton


Show = Callable[..., QWidget]


def test_escape_empties_a_search_before_it_means_anything_to_the_page(
    show_widget: Callable[..., QWidget],
) -> None:
    page, field, left = Page(), SearchField(), []
    page.bind_keys("Esc", lambda: left.append(1))
    QVBoxLayout(page).addWidget(field)
    show_widget(page)
    field.edit.setFocus()
    field.edit.setText("皮疹")
    QTest.keyClick(field.edit, Qt.Key.Key_Escape)
    assert (field.text(), left) == ("", [])
    QTest.keyClick(field.edit, Qt.Key.Key_Escape)
    assert left == [1]


def type_letter(
    field: Field, letter: str, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
) -> None:
    key = Qt.Key(ord(letter.upper()))
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        QApplication.sendEvent(field.edit, QKeyEvent(kind, key, held, letter))


def test_a_field_speaks_only_when_a_person_edits(show_widget: Show, qtbot: QtBot) -> None:
    field = Field()
    show_widget(field)
    with qtbot.assertNotEmitted(field.edited):
        field.set_text("儿科")
    with qtbot.waitSignal(field.edited) as blocker:
        compose(field.edit, "专家")
    assert blocker.args == ["儿科专家"]
    with qtbot.waitSignal(field.submitted):
        QTest.keyClick(field.edit, Qt.Key.Key_Return)


def test_a_fields_error_is_said_below_and_to_screen_readers(show_widget: Show) -> None:
    field = Field()
    show_widget(field)
    before = field.sizeHint().height()
    field.set_error("请输入完整的科室名称")
    assert field.message.text == "请输入完整的科室名称"
    assert field.edit.accessibleDescription() == "请输入完整的科室名称"
    assert field.sizeHint().height() > before
    field.set_error("")
    assert field.message.isHidden()
    field.set_hint("服务器可用", Ink.SUCCESS)
    assert field.message.text == "服务器可用"


def test_a_click_beside_the_text_still_reaches_the_input(show_widget: Show) -> None:
    field = Field(icon=Icon.SERVER)
    show_widget(field)
    QTest.mouseClick(field.box, LEFT, pos=QPoint(5, 5))
    assert field.edit.hasFocus()


def test_a_secret_is_dots_until_the_eye_is_pressed(show_widget: Show) -> None:
    QApplication.clipboard().clear()
    field = SecretField()
    field.set_name("解锁码")
    show_widget(field)
    field.set_text("s3cret")
    assert field.edit.displayText() != "s3cret"
    QTest.mouseClick(field.reveal, LEFT)
    assert field.edit.echoMode() is QLineEdit.EchoMode.Normal
    assert (field.reveal.toolTip(), field.reveal.accessibleName()) == ("隐藏", "显示“解锁码”")
    QTest.mouseClick(field.reveal, LEFT)
    assert field.edit.echoMode() is QLineEdit.EchoMode.Password
    field.edit.selectAll()
    field.edit.copy()
    assert QApplication.clipboard().text() != "s3cret"


def test_no_input_method_composes_a_secret_dots_or_not(show_widget: Show) -> None:
    """With pinyin on, its window showed the letters of a code, and the code became Chinese."""
    field = SecretField()
    show_widget(field)
    for _ in range(3):
        asked = QInputMethodQueryEvent(Qt.InputMethodQuery.ImEnabled)
        QApplication.sendEvent(field.edit, asked)
        assert not asked.value(Qt.InputMethodQuery.ImEnabled)
        QTest.mouseClick(field.reveal, LEFT)


def undo(edit: QWidget) -> None:
    """Press Ctrl+Z there."""
    QTest.keyClick(edit, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)


def test_what_was_typed_as_dots_is_not_brought_back_where_it_can_be_read(show_widget: Show) -> None:
    """Half a code, deleted by whoever was called away; then somebody else presses the eye."""
    field = SecretField()
    show_widget(field)
    QTest.keyClicks(field.edit, "s3cret")
    for _ in field.text():
        QTest.keyClick(field.edit, Qt.Key.Key_Backspace)
    QTest.mouseClick(field.reveal, LEFT)
    undo(field.edit)
    assert not field.text()


def test_the_eye_leaves_text_and_caret_where_they_are(show_widget: Show) -> None:
    field, edited = SecretField(), []
    field.edited.connect(edited.append)
    show_widget(field)
    field.set_text("s3cret")
    field.edit.setCursorPosition(2)
    QTest.mouseClick(field.reveal, LEFT)
    assert (field.text(), field.edit.cursorPosition(), edited) == ("s3cret", 2, [])


def test_a_secret_that_is_forgotten_does_not_come_back(show_widget: Show) -> None:
    field = SecretField()
    show_widget(field)
    QTest.mouseClick(field.reveal, LEFT)
    QTest.keyClicks(field.edit, "s3cret")
    field.forget()
    undo(field.edit)
    assert not field.text()


@pytest.mark.parametrize(
    ("letter", "shift", "is_on"),
    [("A", False, True), ("a", True, True), ("a", False, False), ("A", True, False)],
)
def test_a_letter_of_a_secret_tells_that_caps_lock_is_on(
    show_widget: Show, letter: str, *, shift: bool, is_on: bool
) -> None:
    field = SecretField()
    show_widget(field)
    field.edit.setFocus()
    held = Qt.KeyboardModifier.ShiftModifier if shift else Qt.KeyboardModifier.NoModifier
    type_letter(field, letter, held)
    assert field.caps_lock.isVisible() is is_on
    type_letter(field, "7", held)  # a digit tells nothing
    assert field.caps_lock.isVisible() is is_on


def test_what_is_said_of_caps_lock_goes_with_it_and_with_the_keyboard(show_widget: Show) -> None:
    field, other = SecretField(), Field()
    show_widget(field, other)
    field.edit.setFocus()
    type_letter(field, "A")
    assert field.caps_lock.text == "大写锁定已打开"
    set_language(Language.EN)
    retranslate(field)
    assert field.caps_lock.text == "Caps Lock is on"
    QTest.keyClick(field.edit, Qt.Key.Key_CapsLock)
    assert field.caps_lock.isHidden()
    type_letter(field, "A")
    other.edit.setFocus()
    assert field.caps_lock.isHidden()


def test_a_search_field_is_emptied_by_esc_and_by_its_cross(show_widget: Show, qtbot: QtBot) -> None:
    search = SearchField("Ctrl K")
    show_widget(search)
    for empty in (
        lambda: QTest.keyClick(search.edit, Qt.Key.Key_Escape),
        lambda: QTest.mouseClick(search.findChild(IconButton), LEFT),
    ):
        compose(search.edit, "皮疹")
        with qtbot.waitSignal(search.edited) as blocker:
            empty()
        assert blocker.args == [""]
        assert search.text() == ""
    assert search.findChild(IconButton).isHidden()
    assert not search.findChild(KeyCap).isHidden()


def test_a_text_area_takes_only_plain_text_and_counts_it(show_widget: Show, qtbot: QtBot) -> None:
    area = TextArea(limit=5)
    show_widget(area)
    compose(area.edit, "皮疹")
    assert area.text() == "皮疹"
    assert area.count.text() == "2 / 5 字"
    assert not area.edit.acceptRichText()
    with qtbot.assertNotEmitted(area.edited):
        area.set_text("六个字太多了")
    set_language(Language.EN)
    retranslate(area)
    assert area.count.text() == "6 of 5 characters"


def test_a_text_areas_lines_stay_24_px_high_after_enter(show_widget: Show) -> None:
    area = TextArea()
    show_widget(area)
    area.set_text("一\n二")
    area.edit.moveCursor(area.edit.textCursor().MoveOperation.End)
    QTest.keyClick(area.edit, Qt.Key.Key_Return)
    block, heights = area.edit.document().begin(), []
    while block.isValid():
        heights.append(block.blockFormat().lineHeight())
        block = block.next()
    assert heights == [24, 24, 24]
