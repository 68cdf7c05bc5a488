"""JPEG at the level of its segments (ITU-T T.81 annex B): size, orientation, cost of decoding.

``segments`` goes by the standard. What bounds the work reads as libjpeg does instead: what a
decoder overlooks, or it alone stops at, would be a way around the bound.
"""

import re
import struct
from collections.abc import Iterator

from workstation.domain.errors import BrokenMedia, MediaTooLarge
from workstation.domain.value import Value
from workstation.media import exif

_EOI, _SOS, _APP1 = 0xD9, 0xDA, 0xE1
_SIZES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_MARKER = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
"""In coded data; a stuffed byte, a restart and a fill byte are none."""
_BASELINE = frozenset({0xC0, 0xC1})
_EXIF = b"Exif\0\0"
MAX_SEGMENTS = 10_000
MAX_SCANS = 100
"""Cameras write one, programs ten or so, those that look for the smallest file up to twenty."""
MAX_SCANNED_PIXELS = 1_000_000_000
"""All scans together; 25 of the largest picture, about a second."""
_DECODED_MARKER = re.compile(rb"\xff([\xc0-\xc7\xc9-\xcf\xd9-\xdd\xe0-\xef\xfe])")
"""Those with a length that libjpeg goes by, and the end. At the others it stops, or reads on from
right behind them."""


class JpegSegment(Value):
    """A marker with its payload; ``end`` is where the next one begins."""

    marker: int
    payload: bytes
    start: int
    end: int


def segments(content: bytes, *, whole: bool = True) -> Iterator[JpegSegment]:
    """All segments up to the end of the first image; coded data belongs to its ``SOS``.

    Not ``whole``: those before the first ``SOS``, with no look at the coded data. Raises
    ``BrokenMedia`` when the structure breaks off.
    """
    at = 2
    for _ in range(MAX_SEGMENTS):
        while content[at : at + 2] == b"\xff\xff":  # fill bytes (B.1.1.2)
            at += 1
        if len(content) < at + 2 or content[at] != 0xFF:
            raise BrokenMedia("JPEG breaks off")
        marker = content[at + 1]
        if marker == _EOI:
            yield JpegSegment(marker, b"", at, at + 2)
            return
        if marker == _SOS and not whole:
            return
        length = int.from_bytes(content[at + 2 : at + 4], "big")
        end = at + 2 + length
        if length < 2 or end > len(content):
            raise BrokenMedia("JPEG breaks off")
        payload = content[at + 4 : end]
        end = _coded_data_end(content, end) if marker == _SOS else end
        yield JpegSegment(marker, payload, at, end)
        at = end
    raise BrokenMedia("JPEG of too many segments")


def size(content: bytes) -> tuple[int, int]:
    """Width and height in pixels as stored (T.81, B.2.2). Raises ``BrokenMedia``."""
    for segment in segments(content, whole=False):
        if segment.marker in _SIZES and len(segment.payload) >= 5:
            height, width = struct.unpack(">HH", segment.payload[1:5])
            return width, height
    raise BrokenMedia("JPEG without a size")


def decoded_by_rows(content: bytes) -> bool:
    """Whether a decoder needs a few rows at a time, and not all coefficients at once.

    Where it takes the content for something else, its own bound of memory holds. Raises
    ``BrokenMedia``, and ``MediaTooLarge`` for what has too many segments.
    """
    frames = [one.marker for one in segments(content, whole=False) if one.marker in _SIZES]
    return set(frames) <= _BASELINE and _count_decoded_scans(content) == 1


def whole(content: bytes) -> bool:
    """Whether a picture is there to its end: decoders fill up with grey what is missing."""
    try:
        return any(segment.marker == _EOI for segment in segments(content))
    except BrokenMedia:
        return False


def orientation(content: bytes) -> int:
    """How Exif wants it turned (2.32, 4.6.4): 1 to 8, 1 when nothing or nonsense is said."""
    try:
        for segment in segments(content, whole=False):
            if segment.marker == _APP1 and segment.payload.startswith(_EXIF):
                return exif.orientation(segment.payload[len(_EXIF) :])
    except BrokenMedia:
        pass
    return 1


def bound_work(content: bytes, pixels: int) -> None:
    """Raise ``MediaTooLarge`` for what would take many seconds to decode.

    A progressive JPEG goes over all of its pixels once for each scan, and a scan that says nothing
    new has 150 bytes: 1,500 of them made a thumbnail cost 49 s.
    """
    scans = _count_decoded_scans(content)
    if scans > MAX_SCANS or scans * pixels > MAX_SCANNED_PIXELS:
        raise MediaTooLarge(f"JPEG of {scans} scans")


def _count_decoded_scans(content: bytes) -> int:
    """How many scans a decoder would go through, as far as it would go."""
    at, scans = 2, 0
    for _ in range(MAX_SEGMENTS):
        marker = _DECODED_MARKER.search(content, at)
        if marker is None or marker[1][0] == _EOI:
            return scans
        at = marker.end()
        scans += marker[1][0] == _SOS
        at += max(int.from_bytes(content[at : at + 2], "big"), 2)
    raise MediaTooLarge("JPEG of too many segments")


def _coded_data_end(content: bytes, at: int) -> int:
    """The place of a marker that is neither a stuffed byte nor a restart."""
    marker_at = _MARKER.search(content, at)
    if marker_at is None:
        raise BrokenMedia("JPEG breaks off")
    return marker_at.start()
