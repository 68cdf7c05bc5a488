"""A form that is on its way keeps the keyboard."""

from collections.abc import Callable

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from workstation.ui.kit.layers.sheet import FormSheet


def test_a_sheet_that_is_busy_has_the_keyboard_and_gives_it_back_to_its_field(
    show_widget: Callable[..., QWidget],
) -> None:
    """It was nowhere: Esc did nothing, and keys of the window acted on the page behind."""
    window = show_widget(QLineEdit())
    pressed: list[str] = []
    QShortcut(QKeySequence("F6"), window).activated.connect(lambda: pressed.append("F6"))
    sheet, field = FormSheet(window), QLineEdit()
    sheet.form.addWidget(field)
    sheet.open()
    field.setFocus()
    sheet.set_busy(busy=True)
    assert sheet.hasFocus()
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_F6)
    assert not pressed
    sheet.set_busy(busy=False)
    assert field.hasFocus()
    sheet.start.setFocus()
    sheet.set_busy(busy=True)
    sheet.set_busy(busy=False)
    assert sheet.start.hasFocus()


def test_esc_puts_away_what_is_on_its_way_also_from_the_button_that_was_clicked(
    show_widget: Callable[..., QWidget],
) -> None:
    """The button took every key for itself, so that a form that was sent by it had no way out."""
    sheet = FormSheet(show_widget(QLineEdit()))
    asked: list[None] = []
    sheet.asked.connect(lambda: asked.append(None))
    sheet.open()
    sheet.start.setFocus()
    sheet.set_busy(busy=True)
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Space, Qt.Key.Key_Escape):
        QTest.keyClick(sheet.start, key)
    assert not asked
    assert not sheet.isVisible()


def test_an_error_moves_nothing_of_the_sheet(show_widget: Callable[..., QWidget]) -> None:
    """It has come to stand beside the button that was pressed, and is pressed again."""
    window = show_widget(QLineEdit())
    window.resize(900, 600)
    sheet = FormSheet(window)
    sheet.cancel.setText("取消")
    sheet.start.setText("发起")
    sheet.form.addWidget(QLineEdit())
    sheet.open()
    before = sheet.card(), sheet.start.mapTo(sheet, QPoint())
    sheet.show_error("平台暂时无法处理。" * 5)
    sheet._whole.activate()
    assert sheet.error.isVisible()
    assert (sheet.card(), sheet.start.mapTo(sheet, QPoint())) == before


def test_the_mark_of_an_error_stands_beside_its_words(show_widget: Callable[..., QWidget]) -> None:
    """The line was as high as the button: its mark stood at the top, its words in the middle."""
    window = show_widget(QLineEdit())
    window.resize(900, 600)
    sheet = FormSheet(window)
    sheet.form.addWidget(QLineEdit())
    sheet.open()
    sheet.show_error("服务器拒绝了这个操作。")
    sheet._whole.activate()
    error = sheet.error
    assert error.height() == error.heightForWidth(error.width())
    assert abs(error.geometry().center().y() - sheet.start.geometry().center().y()) <= 1
