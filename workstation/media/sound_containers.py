"""Recordings in a container: Ogg, WebM, WAVE, FLAC, M4A.

Their first bytes alone prove nothing (see ``sound_frames``). Each is followed as far as a text that
only begins like one cannot go, and no further: a few headers, or the sizes of the outermost boxes.
What the sound itself is worth is for the decoder to find out, in its own process.
"""

import struct
from collections.abc import Iterator
from functools import cache

MAX_PARTS = 2_000
"""Chunks, blocks or outermost boxes looked at; what counts stands before or behind a few."""
MAX_INNER_PARTS = 40
"""Boxes within a box: writers put fewer than ten there."""
MAX_EBML_HEADER_BYTES = 4_096

_OGG_HEADER, _OGG_CHECKSUM = 27, slice(22, 26)
_OGG_CODECS = (b"OpusHead", b"\x01vorbis", b"Speex   ", b"\x7fFLAC")
_EBML, _DOC_TYPE, _SEGMENT = 0x1A45DFA3, 0x4282, 0x18538067
# Registered numbers of WAVE: PCM, ADPCM, float, A-law, mu-law, IMA ADPCM, GSM, MP3, extensible.
_WAVE_CODECS = {0x01, 0x02, 0x03, 0x06, 0x07, 0x11, 0x31, 0x55, 0xFFFE}


def is_ogg(content: bytes) -> bool:
    """A first page (RFC 3533, 6) that is whole, with a checksum that is right and a codec's header.

    The stream that begins is one of sound; a film's would not be.
    """
    if len(content) < _OGG_HEADER or content[4] != 0 or content[5] & 0x07 != 0x02:
        return False
    body = _OGG_HEADER + content[26]
    end = body + sum(content[_OGG_HEADER:body])
    page = content[:end]
    if len(page) < end or not page[body:].startswith(_OGG_CODECS):
        return False
    claimed = int.from_bytes(page[_OGG_CHECKSUM], "little")
    return claimed == _ogg_checksum(page[:22] + bytes(4) + page[26:])


def is_webm(content: bytes) -> bool:
    """An EBML header (RFC 8794, 8) whose document type is WebM's, and a segment behind it."""
    header = next(_elements(content, 0, len(content)), None)
    if header is None or header[0] != _EBML or header[2] > MAX_EBML_HEADER_BYTES:
        return False
    _, start, end = header
    types = [content[a:b] for kind, a, b in _elements(content, start, end) if kind == _DOC_TYPE]
    if [name.rstrip(b"\0") for name in types] != [b"webm"]:
        return False
    return _vint(content, end, marker=True)[0] == _SEGMENT


def is_wave(content: bytes) -> bool:
    """RIFF chunks up to samples, with a format of sound before them."""
    at, formats = 12, False
    for _ in range(MAX_PARTS):
        head = content[at : at + 8]
        if len(head) < 8:
            return False
        if head[:4] == b"data":
            return formats
        size = int.from_bytes(head[4:], "little")
        if head[:4] == b"fmt ":
            formats = size >= 14 and _is_wave_format(content[at + 8 : at + 24])
        at += 8 + size + size % 2
    return False


def is_flac(content: bytes) -> bool:
    """Metadata blocks (RFC 9639, 8) that begin with the stream's own, and a frame behind them."""
    at, last = 4, False
    for value in range(MAX_PARTS):
        head = content[at : at + 4]
        if len(head) < 4:
            return False
        last, kind, size = bool(head[0] & 0x80), head[0] & 0x7F, int.from_bytes(head[1:], "big")
        if (kind == 0) != (value == 0) or (value == 0 and size != 34) or kind == 127:
            return False
        at += 4 + size
        if last:
            break
    return (
        last and content[at : at + 1] == b"\xff" and content[at + 1 : at + 2] in {b"\xf8", b"\xf9"}
    )


def is_m4a(content: bytes) -> bool:
    """Boxes (ISO 14496-12, 4.2) that fit into each other, with a track of sound described."""
    outermost = _boxes(content, 0, len(content), MAX_PARTS)
    film = next(((start, end) for kind, start, end in outermost if kind == b"moov"), None)
    if film is None:
        return False
    tracks = _inner(content, b"trak", [film])
    handlers = _inner(content, b"hdlr", _inner(content, b"mdia", tracks))
    return any(content[start + 8 : start + 12] == b"soun" for start, _ in handlers)


def _inner(content: bytes, name: bytes, boxes: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The payloads of one kind within these payloads."""
    return [
        (start, end)
        for outer in boxes
        for kind, start, end in _boxes(content, *outer, MAX_INNER_PARTS)
        if kind == name
    ]


def _boxes(content: bytes, at: int, end: int, max_boxes: int) -> Iterator[tuple[bytes, int, int]]:
    """Kind, start and end of each box's payload; the last one may be cut off by the content's."""
    for _ in range(max_boxes):
        head = content[at : min(at + 16, end)]
        if len(head) < 8:
            return
        size, start = int.from_bytes(head[:4], "big"), at + 8
        if size == 1 and len(head) == 16:
            size, start = int.from_bytes(head[8:], "big"), at + 16
        elif size == 0:
            size = end - at
        if size < start - at:
            return
        yield head[4:8], start, min(at + size, end)
        at += size


def _is_wave_format(data: bytes) -> bool:
    if len(data) < 14:
        return False
    codec, channels, rate = struct.unpack("<HHI", data[:8])
    return codec in _WAVE_CODECS and 0 < channels <= 8 and 0 < rate <= 768_000


def _elements(content: bytes, at: int, end: int) -> Iterator[tuple[int, int, int]]:
    """Number, start and end of the payload of each EBML element."""
    for _ in range(MAX_PARTS):
        kind, at = _vint(content, at, marker=True)
        size, start = _vint(content, at, marker=False)
        if kind is None or size is None or start + size > end:
            return
        yield kind, start, start + size
        at = start + size


def _vint(content: bytes, at: int, *, marker: bool) -> tuple[int | None, int]:
    """A number of variable size (RFC 8794, 4), with its marker or without, and where it ends."""
    first = content[at] if at < len(content) else 0
    length = 9 - first.bit_length()
    data = content[at : at + length]
    if length > 8 or len(data) < length:
        return None, at
    value = int.from_bytes(data, "big")
    return (value if marker else value & ~(1 << 7 * length)), at + length


def _ogg_checksum(page: bytes) -> int:
    table, value = _ogg_table(), 0
    for byte in page:
        value = (value << 8 & 0xFFFFFFFF) ^ table[value >> 24 ^ byte]
    return value


@cache
def _ogg_table() -> tuple[int, ...]:
    """RFC 3533, 6, checksum: polynomial 0x04c11db7, not reflected, so not ``zlib``'s."""
    rows = []
    for byte in range(256):
        value = byte << 24
        for _ in range(8):
            value = value << 1 ^ (0x04C11DB7 if value & 0x80000000 else 0)
        rows.append(value & 0xFFFFFFFF)
    return tuple(rows)
