"""Picking files in the system's dialog, and reading what was picked."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtWidgets import QWidget

from workstation.domain.errors import MediaTooLarge
from workstation.ui.kit.layers.file_dialog import FileDialog

PICTURES = ("jpg", "jpeg", "png", "webp", "gif", "bmp")


def pick_files(
    parent: QWidget,
    title: str,
    kind: str,
    on_picked: Callable[[Sequence[str]], None],
    others: Sequence[str] = (),
) -> None:
    """Ask for files, without blocking; ``on_picked`` gets their paths once some are picked.

    ``kind`` is the word before the filter's endings, which are those of pictures and ``others``.
    """
    dialog = FileDialog(parent, title)
    dialog.setFileMode(FileDialog.FileMode.ExistingFiles)
    endings = " ".join(f"*.{ending}" for ending in (*PICTURES, *others))
    dialog.setNameFilter(f"{kind} ({endings})")
    dialog.filesSelected.connect(on_picked)
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()


def read_bounded(path: Path, max_bytes: int) -> bytes:
    """A file's content, for a worker thread.

    Raises ``MediaTooLarge`` beyond ``max_bytes``, and ``OSError`` for what cannot be read or is
    no plain file: a pipe or a device would never end.
    """
    if not path.is_file():
        raise FileNotFoundError(path.name)
    if path.stat().st_size > max_bytes:
        raise MediaTooLarge("file")
    with path.open("rb") as file:
        content = file.read(max_bytes + 1)
    if len(content) > max_bytes:
        raise MediaTooLarge("file")
    return content
