"""Saving what cannot be shown here: where the doctor says, whole or not at all."""

import asyncio
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFileDialog, QWidget

from workstation.domain.errors import WorkstationError
from workstation.services.attachments import Media
from workstation.settings.save import write_atomically
from workstation.ui.strings import error_text, tr
from workstation.ui.tasks import TaskScope
from workstation.ui.widgets.file_dialog import FileDialog

FORBIDDEN = frozenset('<>:"/\\|?*')
LONGEST = 120


def suggested(name: str, extension: str) -> str:
    """A file name out of what the sender called it: never a path, its ending from the content."""
    plain = "".join(" " if sign in FORBIDDEN or not sign.isprintable() else sign for sign in name)
    stem = plain.strip(" .")[:LONGEST] or tr("conversation.file")
    if not extension or stem.lower().endswith(f".{extension}"):
        return stem
    return f"{stem}.{extension}"


class Saving:
    """Fetches, asks where to, writes; ``told`` gets a sentence about how it went."""

    def __init__(
        self, parent: QWidget, media: Media, scope: TaskScope, told: Callable[[str], object]
    ) -> None:
        self._parent, self._media, self._scope, self._told = parent, media, scope, told

    def ask(self, url: str, name: str = "") -> None:
        """Ask where to save the file at ``url``, without blocking."""
        self._scope.spawn(self._ask(url, name), key="save")

    async def _ask(self, url: str, name: str) -> None:
        try:
            original = await self._media.original(url)
        except WorkstationError as error:
            self._told(str(error_text(error)))
            return
        dialog = FileDialog(self._parent, tr("conversation.save_title"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        downloads = QStandardPaths.StandardLocation.DownloadLocation
        dialog.setDirectory(QStandardPaths.writableLocation(downloads))
        dialog.selectFile(suggested(name, original.extension))
        dialog.fileSelected.connect(
            lambda path: self._scope.spawn(self.write(original.content, Path(path)))
        )
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    async def write(self, content: bytes, path: Path) -> None:
        """The file appears where the doctor said, when all of it is on the disk."""
        try:
            await asyncio.to_thread(write_atomically, path, content)
        except WorkstationError as error:
            self._told(str(error_text(error)))
            return
        self._told(tr("conversation.saved"))
