"""Line and text inputs that all others are made of: plain text, and a menu in our own words.

What is pasted or dropped goes through ``plain_text``: no file, no address of one, no markup.
"""

from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import (
    QAbstractTextDocumentLayout,
    QContextMenuEvent,
    QDragEnterEvent,
    QDragMoveEvent,
    QDropEvent,
    QFocusEvent,
    QFont,
    QInputMethodEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QTextBlockFormat,
    QTextCursor,
    QTextDocument,
)
from PySide6.QtWidgets import QLineEdit, QTextEdit, QWidget

from workstation.ui.kit.clipboard import clipboard_content, selection_content
from workstation.ui.kit.fields.given_up import GivenUpWords
from workstation.ui.kit.fields.mime import plain_text
from workstation.ui.kit.layers.menu import Menu
from workstation.ui.kit.strings import tr
from workstation.ui.kit.theme import TextRole, theme
from workstation.ui.kit.viewport import know_viewport
from workstation.ui.kit.widgets.focus_ring import ring_on_focus


class LineEdit(QLineEdit):
    """One line, in the body font unless a role is given."""

    def __init__(self, role: TextRole = TextRole.BODY, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._role = role
        self.composed = ""
        """What an input method composes at the caret."""
        self._given_up = GivenUpWords(self)
        self.textChanged.connect(self._forget_composed)
        theme.text_resized.connect(self.apply_theme)
        self.apply_theme()

    def apply_theme(self) -> None:
        """Write in the role's font as it is now."""
        self.setFont(theme.font(self._role))

    def inputMethodEvent(self, arg__1: QInputMethodEvent) -> None:
        """Remember what is composed, and for a moment what was given up."""
        composed = self.composed
        super().inputMethodEvent(arg__1)
        self.composed = arg__1.preeditString()
        if composed and not self.composed and not arg__1.commitString():
            self._given_up.note(composed)

    def take_given_up(self) -> None:
        """Write what an input method gave up because the keyboard leaves, for no other reason."""
        self._given_up.write()

    def _forget_composed(self) -> None:
        self.composed = ""

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Turn what is composed into words where the keyboard leaves, whatever the input method.

        Ignores that a menu takes the focus: Qt would take opening one for the end of editing.
        """
        self.take_given_up()
        quiet = event.reason() is Qt.FocusReason.PopupFocusReason
        before = self.blockSignals(quiet or self.signalsBlocked())
        super().focusOutEvent(event)
        self.blockSignals(before)

    def paste(self) -> None:
        """Put in the words of the clipboard."""
        content = clipboard_content()
        words = plain_text(content)
        if words and content.hasText():
            super().paste()
        elif words:  # of HTML alone, of which Qt takes none
            self.insert(words)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Paste by ``paste`` at its keys, which Qt does not do."""
        if event.matches(QKeySequence.StandardKey.Paste) and not self.isReadOnly():
            self.paste()
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let X11's middle button paste words, and nothing else."""
        middle = event.button() is Qt.MouseButton.MiddleButton
        if middle and not plain_text(selection_content()):
            event.accept()
        else:
            super().mouseReleaseEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Accept a drag of words."""
        if plain_text(event.mimeData()):
            super().dragEnterEvent(event)
        else:
            event.ignore()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Accept a drag of words."""
        if plain_text(event.mimeData()):
            super().dragMoveEvent(event)
        else:
            event.ignore()

    def dropEvent(self, event: QDropEvent) -> None:
        """Take in words that are dropped."""
        if plain_text(event.mimeData()):
            super().dropEvent(event)
        else:
            event.ignore()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        secret = self.echoMode() is not QLineEdit.EchoMode.Normal
        open_edit_menu(self, event, chosen=self.hasSelectedText() and not secret)


class PlainEdit(QTextEdit):
    """Several lines; takes and gives plain text only, on a fixed line height in px.

    The placeholder is a text of its own on the same lines; Qt would paint it higher.
    """

    def __init__(self, role: TextRole = TextRole.BODY, lines_of: TextRole | None = None) -> None:
        super().__init__()
        self._given_up = GivenUpWords(self)
        know_viewport(self)
        self._role, self._lines_of = role, lines_of or role
        self._line = theme.style(self._lines_of).line
        self._placeholder = QTextDocument(self)
        self._placeholder.setDocumentMargin(0)
        self.setAcceptRichText(False)
        self.setTabChangesFocus(True)
        self.setFont(theme.font(role))
        self.document().setDocumentMargin(0)
        self.viewport().setAutoFillBackground(False)
        self.set_plain("")
        theme.text_resized.connect(self.apply_theme)

    def apply_theme(self) -> None:
        """Write in the font and on the lines of its role as they are now."""
        self.set_line(theme.font(self._role), theme.style(self._lines_of).line)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Remember for a moment what an input method composed and gave up."""
        composed = self.composed
        super().inputMethodEvent(event)
        if composed and not self.composed and not event.commitString():
            self._given_up.note(composed)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Turn what is composed into words where the keyboard leaves, whatever the input method."""
        self.take_given_up()
        super().focusOutEvent(event)

    def take_given_up(self) -> None:
        """Write what an input method gave up because the keyboard leaves, for no other reason."""
        self._given_up.write()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Ring a text that cannot be changed: no caret tells where the keyboard is."""
        super().focusInEvent(event)
        if self.isReadOnly():
            ring_on_focus(self, event)

    @property
    def composed(self) -> str:
        """What an input method composes at the caret."""
        return self.textCursor().block().layout().preeditAreaText()

    def set_plain(self, text: str) -> None:
        """Replace everything by ``text``; it cannot be undone."""
        self.setPlainText(text)
        self._set_lines()
        self.document().clearUndoRedoStacks()

    def set_line(self, font: QFont, line: int) -> None:
        """Set font and line height of what is written, which counts as no change of the text."""
        self._line = line
        quiet = self.blockSignals(True)
        self.setFont(font)
        self._set_lines()
        self.blockSignals(quiet)
        self.document().clearUndoRedoStacks()

    def setPlaceholderText(self, text: str) -> None:
        """Set what stands in the field while nothing is written."""
        self._placeholder.setPlainText(text)
        self._line_placeholder()
        self.viewport().update()

    def placeholderText(self) -> str:
        """The text that stands in the field while nothing is written."""
        return self._placeholder.toPlainText()

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        """Whether there are words, which alone may come in."""
        return bool(plain_text(source))

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Put in the words, and nothing of how they looked."""
        words = QMimeData()
        words.setText(plain_text(source))
        if words.text():
            super().insertFromMimeData(words)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the text, and the placeholder as long as no character is there, composed or not."""
        super().paintEvent(event)
        composed = self.document().firstBlock().layout().preeditAreaText()
        if not self.document().isEmpty() or composed:
            return
        context = QAbstractTextDocumentLayout.PaintContext()
        ink = self.palette().color(QPalette.ColorRole.PlaceholderText)
        context.palette.setColor(QPalette.ColorRole.Text, ink)
        self._placeholder.setTextWidth(self.viewport().width())
        self._placeholder.documentLayout().draw(QPainter(self.viewport()), context)

    def _set_lines(self) -> None:
        self._on_lines(self.document())
        self._line_placeholder()

    def _line_placeholder(self) -> None:
        """Set the placeholder on its lines; with the text's own that would be told as a change."""
        self._placeholder.setDefaultFont(self.font())
        self._on_lines(self._placeholder)

    def _on_lines(self, document: QTextDocument) -> None:
        cursor = QTextCursor(document)
        cursor.select(QTextCursor.SelectionType.Document)
        layout = QTextBlockFormat()
        layout.setLineHeight(self._line, QTextBlockFormat.LineHeightTypes.FixedHeight.value)
        cursor.mergeBlockFormat(layout)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        open_edit_menu(self, event, chosen=self.textCursor().hasSelection())


def open_edit_menu(edit: LineEdit | PlainEdit, event: QContextMenuEvent, *, chosen: bool) -> None:
    """Open the menu of the right mouse button; what cannot be done now cannot be picked."""
    document = edit.document() if isinstance(edit, PlainEdit) else edit
    filled = bool(edit.toPlainText() if isinstance(edit, PlainEdit) else edit.text())
    menu = Menu(edit)
    for key, act, keys, possible in (
        ("undo", edit.undo, "Ctrl Z", document.isUndoAvailable()),
        ("cut", edit.cut, "Ctrl X", chosen),
        ("copy", edit.copy, "Ctrl C", chosen),
        ("paste", edit.paste, "Ctrl V", _pastable(edit)),
        ("select_all", edit.selectAll, "Ctrl A", filled),
    ):
        menu.add(tr(f"widgets.{key}"), act, keys=keys).setEnabled(possible)
    menu.open_at(event.globalPos())


def _pastable(edit: LineEdit | PlainEdit) -> bool:
    source = clipboard_content()
    if isinstance(edit, PlainEdit):
        return edit.canInsertFromMimeData(source)
    return bool(plain_text(source))
