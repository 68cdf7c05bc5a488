"""Pictures within bounds, known from their headers before anything decodes them.

A decoder believes a header: a file of a kilobyte may ask for forty thousand by forty thousand
pixels, and memory is gone before the first line is drawn. So the size is read here, by a reader of
a few lines that draws nothing, and compared with the bounds first; what the content is, its first
bytes say, never its name or the type that its sender declared. Where the header is fine and the
*work* is not (a progressive JPEG of a thousand scans, a PNG text that inflates without end), the
format's own module counts it (``tests/media/test_picture_work.py`` turns red without). The others
were tried and stay within some two seconds at the largest: frames of GIF and WebP (only the first
is decoded), run lengths of BMP, interlaced PNG, a PNG of nothing but chunks, colour profiles.

A picture that breaks off is shown as far as it goes and never sent: half a wound sent as whole
would mislead whoever answers (``test_a_picture_that_breaks_off_is_not_sent``).
"""

import struct
from dataclasses import field

from workstation.domain.errors import BrokenMedia, MediaTooLarge, UnsupportedMedia
from workstation.domain.value import Value
from workstation.media import gif, heif, jpeg, png, webp
from workstation.media.cleaning import bmp as clean_bmp
from workstation.media.cleaning import gif as clean_gif
from workstation.media.cleaning import jpeg as clean_jpeg
from workstation.media.cleaning import png as clean_png
from workstation.media.cleaning import webp as clean_webp
from workstation.media.formats import Format, MediaKind, require

MAX_PICTURE_BYTES = 20 * 1024 * 1024
MAX_PICTURE_PIXELS = 40_000_000
MAX_SCALED_PIXELS = 220_000_000
"""Of a JPEG that can be decoded smaller than it is, row by row: phones take up to 201 million."""
MAX_SIDE_PIXELS = 32_767

_CLEANERS = {
    Format.JPEG: clean_jpeg.clean,
    Format.PNG: clean_png.clean,
    Format.WEBP: clean_webp.clean,
    Format.GIF: clean_gif.clean,
    Format.BMP: clean_bmp.clean,
}
_WHOLE = {Format.JPEG: jpeg.whole, Format.GIF: gif.whole, Format.BMP: clean_bmp.whole}
"""Of the others no decoder shows a part."""


class InspectedPicture(Value):
    """A picture not decoded yet; sizes in pixels as stored, before Exif's orientation turns it.

    What is not ``whole`` breaks off, but can be shown in part.
    """

    content: bytes = field(repr=False)
    format: Format
    width: int
    height: int
    whole: bool = True


def inspect(content: bytes) -> InspectedPicture:
    """Read the header, and what decoding would cost.

    Raises ``UnsupportedMedia``, ``MediaTooLarge``, ``BrokenMedia``.
    """
    if len(content) > MAX_PICTURE_BYTES:
        raise MediaTooLarge(f"more than {MAX_PICTURE_BYTES} bytes")
    form = require(content, MediaKind.PICTURE)
    width, height = _size(content, form)
    if width <= 0 or height <= 0:
        raise BrokenMedia("no pixels")
    if max(width, height) > MAX_SIDE_PIXELS or not _pixels_fit(content, form, width * height):
        raise MediaTooLarge(f"{width} x {height} pixels")
    _bound_work(content, form, width * height)
    whole = _WHOLE[form](content) if form in _WHOLE else True
    return InspectedPicture(content, form, width, height, whole)


def _pixels_fit(content: bytes, form: Format, pixels: int) -> bool:
    if pixels <= MAX_PICTURE_PIXELS:
        return True
    scales = form is Format.JPEG and pixels <= MAX_SCALED_PIXELS
    return scales and jpeg.decoded_by_rows(content)


def clean_picture(picture: InspectedPicture) -> InspectedPicture:
    """The picture as it may be sent: what it is drawn by, and nothing else.

    Raises ``BrokenMedia``, and ``UnsupportedMedia`` for HEIC.
    """
    clean = _CLEANERS.get(picture.format)
    if clean is None:
        raise UnsupportedMedia("heic")
    return inspect(clean(picture.content))


def _bound_work(content: bytes, form: Format, pixels: int) -> None:
    if form is Format.JPEG:
        jpeg.bound_work(content, pixels)
    elif form is Format.PNG:
        png.bound_work(content)


def _size(content: bytes, form: Format) -> tuple[int, int]:
    match form:
        case Format.JPEG:
            return jpeg.size(content)
        case Format.PNG:
            return png.size(content)
        case Format.WEBP:
            return webp.size(content)
        case Format.HEIC:
            return heif.size(content)
        case Format.GIF:
            return _unpack("<HH", content, 6)
        case _:
            return _bmp_size(content)


def _bmp_size(content: bytes) -> tuple[int, int]:
    core = int.from_bytes(content[14:18], "little") == 12
    width, height = _unpack("<HH" if core else "<ii", content, 18)
    return width, abs(height)


def _unpack(layout: str, content: bytes, at: int) -> tuple[int, int]:
    try:
        width, height = struct.unpack_from(layout, content, at)
    except struct.error:
        raise BrokenMedia("breaks off") from None
    return width, height
