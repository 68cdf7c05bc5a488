"""Where what support gathers is to be saved: the documents' folder is offered."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from workstation.domain.export import NO_PATIENT_DATA
from workstation.ui.kit.layers.file_dialog import (
    SaveDialog,
    StandardLocation,
    may_open_files,
    own_folder,
)


def ask_where_to_save(
    window: QWidget, title: str, name: str, on_selected: Callable[[str], object]
) -> None:
    """Open the dialog for a file called ``name``; ``on_selected`` gets the path that is picked."""
    if not may_open_files(window):
        return
    dialog = SaveDialog(window, title, NO_PATIENT_DATA)
    dialog.setDirectory(own_folder(StandardLocation.DocumentsLocation))
    dialog.selectFile(name)
    dialog.fileSelected.connect(on_selected)
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
