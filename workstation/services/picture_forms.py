"""The picture format of a file's content, so that ``ui`` calls no parser."""

from workstation.domain.errors import UnsupportedMedia
from workstation.media import heic
from workstation.media.formats import HEAD_BYTES, Format, MediaKind, sniff
from workstation.media.picture import inspect


def picture_form(content: bytes) -> str:
    """The format of an own picture, as its extension: ``jpeg``, ``png``, ...

    Raises ``MediaError`` for none that may be sent: broken, too large, or HEIC, which few other
    clients open.
    """
    form = inspect(content).format
    if form is Format.HEIC:
        raise UnsupportedMedia("heic")
    return form.name.lower()


def is_picture(content: bytes) -> bool:
    """Whether it begins like a picture; ``picture_form`` says whether it is a complete one."""
    form = sniff(content[:HEAD_BYTES])
    return form is not None and form.kind is MediaKind.PICTURE


def heic_pixmap(content: bytes) -> bytes:
    """A received HEIC as a PPM file; blocking. Raises ``MediaError``, also where it cannot be."""
    return heic.pixmap(content)
