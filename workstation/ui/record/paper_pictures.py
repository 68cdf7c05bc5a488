"""The pictures of a record at the size paper needs, upright; or why one is missing."""

import asyncio
import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import field
from functools import partial
from typing import Protocol

from PySide6.QtCore import QSize, Qt

from workstation.domain.errors import WorkstationError
from workstation.domain.value import Value
from workstation.services.media_reader import LoadedMedia
from workstation.ui.kit.strings import error_text
from workstation.ui.media import pictures
from workstation.ui.media.decoding_threads import DecodingThreads
from workstation.ui.record.content import Figure

MAX_SIDE_PX = 960
"""Pixels: 82 mm at some 300 to the inch."""

MAX_AT_ONCE = 2


class PictureLibrary(Protocol):
    """Where pictures come from: the cache, else the network."""

    async def picture(self, url: str) -> LoadedMedia:
        """A picture within bounds, not decoded. Raises ``WorkstationError``."""


class PaperPicture(Value):
    """A picture as a JPEG, with its size in pixels.

    ``scale`` is how many of these are one of the whole photo's, which ``digest`` names.
    """

    content: bytes = field(repr=False)
    width: int
    height: int
    scale: float = 1.0
    digest: str = ""


class LostPicture(Value):
    """A picture that could not be had, and why, in words; or one that the doctor left out."""

    why: str
    is_left_out: bool = False


PaperPictures = Mapping[str, PaperPicture | LostPicture]


async def load_pictures(
    library: PictureLibrary, figures: Iterable[Figure], on_progress: Callable[[int, int], None]
) -> dict[str, PaperPicture | LostPicture]:
    """Every picture, two at a time; ``on_progress`` is told how many of how many are done.

    A picture that fails is a ``LostPicture``; nothing is raised for it.
    """
    urls = dict.fromkeys(figure.url for figure in figures)
    loaded: dict[str, PaperPicture | LostPicture] = {}
    turns, threads = asyncio.Semaphore(MAX_AT_ONCE), DecodingThreads(MAX_AT_ONCE)

    async def fetch(url: str) -> None:
        async with turns:
            loaded[url] = await _load_one(library, url, threads)
            on_progress(len(loaded), len(urls))

    async with asyncio.TaskGroup() as group:
        for url in urls:
            group.create_task(fetch(url))
    return loaded


async def _load_one(
    library: PictureLibrary, url: str, threads: DecodingThreads
) -> PaperPicture | LostPicture:
    try:
        file = await library.picture(url)
        return await threads.run(partial(shrink, file.content, file.format_name))
    except WorkstationError as error:
        return LostPicture(error_text(error).what)


def shrink(content: bytes, form: str) -> PaperPicture:
    """The picture upright, at most ``MAX_SIDE_PX`` on a side. Raises ``MediaError``."""
    digest = hashlib.sha256(content).hexdigest()
    picture, scale = pictures.decode_scaled(content, form, QSize(MAX_SIDE_PX, MAX_SIDE_PX))
    side = max(picture.width(), picture.height())
    if side > MAX_SIDE_PX:
        picture = picture.scaled(
            MAX_SIDE_PX,
            MAX_SIDE_PX,
            Qt.AspectRatioMode.KeepAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
    content = pictures.encode(picture, "jpeg")
    scale *= max(picture.width(), picture.height()) / side
    return PaperPicture(content, picture.width(), picture.height(), scale, digest)
