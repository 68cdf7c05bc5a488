"""What was read, as text that can be selected but not changed.

Words of a patient's page leave by the gate alone. So Qt's own ways from a selection out of the
program (the copy keys, a drag, X11's selection) find nothing in it; copying asks by ``copy_asked``.
Tests: ``test_nothing_of_a_selection_leaves_but_by_the_gate``.
"""

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QKeySequence, QTextCursor

from workstation.ui.kit.fields.editing import PlainEdit
from workstation.ui.kit.layers.menu import Menu
from workstation.ui.kit.strings import tr
from workstation.ui.viewer.reading.page_text import Span


class TextView(PlainEdit):
    """The text that was read: ``copy_asked`` wants what is selected on the clipboard."""

    copy_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setReadOnly(True)
        flags = Qt.TextInteractionFlag
        self.setTextInteractionFlags(flags.TextSelectableByMouse | flags.TextSelectableByKeyboard)

    @property
    def span(self) -> Span:
        """The selection from where to where, in characters; empty at the caret for none."""
        cursor = self.textCursor()
        return Span(cursor.selectionStart(), cursor.selectionEnd())

    @property
    def selection(self) -> str:
        """The words selected, a row of the page on each line."""
        span = self.span
        return self.toPlainText()[span.start : span.end]

    def select(self, span: Span) -> None:
        """Select these characters, and bring them into sight."""
        cursor = self.textCursor()
        cursor.setPosition(span.start)
        cursor.setPosition(span.end, QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)
        self.ensureCursorVisible()

    def createMimeDataFromSelection(self) -> QMimeData:
        """No content: nothing leaves by a way of Qt's own."""
        return QMimeData()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ask for copying at its keys."""
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_asked.emit()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer what can be done with a text that cannot be changed."""
        menu = Menu(self)
        chosen = self.textCursor().hasSelection()
        menu.add(tr("widgets.copy"), self.copy_asked.emit, keys="Ctrl C").setEnabled(chosen)
        menu.add(tr("widgets.select_all"), self.selectAll, keys="Ctrl A")
        menu.open_at(event.globalPos())
