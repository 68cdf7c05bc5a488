"""A library of pictures and voices that a test opens and shuts, and who listens to it."""

import asyncio

import pytest
from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QImage

from workstation.domain.errors import BrokenMedia, WorkstationError
from workstation.services.media_reader import LoadedMedia, OriginalFile
from workstation.services.playback import Playback
from workstation.store.feed import Feed

WAVE = ((0.5,) * 36, 18_000)


def photograph() -> bytes:
    """A picture as it comes."""
    held = QByteArray()
    buffer = QBuffer(held)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image = QImage(200, 100, QImage.Format.Format_RGB32)
    image.fill(0x884422)
    image.save(buffer, "png")
    return bytes(held.data())


class Library:
    """Hands out files while ``open`` is set, and notes what was asked for.

    What is ``away`` is not on this computer, and comes once there is a ``network``.
    """

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.open = asyncio.Event()
        self.open.set()
        self.broken: set[str] = set()
        self.away: set[str] = set()
        self.network = asyncio.Event()
        self.wave: tuple[tuple[float, ...], int] = WAVE

    async def needs_network(self, url: str) -> bool:
        """Whether it is away."""
        return url in self.away

    async def picture(self, url: str) -> LoadedMedia:
        """A picture, whatever its address."""
        return await self._file(url, "png", "image/png")

    async def recording(self, url: str) -> LoadedMedia:
        """A recording, whatever its address."""
        return await self._file(url, "m4a", "audio/mp4")

    async def document(self, url: str, _declared_bytes: int | None) -> OriginalFile:
        """A file, whatever its address."""
        await self._file(url, "pdf", "application/pdf")
        return OriginalFile(b"%PDF-1.7", "pdf")

    async def _file(self, url: str, form: str, media_type: str) -> LoadedMedia:
        self.asked.append(url)
        await self.open.wait()
        if url in self.away:
            await self.network.wait()
        if url in self.broken:
            raise BrokenMedia(url)
        return LoadedMedia(photograph(), form, media_type)


class Ears:
    """What of the listening a board hears."""

    def __init__(self) -> None:
        self.playback = Playback(lambda _: pytest.fail("nothing plays"), lambda: True)
        self.failed: Feed[tuple[str, WorkstationError]] = Feed()
