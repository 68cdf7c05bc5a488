"""A text that takes photos, too: they are handed on, and never become words."""

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import QDropEvent

from workstation.ui.kit.fields.editing import PlainEdit
from workstation.ui.kit.fields.mime import holds_pictures, local_files, picture_of


class PictureEdit(PlainEdit):
    """A text field that hands on pictures.

    ``files_given`` is a list of paths, ``picture_given`` a ``GivenPicture``.
    """

    files_given = Signal(object)
    picture_given = Signal(object)

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        """Whether there are text, pictures, or files from this computer."""
        return holds_pictures(source) or super().canInsertFromMimeData(source)

    def dropEvent(self, event: QDropEvent) -> None:
        """Hand on dropped files; put text where it was let go."""
        super().dropEvent(event)
        if local_files(event.mimeData()):
            event.setDropAction(Qt.DropAction.CopyAction)

    def take_drop(self, event: QDropEvent) -> None:
        """Take what is dropped, as a copy: whoever is told of a move would delete the files."""
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        self.insertFromMimeData(event.mimeData())

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Hand on pasted or dropped files and pictures; put in text, always as plain text."""
        files, picture = local_files(source), picture_of(source)
        if files:
            self.files_given.emit(files)
        elif picture is not None:
            self.picture_given.emit(picture)
        else:
            super().insertFromMimeData(source)
