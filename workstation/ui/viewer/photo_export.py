"""A picture leaves the program: saved as a file, or copied; never without being told to."""

import asyncio
from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from workstation.base.task_scope import TaskScope
from workstation.domain.audit import AuditEvent, RecordAudit
from workstation.domain.export import ExportChannel
from workstation.domain.measurement import MeasurementSheet
from workstation.services.media_reader import MediaReader
from workstation.ui.export.gate import ExportGate
from workstation.ui.kit.layers.file_dialog import (
    SaveDialog,
    StandardLocation,
    own_folder,
    pick_path,
)
from workstation.ui.kit.layers.progress import Begin
from workstation.ui.kit.strings import tr
from workstation.ui.media import pictures
from workstation.ui.media.fetching import fetch_noticed
from workstation.ui.media.writing import write_noticed
from workstation.ui.viewer.levels import Levels
from workstation.ui.viewer.measurement_painter import with_measurements
from workstation.ui.viewer.viewer_photo import ViewerPhoto


class PhotoExport:
    """Saves and copies photos; ``notify`` shows a sentence, ``begin`` what is under way.

    ``host`` gives what questions lie over at that moment.
    """

    def __init__(  # noqa: PLR0913, PLR0917 - the parts of one viewer, put together once
        self,
        host: Callable[[], QWidget],
        media: MediaReader,
        scope: TaskScope,
        notify: Callable[[str], None],
        begin: Begin,
        record: RecordAudit,
    ) -> None:
        self._host, self._media, self._begin = host, media, begin
        self._scope, self._notify, self._record = scope, notify, record

    @property
    def _gate(self) -> ExportGate:
        return ExportGate(self._host(), self._scope, self._notify, self._record)

    def save(self, photo: ViewerPhoto) -> None:
        """Save the original bytes, also of what cannot be shown; asked for again, it asks once."""
        self._scope.spawn(self._save(photo), key=f"save photo {photo.url}")

    def save_measured(self, photo: ViewerPhoto, levels: Levels, sheet: MeasurementSheet) -> None:
        """Save a copy with the measurements drawn in; the original stays as it is."""
        work = self._save_measured(photo, levels.original, sheet)
        self._scope.spawn(work, key=f"save measured {photo.url}")

    def copy(self, photo: ViewerPhoto, levels: Levels) -> None:
        """Copy the picture as it came, without turn and tone."""
        self._gate.copy_picture(levels.original, photo.consultation_id, tr("viewer.copied"))

    async def _save(self, photo: ViewerPhoto) -> None:
        permit = await self._gate.ask(ExportChannel.FILE, photo.consultation_id)
        if permit is None:
            return
        fetch = self._media.original(photo.url)
        original = await fetch_noticed(self._begin, self._notify, fetch)
        if original is None:
            return
        dialog = SaveDialog(self._host(), tr("viewer.save_title"), permit)
        await self._ask(dialog, photo, original.extension, original.content)

    async def _save_measured(
        self, photo: ViewerPhoto, picture: QImage, sheet: MeasurementSheet
    ) -> None:
        permit = await self._gate.ask(ExportChannel.FILE, photo.consultation_id)
        if permit is None:
            return
        # Painted in the window's thread, whose fonts it uses; encoded in another.
        drawn = with_measurements(picture, sheet)
        content = await asyncio.to_thread(pictures.encode, drawn, "jpeg")
        dialog = SaveDialog(self._host(), tr("viewer.save_measured_title"), permit)
        await self._ask(dialog, photo, "jpg", content)

    async def _ask(
        self, dialog: SaveDialog, photo: ViewerPhoto, extension: str, content: bytes
    ) -> None:
        folder = own_folder(StandardLocation.PicturesLocation)
        dialog.setDefaultSuffix(extension)
        name = f"{tr('viewer.save_name')}-{photo.consultation_id}.{extension}"
        path = await pick_path(dialog, folder, name)
        if path is not None:
            self._scope.spawn(self._write(path, content, photo))

    async def _write(self, path: Path, content: bytes, photo: ViewerPhoto) -> None:
        record = partial(self._record, AuditEvent.FILE_SAVED, photo.consultation_id)
        if await write_noticed(self._begin, self._notify, path, content, record):
            self._notify(tr("viewer.saved"))
