"""A JPEG with nothing but its picture (ITU-T T.81 annex B; JFIF 1.02; Adobe TN 5116).

Decoders tell RGB, YCbCr, CMYK and YCCK apart by two application segments: JFIF and Adobe. Dropping
either would change colours, so both are written anew from the few numbers in them that count: the
density, which a scanned sheet is printed by, and the colour transform.
"""

import struct
from collections.abc import Callable, Iterator, Sequence

from workstation.domain.errors import BrokenMedia
from workstation.media import exif
from workstation.media.cleaning import icc
from workstation.media.jpeg import JpegSegment, orientation, segments

_SOI = b"\xff\xd8"
_EOI, _SOS, _DQT, _DHT, _DAC, _DRI = 0xD9, 0xDA, 0xDB, 0xC4, 0xCC, 0xDD
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_APP0, _APP1, _APP2, _APP14 = 0xE0, 0xE1, 0xE2, 0xEE
_JFIF, _ADOBE, _PROFILE = b"JFIF\0", b"Adobe", b"ICC_PROFILE\0"
_MAX_PAYLOAD_BYTES = 65_533
_UNSTATED_TRANSFORM = 2
"""YCCK; decoders take every value they do not know for the one with a luminance."""


def clean(content: bytes) -> bytes:
    """The picture with its orientation, density and colour profile, and nothing else.

    Raises ``BrokenMedia``.
    """
    segments_found = list(segments(content))
    scan = next(
        (place for place, segment in enumerate(segments_found) if segment.marker == _SOS),
        len(segments_found),
    )
    pieces = [_SOI, *_rewrite_head(segments_found[:scan], orientation(content))]
    pieces += [
        content[segment.start : segment.end] for segment in segments_found if _needed(segment)
    ]
    return b"".join(pieces)


def _rewrite_head(head: Sequence[JpegSegment], turned: int) -> Iterator[bytes]:
    for segment in head:
        if (
            segment.marker == _APP0
            and segment.payload.startswith(_JFIF)
            and len(segment.payload) >= 14
        ):
            yield _segment(_APP0, _JFIF + b"\x01\x01" + segment.payload[7:12] + b"\0\0")
            break
    if turned != 1:
        yield _segment(_APP1, b"Exif\0\0" + exif.only_orientation(turned))
    yield from _profile(head)
    adobe = [
        segment.payload[11]
        for segment in head
        if segment.marker == _APP14
        and segment.payload.startswith(_ADOBE)
        and len(segment.payload) >= 12
    ]
    if adobe:  # of several the last one counts
        transform = min(adobe[-1], _UNSTATED_TRANSFORM)
        yield _segment(_APP14, _ADOBE + b"\0\x64\0\0\0\0" + bytes([transform]))


def _profile(head: Sequence[JpegSegment]) -> Iterator[bytes]:
    """The colour profile, which may lie in several numbered segments (ICC.1 annex B.4)."""
    parts = {
        segment.payload[12]: segment.payload[14:]
        for segment in reversed(head)
        if segment.marker == _APP2
        and segment.payload.startswith(_PROFILE)
        and len(segment.payload) >= 14
    }
    profile = icc.clean(b"".join(parts[index] for index in sorted(parts)))
    payload_bytes = _MAX_PAYLOAD_BYTES - len(_PROFILE) - 2
    pieces = [profile[at : at + payload_bytes] for at in range(0, len(profile), payload_bytes)]
    if len(pieces) <= 255:
        for index, piece in enumerate(pieces, 1):
            yield _segment(_APP2, _PROFILE + bytes([index, len(pieces)]) + piece)


def _needed(segment: JpegSegment) -> bool:
    """Whether a segment is of the coded picture. Raises ``BrokenMedia`` for a wrong length."""
    marker, payload = segment.marker, segment.payload
    if marker in _FRAMES:
        exact = len(payload) >= 6 and len(payload) == 6 + 3 * payload[5]
    elif marker == _SOS:
        exact = len(payload) >= 4 and len(payload) == 4 + 2 * payload[0]
    elif marker == _DQT:
        exact = _tables_end(payload, _quantization_length)
    elif marker == _DHT:
        exact = _tables_end(payload, _huffman_length)
    elif marker == _DAC:
        exact = len(payload) % 2 == 0
    elif marker == _DRI:
        exact = len(payload) == 2
    else:
        return marker == _EOI
    if not exact:
        raise BrokenMedia("JPEG with a part of a wrong length")
    return True


def _tables_end(payload: bytes, length_at: Callable[[bytes, int], int]) -> bool:
    """Whether the last table ends where its segment ends."""
    at = 0
    while at < len(payload):
        at += length_at(payload, at)
    return at == len(payload)


def _quantization_length(payload: bytes, at: int) -> int:
    return 1 + (128 if payload[at] >> 4 else 64)


def _huffman_length(payload: bytes, at: int) -> int:
    return 17 + sum(payload[at + 1 : at + 17])


def _segment(marker: int, payload: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(payload) + 2) + payload
