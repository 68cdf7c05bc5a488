"""The dialogs that ask for a file, in the language in force also where Qt draws them."""

from PySide6.QtWidgets import QFileDialog, QWidget

from workstation.domain.export import ExportPermit
from workstation.ui.kit.strings import tr

DialogLabel = QFileDialog.DialogLabel


class FileDialog(QFileDialog):
    """Says what Qt's own Chinese lacks; the system's dialogs have words of their own."""

    def __init__(self, parent: QWidget | None, title: str, folder: str = "") -> None:
        super().__init__(parent, title, folder)
        self.setLabelText(DialogLabel.LookIn, tr("widgets.look_in"))
        self.setLabelText(DialogLabel.FileType, tr("widgets.file_type"))


class SaveDialog(FileDialog):
    """Asks where something may be saved that has leave to go there."""

    def __init__(
        self, parent: QWidget | None, title: str, _permit: ExportPermit, folder: str = ""
    ) -> None:
        super().__init__(parent, title, folder)
        self.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
