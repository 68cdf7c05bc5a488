"""Pictures within bounds, known from their headers before anything decodes them."""

import struct
from dataclasses import dataclass, field

from workstation.domain.errors import BrokenMedia, MediaTooLarge, UnsupportedMedia
from workstation.media import gif, heif, jpeg, png, webp
from workstation.media.cleaning import bmp as clean_bmp
from workstation.media.cleaning import gif as clean_gif
from workstation.media.cleaning import jpeg as clean_jpeg
from workstation.media.cleaning import png as clean_png
from workstation.media.cleaning import webp as clean_webp
from workstation.media.formats import Format, MediaKind, require
from workstation.media.picture_work import bound_work

MOST_BYTES = 20 * 1024 * 1024
MOST_PIXELS = 40_000_000
LONGEST_SIDE = 32_767

_CLEANERS = {
    Format.JPEG: clean_jpeg.cleaned,
    Format.PNG: clean_png.cleaned,
    Format.WEBP: clean_webp.cleaned,
    Format.GIF: clean_gif.cleaned,
    Format.BMP: clean_bmp.cleaned,
}
_WHOLE = {Format.JPEG: jpeg.whole, Format.GIF: gif.whole, Format.BMP: clean_bmp.whole}
"""Of the others no decoder shows a part."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture not decoded yet; sizes in pixels as stored, before ``orientation`` turns it.

    ``orientation`` is Exif's, 1 to 8. What is not ``whole`` breaks off, but can be shown in part.
    """

    content: bytes = field(repr=False)
    format: Format
    width: int
    height: int
    orientation: int = 1
    whole: bool = True


def inspect(content: bytes) -> Picture:
    """Read the header, and what decoding would cost.

    Raises ``UnsupportedMedia``, ``MediaTooLarge``, ``BrokenMedia``.
    """
    if len(content) > MOST_BYTES:
        raise MediaTooLarge(f"more than {MOST_BYTES} bytes")
    known = require(content, MediaKind.PICTURE)
    width, height = _size(content, known)
    if width <= 0 or height <= 0:
        raise BrokenMedia("no pixels")
    if width * height > MOST_PIXELS or max(width, height) > LONGEST_SIDE:
        raise MediaTooLarge(f"{width} x {height} pixels")
    bound_work(content, known, width * height)
    turned = jpeg.orientation(content) if known is Format.JPEG else 1
    whole = _WHOLE[known](content) if known in _WHOLE else True
    return Picture(content, known, width, height, turned, whole)


def cleaned(picture: Picture) -> Picture:
    """The picture as it may be sent: what it is drawn by, and nothing else.

    Raises ``BrokenMedia``, and ``UnsupportedMedia`` for HEIC.
    """
    clean = _CLEANERS.get(picture.format)
    if clean is None:
        raise UnsupportedMedia("heic")
    return inspect(clean(picture.content))


def _size(content: bytes, known: Format) -> tuple[int, int]:
    match known:
        case Format.JPEG:
            return jpeg.size(content)
        case Format.PNG:
            return png.size(content)
        case Format.WEBP:
            return webp.size(content)
        case Format.HEIC:
            return heif.size(content)
        case Format.GIF:
            return _unpacked("<HH", content, 6)
        case _:
            return _bmp_size(content)


def _bmp_size(content: bytes) -> tuple[int, int]:
    core = int.from_bytes(content[14:18], "little") == 12
    width, height = _unpacked("<HH" if core else "<ii", content, 18)
    return width, abs(height)


def _unpacked(layout: str, content: bytes, at: int) -> tuple[int, int]:
    try:
        width, height = struct.unpack_from(layout, content, at)
    except struct.error:
        raise BrokenMedia("breaks off") from None
    return width, height
