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
        """Text, pictures, and files from this computer."""
        return holds_pictures(source) or super().canInsertFromMimeData(source)

    def dropEvent(self, event: QDropEvent) -> None:
        """Files are handed on, text goes where it was let go."""
        super().dropEvent(event)
        if local_files(event.mimeData()):
            event.setDropAction(Qt.DropAction.CopyAction)

    def take_drop(self, event: QDropEvent) -> None:
        """Take what is dropped, as a copy: whoever is told of a move would delete the files."""
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        self.insertFromMimeData(event.mimeData())

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Pasted or dropped files and pictures are handed on; text is always plain."""
        files, picture = local_files(source), picture_of(source)
        if files:
            self.files_given.emit(files)
        elif picture is not None:
            self.picture_given.emit(picture)
        else:
            super().insertFromMimeData(source)
