"""A BMP with nothing but its picture (Microsoft, "Bitmap Storage" and "BITMAPV5HEADER").

The headers grew over the years and are told apart by their length. Kept are the fields that tell
how to read pixels; the palette in its announced length; the pixels in the length that width, height
and depth give. A colour profile that is linked is the name of a file on the sender's computer.
"""

import struct

from workstation.domain.errors import BrokenMedia
from workstation.domain.value import Value
from workstation.media.cleaning import icc

_FILE_HEADER = 14
_CORE, _INFO, _OS2, _V4, _V5 = 12, 40, 64, 108, 124
_PLAIN, _RLE8, _RLE4, _MASKS, _ALPHA_MASKS = 0, 1, 2, 3, 6
_MASKS_END = 56
_ROW_UNIT = 4
_SRGB, _EMBEDDED = b"BGRs", b"DEBM"
_CALIBRATED = bytes(4)


class _Layout(Value):
    """What the header says of the rest; lengths and places in bytes from the file's start."""

    header: int
    width: int
    height: int
    depth: int
    compression: int
    colours: int

    @property
    def masks(self) -> int:
        """The colour masks behind the header that had no room for them yet."""
        if self.header != _INFO:
            return 0
        return {_MASKS: 12, _ALPHA_MASKS: 16}.get(self.compression, 0)

    @property
    def palette(self) -> int:
        return _FILE_HEADER + self.header + self.masks

    @property
    def palette_colours(self) -> int:
        return min(self.colours or 256, 1 << self.depth) if self.depth <= 8 else 0

    @property
    def colour(self) -> int:
        return 3 if self.header == _CORE else 4


def clean(content: bytes) -> bytes:
    """The picture with its palette, density and colours. Raises ``BrokenMedia``."""
    layout = _layout(content)
    start = _pixels_start(content, layout)
    palette = _palette(content, layout, start)
    pixels = content[start : start + _pixel_length(content, layout, start)]
    if not pixels or not whole(content):
        raise BrokenMedia("BMP breaks off")
    profile = _profile(content, layout)
    place = layout.palette + len(palette)
    masks = content[_FILE_HEADER + layout.header : layout.palette]
    behind = place + len(pixels) - _FILE_HEADER
    header = _header(content, layout, (len(palette), len(pixels)), (behind, len(profile)))
    rest = header + masks + palette + pixels + profile
    return b"BM" + struct.pack("<IHHI", _FILE_HEADER + len(rest), 0, 0, place) + rest


def _layout(content: bytes) -> _Layout:
    header = int.from_bytes(content[14:18], "little")
    if len(content) < _FILE_HEADER + header:
        raise BrokenMedia("BMP breaks off")
    if header == _CORE:
        width, height, _, depth = struct.unpack_from("<4H", content, 18)
        return _Layout(header, width, height, depth, _PLAIN, 0)
    width, height, _, depth, compression = struct.unpack_from("<iiHHI", content, 18)
    (colours,) = struct.unpack_from("<I", content, 46)
    drawable = {_PLAIN, _RLE8, _RLE4, _MASKS, _ALPHA_MASKS} - (
        {_MASKS, _ALPHA_MASKS} if header == _OS2 else set()
    )
    if compression not in drawable or not 0 < depth <= 64:
        raise BrokenMedia("BMP of a kind that nothing draws")
    return _Layout(header, width, abs(height), depth, compression, colours)


def _pixels_start(content: bytes, layout: _Layout) -> int:
    """The place of the pixels: where the file says, or behind the palette if that cannot be."""
    start = int.from_bytes(content[10:14], "little")
    behind = layout.palette + layout.palette_colours * layout.colour
    return start if start >= layout.palette else behind


def whole(content: bytes) -> bool:
    """Whether all pixels are there, but for the last row's padding.

    Run lengths are not followed for this, and what nothing draws has none missing.
    """
    try:
        layout = _layout(content)
    except BrokenMedia:
        return True
    if layout.compression in {_RLE8, _RLE4}:
        return True
    start = _pixels_start(content, layout)
    return len(content) > start + _pixel_length(content, layout, start) - _ROW_UNIT


def _palette(content: bytes, layout: _Layout, start: int) -> bytes:
    """The colours that are there, with the byte of each that says nothing set to 0."""
    count = min(layout.palette_colours, (start - layout.palette) // layout.colour)
    colours = bytearray(content[layout.palette : layout.palette + count * layout.colour])
    if layout.colour == 4:
        colours[3::4] = bytes(len(colours[3::4]))
    return bytes(colours)


def _pixel_length(content: bytes, layout: _Layout, start: int) -> int:
    if layout.compression in {_RLE8, _RLE4}:
        return _run_length_end(content, start, layout.compression) - start
    return (layout.width * layout.depth + 31) // 32 * _ROW_UNIT * layout.height


def _run_length_end(content: bytes, at: int, compression: int) -> int:
    """The place behind the mark that ends the picture, or at the end of the file."""
    while at + 1 < len(content):
        count, value = content[at], content[at + 1]
        at += 2
        if count == 0 and value == 1:
            return at
        if count == 0 and value == 2:
            at += 2
        elif count == 0 and value > 2:
            length = value if compression == _RLE8 else (value + 1) // 2
            at += length + length % 2
    return len(content)


def _header(
    content: bytes, layout: _Layout, lengths: tuple[int, int], profile: tuple[int, int]
) -> bytes:
    """The header in its length, with what is no number of the picture's set to 0.

    ``lengths`` are those of palette and pixels, ``profile`` is place and length of the profile.
    """
    old = content[_FILE_HEADER : _FILE_HEADER + layout.header]
    if layout.header == _CORE:
        return old
    end = _INFO if layout.header == _OS2 else min(layout.header, _MASKS_END)
    new = bytearray(old[:end] + bytes(layout.header - end))
    palette, pixels = lengths
    struct.pack_into("<I", new, 20, pixels)
    struct.pack_into("<II", new, 32, palette // layout.colour, 0)
    if layout.header < _V4:
        return bytes(new)
    space = old[_MASKS_END : _MASKS_END + 4]
    calibrated = space == _CALIBRATED
    new[_MASKS_END:_V4] = old[_MASKS_END:_V4] if calibrated else _SRGB + bytes(48)
    if layout.header == _V5:
        new[_V4 : _V4 + 4] = old[_V4 : _V4 + 4]
        if profile[1]:
            new[_MASKS_END : _MASKS_END + 4] = _EMBEDDED
            struct.pack_into("<II", new, 112, *profile)
    return bytes(new)


def _profile(content: bytes, layout: _Layout) -> bytes:
    if layout.header != _V5 or content[70:74] != _EMBEDDED:
        return b""
    offset, length = struct.unpack_from("<II", content, _FILE_HEADER + 112)
    return icc.clean(content[_FILE_HEADER + offset : _FILE_HEADER + offset + length])
