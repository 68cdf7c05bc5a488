"""Saving what cannot be shown here: where the doctor says, whole or not at all."""

import asyncio
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFileDialog, QWidget

from workstation.domain.errors import WorkstationError
from workstation.domain.file_names import file_name
from workstation.services.attachments import MediaReader
from workstation.services.foreign_file import save_foreign
from workstation.ui.kit.layers.file_dialog import FileDialog
from workstation.ui.kit.strings import error_text, tr
from workstation.ui.kit.tasks import TaskScope


class Saving:
    """Fetches, asks where to, writes; ``notify`` gets a sentence about how it went."""

    def __init__(
        self, parent: QWidget, media: MediaReader, scope: TaskScope, notify: Callable[[str], object]
    ) -> None:
        self._parent, self._media, self._scope, self._notify = parent, media, scope, notify

    def ask(self, url: str, name: str = "") -> None:
        """Ask where to save the file at ``url``, without blocking."""
        self._scope.spawn(self._ask(url, name), key="save")

    async def _ask(self, url: str, name: str) -> None:
        try:
            original = await self._media.original(url)
        except WorkstationError as error:
            self._notify(str(error_text(error)))
            return
        dialog = FileDialog(self._parent, tr("conversation.save_title"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        downloads = QStandardPaths.StandardLocation.DownloadLocation
        dialog.setDirectory(QStandardPaths.writableLocation(downloads))
        offered = file_name(name, original.extension, tr("conversation.file"))
        dialog.selectFile(offered)
        dialog.fileSelected.connect(
            lambda path: self._scope.spawn(self.write(original.content, Path(path)))
        )
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    async def write(self, content: bytes, path: Path) -> None:
        """The file appears where the doctor said, when all of it is on the disk."""
        try:
            await asyncio.to_thread(save_foreign, path, content)
        except WorkstationError as error:
            self._notify(str(error_text(error)))
            return
        self._notify(tr("conversation.saved"))
