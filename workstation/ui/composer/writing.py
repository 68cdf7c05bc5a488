"""The composer's text: grows to six lines; Enter sends, but never while characters are composed."""

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import QDropEvent, QImage, QInputMethodEvent, QKeyEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QWidget

from workstation.ui.theme import SIZE, SPACE, TextRole, theme
from workstation.ui.widgets.editing import PlainEdit

MOST_LINES = 6
ENTER = {Qt.Key.Key_Return, Qt.Key.Key_Enter}
SLASHES = {"/", "／", "、"}
"""What the key with the slash gives, by the input method in force."""


class Writing(PlainEdit):
    """``sent`` is Enter, ``files_given`` a list of paths, ``picture_given`` a pasted image.

    ``quick_asked`` is a slash where nothing is written.
    """

    sent = Signal()
    quick_asked = Signal()
    files_given = Signal(list)
    picture_given = Signal(QImage)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(TextRole.MESSAGE)
        self.setParent(parent)
        self._composing = False
        self._room = 0
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.document().contentsChanged.connect(self.fit)
        self.fit()

    def fit(self) -> None:
        """Be as high as the text, from one line to six, fewer where there is no room."""
        line = theme.style(TextRole.MESSAGE).line
        wanted = round(self.document().documentLayout().documentSize().height())
        rest = max(SIZE.composer_input - line, SPACE.x1)
        most = min(MOST_LINES, max((self._room - rest) // line, 1)) if self._room else MOST_LINES
        height = min(max(wanted, line), most * line) + rest
        if height != self.height():
            self.setFixedHeight(height)

    def give_room(self, room: int) -> None:
        """How high it may be, in pixels; one line it always is."""
        if room != self._room:
            self._room = max(room, 1)
            self.fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter sends; with Shift, or while an input method composes, it does not."""
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.key() in ENTER and plain:
            if not self._composing:
                self.sent.emit()
            return
        if event.text() in SLASHES and self._empty():
            self.quick_asked.emit()
            return
        super().keyPressEvent(event)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Know whether characters are being composed."""
        if event.commitString() in SLASHES and self._empty():
            event.setCommitString("")
            super().inputMethodEvent(event)
            self.quick_asked.emit()
        else:
            super().inputMethodEvent(event)
        self._composing = bool(event.preeditString())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width breaks other lines."""
        super().resizeEvent(event)
        self.fit()

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        """Text, pictures, and files from this computer."""
        return source.hasImage() or super().canInsertFromMimeData(source) or bool(_files(source))

    def dropEvent(self, event: QDropEvent) -> None:
        """Files go to the tray, text where it was let go."""
        super().dropEvent(event)
        if _files(event.mimeData()):
            event.setDropAction(Qt.DropAction.CopyAction)

    def take_drop(self, event: QDropEvent) -> None:
        """Take what is dropped, as a copy: whoever is told of a move would delete the files."""
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        self.insertFromMimeData(event.mimeData())

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Pasted or dropped files and pictures go to the tray; text is always plain.

        Where office programs give text and a picture of it, the text is meant.
        """
        files = _files(source)
        if files:
            self.files_given.emit(files)
        elif source.hasImage() and not source.hasText():
            self.picture_given.emit(_picture(source))
        else:
            super().insertFromMimeData(source)

    def dress(self) -> None:
        """The size of text is another one."""
        super().dress()
        self.fit()

    def _empty(self) -> bool:
        return not self._composing and self.document().isEmpty()


def _files(source: QMimeData) -> list[str]:
    return [url.toLocalFile() for url in source.urls() if url.isLocalFile()]


def _picture(source: QMimeData) -> QImage:
    """The picture of a clipboard, which some platforms give as a pixmap."""
    given = source.imageData()
    return given.toImage() if isinstance(given, QPixmap) else QImage(given)
