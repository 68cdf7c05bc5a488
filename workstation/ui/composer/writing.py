"""The composer's text: grows to six lines; Enter sends, but never while characters are composed."""

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import QImage, QInputMethodEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from workstation.ui.theme import SIZE, SPACE, TextRole, theme
from workstation.ui.widgets.editing import PlainEdit

MOST_LINES = 6
ENTER = {Qt.Key.Key_Return, Qt.Key.Key_Enter}


class Writing(PlainEdit):
    """``sent`` is Enter, ``files_given`` a list of paths, ``picture_given`` a pasted image."""

    sent = Signal()
    files_given = Signal(list)
    picture_given = Signal(QImage)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(TextRole.MESSAGE, theme.style(TextRole.MESSAGE).line)
        self.setParent(parent)
        self._composing = False
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.document().contentsChanged.connect(self.fit)
        theme.changed.connect(self.fit)
        self.fit()

    def fit(self) -> None:
        """Be as high as the text, from one line to six."""
        line = theme.style(TextRole.MESSAGE).line
        wanted = round(self.document().documentLayout().documentSize().height())
        rest = max(SIZE.composer_input - line, SPACE.x1)
        height = min(max(wanted, line), MOST_LINES * line) + rest
        if height != self.height():
            self.setFixedHeight(height)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter sends; with Shift, or while an input method composes, it does not."""
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.key() in ENTER and plain:
            if not self._composing:
                self.sent.emit()
            return
        super().keyPressEvent(event)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Know whether characters are being composed."""
        super().inputMethodEvent(event)
        self._composing = bool(event.preeditString())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width breaks other lines."""
        super().resizeEvent(event)
        self.fit()

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        """Text, pictures, and files from this computer."""
        return source.hasImage() or source.hasUrls() or super().canInsertFromMimeData(source)

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Pasted or dropped files and pictures go to the tray; text is always plain."""
        files = [url.toLocalFile() for url in source.urls() if url.isLocalFile()]
        if files:
            self.files_given.emit(files)
        elif source.hasImage():
            self.picture_given.emit(QImage(source.imageData()))
        else:
            super().insertFromMimeData(source)
