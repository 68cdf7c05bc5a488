"""Answers painting at once, and loads behind it: pictures here, voices by a loader of their own.

A paint event may not wait. It asks for a thumbnail of a size and gets what is there: the picture,
that it loads, or that it failed. The first question begins the work; its answer comes as
``changed`` and a repaint. So one picture is loaded once, however often it is painted meanwhile.

What was asked for last is loaded first: whoever scrolls through a hundred pictures waits for those
in sight now, not for those already passed. Two are decoded at once, and two are fetched beside
those: a network that stalls holds up what is to come by it, and not what lies on this computer.
Memory is bounded by count and by bytes, and what was longest not looked at goes first.

Tests: ``test_a_picture_is_loaded_once_however_often_it_is_painted``,
``test_what_is_looked_at_now_comes_before_what_was_left``,
``test_a_photo_on_this_computer_is_shown_while_others_wait_for_the_network``,
``test_pictures_are_kept_within_a_bound_of_memory_and_the_least_looked_at_go``.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Protocol

from PySide6.QtCore import QObject, QSize, Signal
from PySide6.QtGui import QGuiApplication, QImage, QPixmap

from workstation.base.task_scope import TaskScope
from workstation.domain.errors import WorkstationError
from workstation.domain.photo_quality import PhotoFlaw
from workstation.services.media_reader import LoadedMedia, OriginalFile
from workstation.services.playback import Playback
from workstation.services.voice_playlist import VoicePlaylist
from workstation.ui.media import pictures
from workstation.ui.media.decoding_threads import DecodingThreads
from workstation.ui.media.document_loader import DocumentLoader
from workstation.ui.media.media_lookup import DocumentState, MediaPhase, Thumbnail, VoiceState
from workstation.ui.media.photo_checks import PhotoChecks
from workstation.ui.media.waveform_loader import ReadWaveform, WaveformLoader

MAX_PIXMAPS = 400
SCREENFULS = 2
"""Of decoded pictures, as the largest screen here holds them, within the next two bounds."""
MIN_PIXMAP_BYTES = 16 * 1024 * 1024
MAX_PIXMAP_BYTES = 64 * 1024 * 1024
MAX_DECODERS = 2
MAX_FETCHES = 2

Key = tuple[str, int, int]
"""An address, and the size in pixels of the screen."""


class MediaSource(Protocol):
    """Where files come from: the cache, else the network."""

    async def needs_network(self, url: str) -> bool:
        """Whether a picture has to be fetched, as it is not on this computer."""

    async def picture(self, url: str) -> LoadedMedia:
        """A picture within bounds, not decoded. Raises ``WorkstationError``."""

    async def recording(self, url: str) -> LoadedMedia:
        """A recording. Raises ``WorkstationError``."""

    async def document(self, url: str, declared_bytes: int | None = None) -> OriginalFile:
        """A file that the policy takes. Raises ``WorkstationError``."""


class ThumbnailLoader(QObject):
    """Loads pictures and voices, and says how they are now; ``changed`` when any is different.

    ``read_waveform`` gives the outline and length of the recording at an address. Errors of
    the tree end as a failed picture or voice with a retry; anything else is a defect and goes to
    ``scope``.
    """

    changed = Signal()
    loaded = Signal(str)

    def __init__(
        self,
        source: MediaSource,
        listening: VoicePlaylist,
        read_waveform: ReadWaveform,
        scope: TaskScope,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.playback: Playback = listening.playback
        self._source, self._scope = source, scope
        self._waveforms = WaveformLoader(source, listening, read_waveform, scope, self)
        self._waveforms.changed.connect(self.changed)
        self._waveforms.loaded.connect(self.loaded)
        self._documents = DocumentLoader(source, scope, self)
        self._documents.changed.connect(self.changed)
        self._checks = PhotoChecks(self._on_flawed, lambda: self._decoding > 0)
        self.destroyed.connect(self._checks.close)
        self._pictures: OrderedDict[Key, Thumbnail] = OrderedDict()
        self._queue: OrderedDict[Key, float] = OrderedDict()
        self._to_fetch: dict[Key, float] = {}
        self._fetches = asyncio.Semaphore(MAX_FETCHES)
        self._decoders, self._decoding = asyncio.Semaphore(MAX_DECODERS), 0
        self._threads = DecodingThreads(MAX_DECODERS)
        self._paused = False

    def thumbnail(self, url: str, size: QSize, ratio: float) -> Thumbnail:
        """The picture at ``url``, cropped to ``size`` in logical pixels; asking starts loading it.

        ``ratio`` is the screen's device pixels to one of those.
        """
        if self._paused:
            return Thumbnail(MediaPhase.LOADING)
        key = (url, round(size.width() * ratio), round(size.height() * ratio))
        if key in self._pictures:
            self._pictures.move_to_end(key)
            if key in self._queue:
                self._queue.move_to_end(key)
            return self._pictures[key]
        self._pictures[key] = Thumbnail(MediaPhase.LOADING)
        self._queue[key] = ratio
        self._scope.spawn(self._load_next())
        if len(self._pictures) > MAX_PIXMAPS:
            self._pictures.popitem(last=False)
        return self._pictures[key]

    @property
    def held_bytes(self) -> int:
        """How much memory the decoded pictures take, in bytes."""
        return sum(map(_bytes, self._pictures.values()))

    def flaws(self, url: str) -> tuple[PhotoFlaw, ...]:
        """What may keep a photo from being judged, as far as that is known yet."""
        return self._checks.flaws(url)

    def voice(self, url: str, key: str) -> VoiceState:
        """The recording at ``url`` in the row ``key``, and how far it plays there."""
        if self._paused:
            return VoiceState(MediaPhase.LOADING)
        return self._waveforms.voice(url, key)

    def document(self, url: str, declared_bytes: int | None) -> DocumentState:
        """The file at ``url``; asking starts loading it."""
        if self._paused:
            return DocumentState(MediaPhase.LOADING)
        return self._documents.document(url, declared_bytes)

    def length_of(self, url: str) -> int | None:
        """A recording's length in milliseconds, if it is known; ``voice`` makes it known."""
        return self._waveforms.length_of(url)

    def reload(self, url: str) -> None:
        """Try again what failed."""
        for key in [key for key in self._pictures if key[0] == url]:
            del self._pictures[key]
        self._waveforms.forget(url)
        self._documents.forget(url)
        self.changed.emit()

    def drop(self) -> None:
        """Let every picture and outline go; what is in sight later is loaded again."""
        self._pictures.clear()
        self._queue.clear()
        self._to_fetch.clear()
        self._checks.drop()
        self._waveforms.drop()
        self._documents.drop()

    def pause(self) -> None:
        """Let all go, and load nothing until ``resume``: the window is locked, its key is gone."""
        self._paused = True
        self.drop()

    def resume(self) -> None:
        """Load again what is asked for."""
        self._paused = False
        self.changed.emit()

    async def _load_next(self) -> None:
        async with self._decoders:
            if not self._queue:
                return
            key, ratio = self._queue.popitem()
            if not await self._source.needs_network(key[0]):
                await self._load_picture(key, ratio)
                return
            self._to_fetch[key] = ratio
        async with self._fetches:
            latest = next((key for key in reversed(self._pictures) if key in self._to_fetch), None)
            if latest is not None:
                await self._load_picture(latest, self._to_fetch.pop(latest))

    async def _load_picture(self, key: Key, ratio: float) -> None:
        url, width, height = key
        try:
            file = await self._source.picture(url)
            size = QSize(width, height)
            work = partial(_thumbnail, file.content, file.format_name, size)
            image = await self._decode(work)
        except WorkstationError as error:
            self._show(key, Thumbnail(MediaPhase.FAILED, code=error.code))
            return
        pixmap = QPixmap.fromImage(image)
        pixmap.setDevicePixelRatio(ratio)
        flaws = self._checks.flaws(url)
        if self._show(key, Thumbnail(MediaPhase.READY, pixmap, "", file.complete, flaws)):
            self._checks.ask(url, file)

    async def _decode(self, work: Callable[[], QImage]) -> QImage:
        """Decode a picture; photos shown already are judged when nobody waits for one."""
        self._decoding += 1
        try:
            return await self._threads.run(work)
        finally:
            self._decoding -= 1
            self._checks.resume()

    def _show(self, key: Key, picture: Thumbnail) -> bool:
        """Show what was loaded; false if it was let go: nothing stays behind a locked screen."""
        if key not in self._pictures:
            return False
        self._pictures[key] = picture
        self._evict_oldest()
        self.changed.emit()
        return True

    def _on_flawed(self, url: str) -> None:
        flaws = self._checks.flaws(url)
        for key, picture in self._pictures.items():
            if key[0] == url:
                self._pictures[key] = replace(picture, flaws=flaws)
        self.changed.emit()

    def _evict_oldest(self) -> None:
        """Let go of what was longest not looked at."""
        surplus = self.held_bytes - _most_bytes()
        while surplus > 0:
            _, picture = self._pictures.popitem(last=False)
            surplus -= _bytes(picture)


def _most_bytes() -> int:
    screens = QGuiApplication.screens()
    held = [_pixels(screen.size()) * screen.devicePixelRatio() ** 2 * 4 for screen in screens]
    screenfuls = SCREENFULS * int(max(held, default=0.0))
    return min(max(screenfuls, MIN_PIXMAP_BYTES), MAX_PIXMAP_BYTES)


def _pixels(size: QSize) -> int:
    return size.width() * size.height()


def _bytes(picture: Thumbnail) -> int:
    pixmap = picture.pixmap
    return 0 if pixmap is None else _pixels(pixmap.size()) * pixmap.depth() // 8


def _thumbnail(content: bytes, form: str, size: QSize) -> QImage:
    return pictures.crop(pictures.decode(content, form, size), size)
