"""A part of the window that photos can be dropped on."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QWidget

from workstation.ui.kit.fields.mime import holds_pictures, local_files, picture_of

DRAGS = {QEvent.Type.DragEnter, QEvent.Type.DragMove, QEvent.Type.Drop}


class PictureDrop(QObject):
    """Takes files and pictures, and no words, while ``ready`` says so.

    ``files_given`` is a list of paths, ``picture_given`` a ``GivenPicture``.
    """

    files_given = Signal(object)
    picture_given = Signal(object)

    def __init__(self, part: QWidget, ready: Callable[[], bool]) -> None:
        super().__init__(part)
        self._ready = ready
        part.setAcceptDrops(True)
        part.installEventFilter(self)

    def eventFilter(self, _part: QObject, event: QEvent) -> bool:
        """Answer a drag over the part, and take what is let go there."""
        if event.type() not in DRAGS or not isinstance(event, QDropEvent):
            return False
        if not self._ready() or not holds_pictures(event.mimeData()):
            event.ignore()
            return True
        # Whoever is told of a move would delete the files.
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        if event.type() is QEvent.Type.Drop:
            self._take(event)
        return True

    def _take(self, event: QDropEvent) -> None:
        files, picture = local_files(event.mimeData()), picture_of(event.mimeData())
        if files:
            self.files_given.emit(files)
        elif picture is not None:
            self.picture_given.emit(picture)
