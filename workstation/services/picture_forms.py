"""The picture format of a file's content, so that ``ui`` calls no parser."""

from workstation.domain.errors import UnsupportedMedia
from workstation.media import heic, png, webp
from workstation.media.formats import HEAD_BYTES, Format, MediaKind, sniff
from workstation.media.picture import clean_picture, inspect


def picture_form(content: bytes) -> str:
    """The format of an own picture, as its extension: ``jpeg``, ``png``, ...

    Raises ``MediaError`` for none that may be sent: broken, too large, or HEIC, which few other
    clients open.
    """
    form = inspect(content).format
    if form is Format.HEIC:
        raise UnsupportedMedia("heic")
    return form.name.lower()


def clean_content(content: bytes) -> bytes:
    """An own picture as it may be sent; blocking. Raises ``MediaError``, also for a part of one."""
    return clean_picture(inspect(content)).content


def is_picture(content: bytes) -> bool:
    """Whether content begins like a picture; ``picture_form`` says whether it is a complete one."""
    form = sniff(content[:HEAD_BYTES])
    return form is not None and form.kind is MediaKind.PICTURE


def orientation_unread(content: bytes, form: str) -> int:
    """How Exif wants a picture turned whose decoder does not look; 1 is as it lies."""
    match form:
        case "png":
            return png.orientation(content)
        case "webp":
            return webp.orientation(content)
        case _:
            return 1


def heic_pixmap(content: bytes) -> bytes:
    """A received HEIC as a PPM file; blocking. Raises ``MediaError``, also where it cannot be."""
    return heic.pixmap(content)
