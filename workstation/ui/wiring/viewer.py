"""The viewer over the window: which pictures, loading them, saving one."""

import asyncio
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, QStandardPaths
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QFileDialog

from workstation.domain.consultation import Consultation
from workstation.domain.errors import WorkstationError
from workstation.domain.message import Message, MessageKind
from workstation.services.attachments import Media
from workstation.ui import pictures
from workstation.ui.frame import Frame
from workstation.ui.media_board import MediaBoard
from workstation.ui.strings import error_text, formats, tr
from workstation.ui.tasks import TaskScope
from workstation.ui.timeline.bubble import media_address, speaker_name
from workstation.ui.timeline.card import pictures_of
from workstation.ui.viewer.levels import Levels
from workstation.ui.viewer.pane import Shot
from workstation.ui.viewer.viewer import Viewer


class ViewerWiring(QObject):
    """Opens the viewer over the frame, one at a time."""

    def __init__(
        self,
        frame: Frame,
        media: Media,
        board: MediaBoard,
        scope: TaskScope,
        now_ms: Callable[[], int],
    ) -> None:
        super().__init__(frame)
        self._frame, self._media, self._board = frame, media, board
        self._scope, self._now_ms = scope, now_ms
        self._viewer: Viewer | None = None

    def open(self, consultation: Consultation, url: str, sent: Sequence[Message] = ()) -> None:
        """Show the symptom's pictures and those ``sent`` after them, beginning with ``url``."""
        self.close()
        viewer = Viewer(self._board, consultation.target.name)
        viewer.wanted.connect(self._load)
        viewer.save_asked.connect(self._save)
        viewer.closed.connect(self.close)
        self._board.changed.connect(viewer.strip.update)
        self._viewer = viewer
        self._frame.cover(viewer)
        now_ms = self._now_ms()
        shots = [*symptom_shots(consultation, now_ms), *sent_shots(sent, now_ms)]
        if all(shot.url != url for shot in shots):
            shots.append(Shot(url, ""))
        viewer.show_shots(shots, url)

    def close(self) -> None:
        """Back to the page."""
        if self._viewer is not None:
            self._viewer = None
            self._frame.uncover()

    def _load(self, url: str) -> None:
        viewer = self._viewer
        if viewer is not None:
            self._scope.spawn(self._show(viewer, url))

    async def _show(self, viewer: Viewer, url: str) -> None:
        try:
            file = await self._media.picture(url)
            levels = await asyncio.to_thread(_levels, file.content, file.form)
        except WorkstationError as error:
            if viewer is self._viewer:
                viewer.show_failure(url, str(error_text(error)))
            return
        if viewer is self._viewer:
            viewer.show_levels(url, levels)

    def _save(self, url: str) -> None:
        dialog = QFileDialog(self._frame, tr("viewer.save_title"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDirectory(
            QStandardPaths.writableLocation(QStandardPaths.StandardLocation.PicturesLocation)
        )
        dialog.fileSelected.connect(lambda name: self._scope.spawn(self._write(url, Path(name))))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    async def _write(self, url: str, path: Path) -> None:
        try:
            file = await self._media.picture(url)
            await asyncio.to_thread(path.write_bytes, file.content)
        except (WorkstationError, OSError):
            self._frame.notify(tr("viewer.save_failed"))
            return
        self._frame.notify(tr("viewer.saved"))


def symptom_shots(consultation: Consultation, now_ms: int) -> list[Shot]:
    """The pictures of the symptom, numbered."""
    created = consultation.created_ms
    when = formats.day_time(created, now_ms) if created is not None else ""
    return [
        Shot(url, tr("viewer.symptom", number=number), when)
        for number, url in enumerate(pictures_of(consultation), 1)
    ]


def sent_shots(messages: Sequence[Message], now_ms: int) -> list[Shot]:
    """The pictures of messages, with who sent each and when."""
    return [
        Shot(
            media_address(message),
            tr("viewer.sent_by", name=speaker_name(message)),
            formats.day_time(message.at_ms, now_ms),
        )
        for message in messages
        if message.kind is MessageKind.IMAGE and message.attachment and not message.retracted
    ]


def _levels(content: bytes, form: str) -> Levels:
    picture: QImage = pictures.decode(content, form)
    return Levels(picture)
