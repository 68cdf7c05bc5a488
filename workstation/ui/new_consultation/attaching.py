"""Pictures as they are attached to the form: with a small crop of what is in them."""

import asyncio
import contextlib
from pathlib import Path

from PySide6.QtCore import QSize
from PySide6.QtGui import QImage

from workstation.domain.errors import EmptyFile, MediaTooLarge, UnsupportedMedia, WorkstationError
from workstation.domain.new_consultation_form import FormFile
from workstation.services.picture_forms import clean_content, picture_form
from workstation.ui.kit.fields.mime import MAX_FILE_BYTES, GivenPicture
from workstation.ui.kit.theme import SIZE
from workstation.ui.media import pictures
from workstation.ui.media.picking import GivenFiles, is_named_picture
from workstation.ui.new_consultation.pictures import AttachedPicture


async def read_picture(files: GivenFiles, path: Path) -> bytes:
    """A file's content. Raises as ``GivenFiles.read``; ``EmptyFile``, where there is none.

    For a huge film it raises ``UnsupportedMedia``.
    """
    try:
        content = await files.read(path, MAX_FILE_BYTES)
    except MediaTooLarge:
        if is_named_picture(path):
            raise
        raise UnsupportedMedia(path.suffix) from None
    if not content:
        raise EmptyFile("0 bytes")
    return content


async def read_given(picture: GivenPicture) -> bytes:
    """The file of a picture that is none yet, as off the clipboard. Raises ``BrokenMedia``."""
    return await asyncio.to_thread(pictures.content_of, picture, MAX_FILE_BYTES)


def attach(content: bytes) -> AttachedPicture:
    """A picture of this computer, as it will be sent. Raises ``WorkstationError`` where it is none.

    One that breaks off is none either: half a wound as whole would mislead whoever answers.
    """
    clean = clean_content(content)
    upright = pictures.upright(clean, picture_form(clean), MAX_FILE_BYTES)
    return AttachedPicture(content=upright, thumb=_thumb(upright))


def attach_again(file: FormFile) -> AttachedPicture:
    """A picture that an earlier sign-in left, without a crop where it cannot be decoded now."""
    if file.content is None:
        return AttachedPicture(url=file.url)
    attached = AttachedPicture(content=file.content, url=file.url)
    with contextlib.suppress(WorkstationError):
        attached.thumb = _thumb(file.content)
    return attached


def _thumb(content: bytes) -> QImage:
    side = 2 * SIZE.control_lg
    picture = pictures.decode(content, picture_form(content), QSize(side, side))
    return pictures.crop(picture, QSize(side, side))
