"""The sheet of quick replies under the doctor's hands."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

NONE = Qt.KeyboardModifier.NoModifier


def go_to(sheet, key) -> None:
    """Click a row."""
    row = sheet.list.entries.row(key)
    sheet.list.scrollTo(sheet.list.entries.index(row, 0))
    QTest.mouseClick(sheet.list.viewport(), Qt.MouseButton.LeftButton, NONE, place(sheet, row))


def place(sheet, row: int) -> QPoint:
    """The middle of a row."""
    return sheet.list.visualRect(sheet.list.entries.index(row, 0)).center()


def fill(field, text: str) -> None:
    """Write something else into a field, by hand."""
    field.edit.selectAll()
    field.edit.insertPlainText(text) if hasattr(field.edit, "insertPlainText") else _type(
        field, text
    )


def _type(field, text: str) -> None:
    field.edit.setText(text)
    field.edit.textEdited.emit(text)
