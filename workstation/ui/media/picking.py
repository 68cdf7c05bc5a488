"""Picking files in the system's dialog, and reading what was picked."""

import asyncio
import os
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QWidget

from workstation.base.blocking_call import start_call
from workstation.domain.errors import MediaTooLarge
from workstation.ui.kit.layers.file_dialog import FileDialog, may_open_files

PICTURES = ("jpg", "jpeg", "png", "webp", "gif", "bmp")
READ_SECONDS = 30.0
"""After so long a share that gives nothing counts as away; the reply waits for its file."""


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
    if not may_open_files(parent.window()):
        return
    dialog = FileDialog(parent, title)
    dialog.setFileMode(FileDialog.FileMode.ExistingFiles)
    endings = " ".join(f"*.{ending}" for ending in (*PICTURES, *others))
    dialog.setNameFilter(f"{kind} ({endings})")
    dialog.filesSelected.connect(on_picked)
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()


class GivenFiles:
    """Reads files that were given together; a share that hangs is waited for once.

    No end of the program waits for it.
    """

    def __init__(self) -> None:
        self._is_away = False

    async def read(self, path: Path, max_bytes: int) -> bytes:
        """A file's content. Raises as ``read_bounded``, also after ``READ_SECONDS``."""
        if self._is_away:
            raise TimeoutError
        try:
            async with asyncio.timeout(READ_SECONDS):
                return await start_call(partial(read_bounded, path, max_bytes), "file")
        except TimeoutError:
            self._is_away = True
            raise


def is_named_picture(path: Path) -> bool:
    """Whether a file's name ends as a picture's; where only that can be known, as if it is huge."""
    return path.suffix.lower().removeprefix(".") in PICTURES


def name_of(path: Path) -> str:
    """A given file's name; one that is not UTF-8 is an older Windows' in Chinese (GB 18030)."""
    try:
        path.name.encode()
    except UnicodeEncodeError:
        return os.fsencode(path.name).decode("gb18030", errors="replace")
    return path.name


def read_bounded(path: Path, max_bytes: int) -> bytes:
    """A file's content, for a worker thread.

    Raises ``MediaTooLarge`` beyond ``max_bytes``, and ``OSError`` for what cannot be read or is
    no plain file: a pipe or a device would never end.
    """
    if path.is_dir():
        raise IsADirectoryError(path.name)
    if not path.is_file():
        raise FileNotFoundError(path.name)
    if path.stat().st_size > max_bytes:
        raise MediaTooLarge("file")
    with path.open("rb") as file:
        content = file.read(max_bytes + 1)
    if len(content) > max_bytes:
        raise MediaTooLarge("file")
    return content
