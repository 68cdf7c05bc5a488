"""Answers painting at once, and loads behind it: pictures, waves, what plays."""

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Coroutine
from typing import Any, Protocol

from PySide6.QtCore import QObject, QSize, Signal
from PySide6.QtGui import QImage, QPixmap

from workstation.devices.playing import PlayerPhase
from workstation.domain.errors import BrokenMedia, WorkstationError
from workstation.services.attachments import Loaded
from workstation.services.playback import Playback
from workstation.ui import pictures
from workstation.ui.tasks import TaskScope
from workstation.ui.timeline.board import MediaPhase, Picture, Voice
from workstation.ui.timeline.voice import BARS

KEPT_PIXMAPS = 400
KEPT_WAVES = 500
DECODERS = 2

Wave = tuple[tuple[float, ...], int]


class Library(Protocol):
    """Where files come from: the cache, else the network."""

    async def picture(self, url: str) -> Loaded:
        """A picture within bounds, not decoded. Raises ``WorkstationError``."""

    async def recording(self, url: str) -> Loaded:
        """A recording. Raises ``WorkstationError``."""


class MediaBoard(QObject):
    """Pictures and voices as they are now; ``changed`` when any of them is different.

    ``read_wave`` decodes a recording's outline and length. Errors of the tree end as a failed
    picture or voice with a retry; anything else is a defect and goes to ``scope``.
    """

    changed = Signal()
    loaded = Signal(str)

    def __init__(
        self,
        library: Library,
        playback: Playback,
        read_wave: Callable[[bytes, int], Coroutine[Any, Any, Wave]],
        scope: TaskScope,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.playback = playback
        playback.changed = self.changed.emit
        self._library, self._read_wave, self._scope = library, read_wave, scope
        self._pictures: OrderedDict[tuple[str, int, int], Picture] = OrderedDict()
        self._voices: OrderedDict[str, Voice] = OrderedDict()
        self._turns = asyncio.Semaphore(DECODERS)

    def picture(self, url: str, size: QSize, ratio: float) -> Picture:
        """The picture at ``url``, cropped to ``size``; asking for it starts loading it."""
        key = (url, round(size.width() * ratio), round(size.height() * ratio))
        if key in self._pictures:
            self._pictures.move_to_end(key)
            return self._pictures[key]
        self._pictures[key] = Picture(MediaPhase.LOADING)
        self._scope.spawn(self._load_picture(key, ratio))
        if len(self._pictures) > KEPT_PIXMAPS:
            self._pictures.popitem(last=False)
        return self._pictures[key]

    def voice(self, url: str) -> Voice:
        """The recording at ``url``, and where it plays; asking for it starts loading it."""
        if url not in self._voices:
            self._voices[url] = Voice(MediaPhase.LOADING)
            self._scope.spawn(self._load_voice(url))
            if len(self._voices) > KEPT_WAVES:
                self._voices.popitem(last=False)
        return self._now(url, self._voices[url])

    def length_of(self, url: str) -> int | None:
        """A recording's length in milliseconds, if it is known; ``voice`` makes it known."""
        voice = self._voices.get(url)
        return voice.duration_ms if voice is not None else None

    def reload(self, url: str) -> None:
        """Try again what failed."""
        for key in [key for key in self._pictures if key[0] == url]:
            del self._pictures[key]
        self._voices.pop(url, None)
        self.changed.emit()

    def toggle(self, url: str) -> None:
        """Play or pause a voice."""
        if self.playback.current == url and self.playback.state.phase is not PlayerPhase.FAILED:
            self.playback.toggle()
        else:
            self._scope.spawn(self._play(url), key="play")

    def seek(self, url: str, share: float) -> None:
        """Go to a place in the voice that plays; another one starts from its beginning."""
        if self.playback.current == url:
            self.playback.seek(share)
        else:
            self.toggle(url)

    def _now(self, url: str, voice: Voice) -> Voice:
        current = self.playback.current == url
        state = self.playback.state
        failed = current and state.phase is PlayerPhase.FAILED
        return Voice(
            phase=MediaPhase.FAILED if failed else voice.phase,
            peaks=voice.peaks,
            duration_ms=voice.duration_ms or (state.duration_ms or None if current else None),
            position_ms=state.position_ms if current else 0,
            playing=current and state.phase is PlayerPhase.PLAYING,
            current=current and state.phase is not PlayerPhase.ENDED,
            rate=self.playback.rate,
            code=voice.code,
        )

    async def _load_picture(self, key: tuple[str, int, int], ratio: float) -> None:
        url, width, height = key
        try:
            async with self._turns:
                file = await self._library.picture(url)
                size = QSize(width, height)
                image = await asyncio.to_thread(_thumbnail, file.content, file.form, size)
            pixmap = QPixmap.fromImage(image)
            pixmap.setDevicePixelRatio(ratio)
            self._pictures[key] = Picture(MediaPhase.READY, pixmap)
        except WorkstationError as error:
            self._pictures[key] = Picture(MediaPhase.FAILED, code=error.code)
        self.changed.emit()

    async def _load_voice(self, url: str) -> None:
        try:
            async with self._turns:
                file = await self._library.recording(url)
                peaks, length_ms = await self._read_wave(file.content, BARS)
            if not length_ms:
                raise BrokenMedia("no sound")
            self._voices[url] = Voice(MediaPhase.READY, peaks, length_ms)
        except WorkstationError as error:
            self._voices[url] = Voice(MediaPhase.FAILED, code=error.code)
        self.changed.emit()
        self.loaded.emit(url)

    async def _play(self, url: str) -> None:
        try:
            file = await self._library.recording(url)
        except WorkstationError as error:
            self._voices[url] = Voice(MediaPhase.FAILED, code=error.code)
            self.changed.emit()
            return
        self.playback.start(url, file.content, file.media_type)


def _thumbnail(content: bytes, form: str, size: QSize) -> QImage:
    return pictures.crop(pictures.decode(content, form, size), size)
