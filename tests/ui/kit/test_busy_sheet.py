"""A form that is on its way keeps the keyboard."""

from collections.abc import Callable

from PySide6.QtCore import Qt
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
