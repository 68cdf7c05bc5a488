"""Saving what is not shown here: where the doctor says, whole or not at all.

Several files may be on their way at once, and each asks for its place when it is there, one after
the other. Wanted again, the same file is fetched again, and asks once.
"""

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QWidget

from workstation.base.task_scope import TaskScope
from workstation.domain.audit import AuditEvent, RecordAudit
from workstation.domain.export import ExportChannel, ExportPermit
from workstation.domain.file_names import file_name
from workstation.domain.ids import ConsultationId
from workstation.services.media_reader import MediaReader, OriginalFile
from workstation.ui.export.gate import ExportGate
from workstation.ui.kit.layers.file_dialog import (
    SaveDialog,
    StandardLocation,
    own_folder,
    pick_path,
)
from workstation.ui.kit.layers.progress import Begin
from workstation.ui.kit.strings import tr
from workstation.ui.media.fetching import fetch_noticed
from workstation.ui.media.writing import write_noticed


class Saving:
    """Lets files be saved: asks, fetches, asks where to, writes; ``notify`` gets a sentence.

    ``begin`` shows the bar in which fetching can be stopped. ``gate`` is the one for all else that
    leaves the same conversation.
    """

    def __init__(  # noqa: PLR0913, PLR0917 - the parts of one window, put together once
        self,
        parent: QWidget,
        media: MediaReader,
        scope: TaskScope,
        notify: Callable[[str], object],
        begin: Begin,
        record: RecordAudit,
    ) -> None:
        self._parent, self._media, self._scope = parent, media, scope
        self.begin = begin
        self._notify, self.gate = notify, ExportGate(parent, scope, notify, record)
        self._dialog_turn = asyncio.Lock()

    def ask(self, url: str, name: str, consultation_id: ConsultationId) -> None:
        """Ask where to save the file at ``url``, without blocking."""
        fetch = partial(self._media.original, url)
        self._scope.spawn(self._ask(fetch, name, consultation_id), key=f"save {url}")

    def ask_document(
        self, url: str, name: str, size: int | None, consultation_id: ConsultationId
    ) -> None:
        """Ask where to save a document that policy takes; its sender says ``size`` in bytes."""
        fetch = partial(self._media.document, url, size)
        self._scope.spawn(self._ask(fetch, name, consultation_id), key=f"save {url}")

    async def _ask(
        self,
        fetch: Callable[[], Awaitable[OriginalFile]],
        name: str,
        consultation_id: ConsultationId,
    ) -> None:
        permit = await self.gate.ask(ExportChannel.FILE, consultation_id)
        if permit is None:
            return
        original = await fetch_noticed(self.begin, self._notify, fetch())
        if original is None:
            return
        async with self._dialog_turn:
            path = await self._pick(original, name, permit)
        if path is not None:
            self._scope.spawn(self._write(original.content, path, consultation_id))

    async def _pick(self, original: OriginalFile, name: str, permit: ExportPermit) -> Path | None:
        dialog = SaveDialog(self._parent, tr("conversation.save_title"), permit)
        dialog.setDefaultSuffix(original.extension)  # who types another name types no ending
        folder = own_folder(StandardLocation.DownloadLocation)
        offered = file_name(name, original.extension, tr("conversation.file"))
        return await pick_path(dialog, folder, offered)

    async def _write(self, content: bytes, path: Path, consultation_id: ConsultationId) -> None:
        """Write the file, which appears where the doctor said once all of it is on the disk."""
        record = partial(self.gate.record, AuditEvent.FILE_SAVED, consultation_id)
        if await write_noticed(self.begin, self._notify, path, content, record):
            self._notify(tr("conversation.saved"))
