"""Nine pictures of 12 megapixels, from their files to painted, against QImageReader alone.

The floor reads the same files with two threads and the same scaled size, and crops nothing.
"""

import asyncio
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from desk import in_window
from measurement import Row, median
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QImageReader, QLinearGradient, QPainter
from PySide6.QtWidgets import QWidget

from workstation.domain.errors import WorkstationError
from workstation.services.media_reader import LoadedMedia
from workstation.services.playback import Playback
from workstation.store.feed import Feed
from workstation.ui.kit.tasks import scope_of
from workstation.ui.media.media_lookup import MediaPhase
from workstation.ui.media.thumbnail_loader import ThumbnailLoader

COUNT, TIMES, THREADS = 9, 5, 2
SIZE, SHOWN = QSize(4_000, 3_000), QSize(96, 96)


def rows() -> Iterator[Row]:
    with tempfile.TemporaryDirectory() as folder:
        files = in_window(lambda: drawn(Path(folder)))
        pairs = [(in_window(lambda: ours(files)), bare(files)) for _ in range(TIMES)]
    value, floor = (median(side) * 1000 for side in zip(*pairs, strict=True))
    yield Row("9 thumbnails of 12 MP, files to painted", value, "ms", floor=floor, most=1.2)


async def drawn(folder: Path) -> list[Path]:
    """Photographs of 12 megapixels that do not compress to nothing."""
    files = []
    for number in range(COUNT):
        image = QImage(SIZE, QImage.Format.Format_RGB32)
        painter = QPainter(image)
        shade = QLinearGradient(QPointF(0, 0), QPointF(SIZE.width(), SIZE.height()))
        shade.setColorAt(0, Qt.GlobalColor.white)
        shade.setColorAt(1, Qt.GlobalColor.darkRed)
        painter.fillRect(image.rect(), shade)
        for spot in range(4_000):
            x, y = spot * 977 % SIZE.width(), spot * 661 % SIZE.height()
            painter.fillRect(x, y, 40, 30, (spot * 7919 + number) % 0xFFFFFF)
        painter.end()
        files.append(folder / f"{number}.jpg")
        assert image.save(str(files[-1]), "jpg", 88)
    return files


def bare(files: list[Path]) -> float:
    """Seconds of the reader alone."""

    def read(file: Path) -> None:
        reader = QImageReader(str(file))
        reader.setAutoTransform(True)
        reader.setScaledSize(SIZE.scaled(SHOWN, Qt.AspectRatioMode.KeepAspectRatioByExpanding))
        assert not reader.read().isNull()

    start = time.perf_counter()
    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(read, files))
    return time.perf_counter() - start


class Files:
    """The library's answers from files."""

    async def needs_network(self, _url: str) -> bool:
        return False

    async def picture(self, url: str) -> LoadedMedia:
        return LoadedMedia(await asyncio.to_thread(Path(url).read_bytes), "jpeg", "image/jpeg")

    async def recording(self, url: str) -> LoadedMedia:
        raise NotImplementedError(url)


class Silent:
    """Listening where nothing ever sounds."""

    def __init__(self) -> None:
        self.playback = Playback(lambda _: None, lambda: False)  # type: ignore[arg-type]
        self.failed: Feed[tuple[str, WorkstationError]] = Feed()


class Grid(QWidget):
    """Paints what the board has; ``done`` when all of it was painted."""

    def __init__(self, thumbnails: ThumbnailLoader, files: list[Path]) -> None:
        super().__init__()
        self.done = asyncio.Event()
        self._thumbnails, self._files = thumbnails, files
        self.resize(SHOWN.width() * 3, SHOWN.height() * 3)
        thumbnails.changed.connect(self.update)

    def paintEvent(self, _event: object) -> None:
        painter = QPainter(self)
        ready = 0
        for number, file in enumerate(self._files):
            picture = self._thumbnails.thumbnail(str(file), SHOWN, 1.0)
            assert picture.phase is not MediaPhase.FAILED
            if picture.pixmap is not None:
                at = QPointF(number % 3 * SHOWN.width(), number // 3 * SHOWN.height())
                painter.drawPixmap(QRectF(at, SHOWN.toSizeF()), picture.pixmap, QRectF())
                ready += 1
        painter.end()
        if ready == len(self._files):
            self.done.set()


async def ours(files: list[Path]) -> float:
    """Seconds from the first painting to the one with all pictures."""
    owner = QWidget()
    scope = scope_of(owner)
    thumbnails = ThumbnailLoader(Files(), Silent(), None, scope)  # type: ignore[arg-type]
    grid = Grid(thumbnails, files)
    start = time.perf_counter()
    grid.show()
    await grid.done.wait()
    taken = time.perf_counter() - start
    grid.close()
    scope.close()
    return taken
