"""What support gathers is saved where somebody says: the documents' folder is offered."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QWidget

from workstation.base.atomic_write import save_where_chosen
from workstation.base.blocking_call import start_writing
from workstation.domain.errors import StorageError
from workstation.domain.export import NO_PATIENT_DATA
from workstation.ui.kit.layers.file_dialog import (
    SaveDialog,
    StandardLocation,
    may_open_files,
    own_folder,
)
from workstation.ui.kit.strings import error_text


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


async def save_and_notify(
    path: Path, content: bytes, notify: Callable[[str], object], saved: str
) -> None:
    """Write a file, and say ``saved``; or why it is not."""
    try:
        await start_writing(partial(save_where_chosen, path, content))
    except StorageError as error:
        notify(str(error_text(error)))
    else:
        notify(saved)
