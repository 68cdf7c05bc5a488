"""A picture of a conversation onto the clipboard, without opening it large."""

import asyncio
from collections.abc import Callable

from PySide6.QtGui import QImage

from workstation.base.task_scope import TaskScope
from workstation.domain.ids import ConsultationId
from workstation.services.media_reader import MediaReader
from workstation.ui.export.gate import ExportGate
from workstation.ui.kit.layers.progress import Begin
from workstation.ui.kit.strings import tr
from workstation.ui.media import pictures
from workstation.ui.media.fetching import fetch_noticed

WORK = "copy picture"
"""Of a window: cancelled by the lock, behind which nothing may come to be pasted."""


class PictureCopying:
    """Fetches a picture and hands it to ``gate``; ``notify`` gets a sentence where that fails.

    ``begin`` shows the bar in which fetching can be stopped.
    """

    def __init__(
        self,
        media: MediaReader,
        scope: TaskScope,
        notify: Callable[[str], object],
        begin: Begin,
        gate: ExportGate,
    ) -> None:
        self._media, self._scope, self._gate = media, scope, gate
        self._notify, self._begin = notify, begin

    def copy(self, url: str, consultation_id: ConsultationId) -> None:
        """Put the picture at ``url`` on the clipboard, if it may leave; nothing blocks."""
        self._scope.spawn(self._copy(url, consultation_id), key=WORK)

    async def _copy(self, url: str, consultation_id: ConsultationId) -> None:
        picture = await fetch_noticed(self._begin, self._notify, self._picture(url))
        if picture is not None:
            self._gate.copy_picture(picture, consultation_id, tr("viewer.copied"))

    async def _picture(self, url: str) -> QImage:
        loaded = await self._media.picture(url)
        return await asyncio.to_thread(pictures.decode, loaded.content, loaded.format_name)
