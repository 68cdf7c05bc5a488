"""The pictures of a record at the size paper needs, upright; or why one is missing."""

import asyncio
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Protocol

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage, QPainter

from workstation.domain.errors import WorkstationError
from workstation.services.attachments import LoadedMedia
from workstation.ui.kit.strings import error_text
from workstation.ui.media import pictures
from workstation.ui.media.decoding_threads import DecodingThreads
from workstation.ui.record.content import Figure

LONGEST = 960
"""Pixels: 82 mm at some 300 to the inch."""

AT_ONCE = 2


class Library(Protocol):
    """Where pictures come from: the cache, else the network."""

    async def picture(self, url: str) -> LoadedMedia:
        """A picture within bounds, not decoded. Raises ``WorkstationError``."""


@dataclass(frozen=True, slots=True)
class Shot:
    """A picture as a JPEG, with its size in pixels."""

    content: bytes = field(repr=False)
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Lost:
    """A picture that could not be had, and why, in words."""

    why: str


Shots = Mapping[str, Shot | Lost]


async def gather(
    library: Library, figures: Iterable[Figure], moved: Callable[[int, int], None]
) -> dict[str, Shot | Lost]:
    """Every picture, two at a time; ``moved`` is told how many of how many are done.

    A picture that fails is ``Lost``; nothing is raised for it.
    """
    urls = dict.fromkeys(figure.url for figure in figures)
    found: dict[str, Shot | Lost] = {}
    turns, threads = asyncio.Semaphore(AT_ONCE), DecodingThreads(AT_ONCE)

    async def fetch(url: str) -> None:
        async with turns:
            found[url] = await _one(library, url, threads)
            moved(len(found), len(urls))

    async with asyncio.TaskGroup() as group:
        for url in urls:
            group.create_task(fetch(url))
    return found


async def _one(library: Library, url: str, threads: DecodingThreads) -> Shot | Lost:
    try:
        file = await library.picture(url)
        return await threads.run(partial(shrink, file.content, file.format_name))
    except WorkstationError as error:
        return Lost(error_text(error).what)


def shrink(content: bytes, form: str) -> Shot:
    """The picture upright, at most ``LONGEST`` pixels on a side. Raises ``MediaError``."""
    picture = pictures.decode(content, form, QSize(LONGEST, LONGEST))
    if max(picture.width(), picture.height()) > LONGEST:
        picture = picture.scaled(
            LONGEST,
            LONGEST,
            Qt.AspectRatioMode.KeepAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
    content = pictures.encode(_on_white(picture), "jpeg")
    return Shot(content, picture.width(), picture.height())


def _on_white(picture: QImage) -> QImage:
    """What is transparent on the screen shows the paper."""
    if not picture.hasAlphaChannel():
        return picture
    sheet = QImage(picture.size(), QImage.Format.Format_RGB32)
    sheet.fill(Qt.GlobalColor.white)
    painter = QPainter(sheet)
    painter.drawImage(0, 0, picture)
    painter.end()
    return sheet
