"""Saving what cannot be shown here: where the doctor says, whole or not at all."""

import asyncio
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QWidget

from workstation.domain.audit import AuditEvent, RecordAudit
from workstation.domain.errors import WorkstationError
from workstation.domain.export import ExportChannel
from workstation.domain.file_names import file_name
from workstation.domain.ids import ConsultationId
from workstation.services.attachments import MediaReader
from workstation.services.foreign_file import save_foreign
from workstation.task_scope import TaskScope
from workstation.ui.export.gate import ExportGate
from workstation.ui.kit.layers.file_dialog import SaveDialog
from workstation.ui.kit.strings import error_text, tr


class Saving:
    """Asks whether, fetches, asks where to, writes; ``notify`` gets a sentence about it.

    ``gate`` is the one for all else that leaves the same conversation.
    """

    def __init__(
        self,
        parent: QWidget,
        media: MediaReader,
        scope: TaskScope,
        notify: Callable[[str], object],
        record: RecordAudit,
    ) -> None:
        self._parent, self._media, self._scope = parent, media, scope
        self._notify, self.gate = notify, ExportGate(parent, scope, notify, record)

    def ask(self, url: str, name: str, consultation_id: ConsultationId) -> None:
        """Ask where to save the file at ``url``, without blocking."""
        self._scope.spawn(self._ask(url, name, consultation_id), key="save")

    async def _ask(self, url: str, name: str, consultation_id: ConsultationId) -> None:
        permit = await self.gate.ask(ExportChannel.FILE, consultation_id)
        if permit is None:
            return
        try:
            original = await self._media.original(url)
        except WorkstationError as error:
            self._notify(str(error_text(error)))
            return
        dialog = SaveDialog(self._parent, tr("conversation.save_title"), permit)
        downloads = QStandardPaths.StandardLocation.DownloadLocation
        dialog.setDirectory(QStandardPaths.writableLocation(downloads))
        offered = file_name(name, original.extension, tr("conversation.file"))
        dialog.selectFile(offered)
        dialog.fileSelected.connect(
            lambda path: self._scope.spawn(
                self._write(original.content, Path(path), consultation_id)
            )
        )
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    async def _write(self, content: bytes, path: Path, consultation_id: ConsultationId) -> None:
        """The file appears where the doctor said, when all of it is on the disk."""
        try:
            await asyncio.to_thread(save_foreign, path, content)
        except WorkstationError as error:
            self._notify(str(error_text(error)))
            return
        self.gate.record(AuditEvent.FILE_SAVED, consultation_id)
        self._notify(tr("conversation.saved"))
