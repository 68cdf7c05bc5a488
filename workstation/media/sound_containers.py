"""Recordings in a container: Ogg, WebM, WAVE, FLAC, M4A.

Their first bytes alone prove nothing (see ``sound_frames``). Each is followed as far as a text that
only begins like one cannot go, and no further: a few headers, or the sizes of the outermost boxes.
What the sound itself is worth is for the decoder to find out, in its own process.

A container says besides which of FFmpeg's some 500 decoders its streams are for, films' among them.
Holes are found in those every month, and the FFmpeg that comes with Qt is an older one. So each
stream that a container declares has to be of a codec that voices are recorded with: no other
decoder is ever reached (``docs/locked-packages.md``).
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
_OGG_PAGE, _OGG_FIRST = b"OggS\0", 0x02
_OGG_CODECS = (b"OpusHead", b"\x01vorbis", b"Speex   ", b"\x7fFLAC")
_EBML, _DOC_TYPE, _SEGMENT, _CLUSTER = 0x1A45DFA3, 0x4282, 0x18538067, 0x1F43B675
_TRACKS, _TRACK, _CODEC = 0x1654AE6B, 0xAE, 0x86
_WEBM_CODECS = {b"A_OPUS", b"A_VORBIS"}
# Registered numbers of WAVE: PCM, ADPCM, float, A-law, mu-law, IMA ADPCM, GSM, MP3.
_WAVE_CODECS = {0x01, 0x02, 0x03, 0x06, 0x07, 0x11, 0x31, 0x55}
_WAVE_EXTENSIBLE, _WAVE_SUBFORMAT = 0xFFFE, bytes.fromhex("000000001000800000aa00389b71")
# AAC and MP3, Apple's own, Opus, FLAC, AMR, Dolby's, and samples as they are.
_M4A_CODECS = {
    b"mp4a", b".mp3", b"alac", b"Opus", b"fLaC", b"samr", b"sawb", b"ac-3", b"ec-3",
    b"lpcm", b"ipcm", b"sowt", b"twos", b"ulaw", b"alaw",
}  # fmt: skip
_M4A_REFUSED = (b"cmov", b"schm", b"tenc")


def is_ogg(content: bytes) -> bool:
    """Whether it is Ogg with sound: a whole first page (RFC 3533, 6), right in sum and codec.

    Every stream that begins anywhere is one of sound; a film's would not be.
    """
    if len(content) < _OGG_HEADER or content[4] != 0 or content[5] & 0x07 != _OGG_FIRST:
        return False
    body = _OGG_HEADER + content[26]
    end = body + sum(content[_OGG_HEADER:body])
    page = content[:end]
    if len(page) < end or not page[body:].startswith(_OGG_CODECS):
        return False
    claimed = int.from_bytes(page[_OGG_CHECKSUM], "little")
    if claimed != _ogg_checksum(page[:22] + bytes(4) + page[26:]):
        return False
    return all(_is_sound_of_ogg(content, at) for at in _places(content, _OGG_PAGE, end))


def is_webm(content: bytes) -> bool:
    """Whether it is WebM with sound alone: an EBML header (RFC 8794, 8) and its segment."""
    header = next(_elements(content, 0, len(content)), None)
    if header is None or header[0] != _EBML or header[2] > MAX_EBML_HEADER_BYTES:
        return False
    _, start, end = header
    types = [content[a:b] for kind, a, b in _elements(content, start, end) if kind == _DOC_TYPE]
    if [name.rstrip(b"\0") for name in types] != [b"webm"]:
        return False
    kind, at = _vint(content, end, marker=True)
    return kind == _SEGMENT and _has_sound_alone(content, _vint(content, at, marker=False)[1])


def _has_sound_alone(content: bytes, at: int) -> bool:
    """Whether the elements from ``at`` to the first cluster describe tracks, each of sound.

    A live recording does not know how long its segment is, so it is followed to the end.
    """
    codecs: list[bytes] = []
    for _ in range(MAX_PARTS):
        kind, behind = _vint(content, at, marker=True)
        if kind == _CLUSTER or at >= len(content):
            return bool(codecs) and _WEBM_CODECS.issuperset(codecs)
        size, start = _vint(content, behind, marker=False)
        if kind is None or size is None or start + size > len(content):
            return False
        at = start + size
        if kind == _TRACKS:
            codecs += _codecs_of_webm(content, start, at)
    return False


def _codecs_of_webm(content: bytes, start: int, end: int) -> list[bytes]:
    """The codec of each track; an empty one for what cannot be followed to its end."""
    codecs: list[bytes] = []
    for kind, first, last in _inside(content, start, end):
        if kind == _TRACK:
            parts = _inside(content, first, last)
            names = [content[a:b].rstrip(b"\0") for each, a, b in parts if each == _CODEC]
            codecs += names or [b""]
    return codecs or [b""]


def is_wave(content: bytes) -> bool:
    """Whether it is WAVE: RIFF chunks up to samples, with a format of sound before them."""
    formats: list[bool] = []
    at = 12
    for _ in range(MAX_PARTS):
        head = content[at : at + 8]
        if len(head) < 8:
            return False
        if head[:4] == b"data":
            return bool(formats) and all(formats)
        size = int.from_bytes(head[4:], "little")
        if head[:4] == b"fmt ":
            formats.append(_is_wave_format(content[at + 8 : at + 8 + min(size, 40)]))
        at += 8 + size + size % 2
    return False


def is_flac(content: bytes) -> bool:
    """Whether it is FLAC: metadata blocks (RFC 9639, 8), its own first, and a frame behind."""
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
    """Whether it is M4A with sound alone: boxes (ISO 14496-12, 4.2) that fit, and its tracks.

    FFmpeg finds the description of a track in places, too, where none belongs. So there is none
    outside of the media data but those that were judged, and nothing packed or encrypted.
    """
    outermost = list(_boxes(content, 0, len(content), MAX_PARTS))
    film = next(((start, end) for kind, start, end in outermost if kind == b"moov"), None)
    if film is None:
        return False
    media = _inner(content, b"mdia", _inner(content, b"trak", [film]))
    handlers = _inner(content, b"hdlr", media)
    if not any(content[start + 8 : start + 12] == b"soun" for start, _ in handlers):
        return False
    described = _inner(content, b"stsd", _inner(content, b"stbl", _inner(content, b"minf", media)))
    described_anywhere = sum(
        content.count(name, start, end)
        for kind, start, end in outermost
        if kind != b"mdat"
        for name in (b"stsd", *_M4A_REFUSED)
    )
    return described_anywhere == len(described) and all(
        _is_sound_of_m4a(content, *each) for each in described
    )


def _is_sound_of_m4a(content: bytes, start: int, end: int) -> bool:
    """Whether each of a track's descriptions, as many as it says, is of a codec of sound."""
    count = int.from_bytes(content[start + 4 : start + 8], "big")
    codecs = [kind for kind, _, _ in _boxes(content, start + 8, end, MAX_INNER_PARTS)]
    return 0 < count == len(codecs) and _M4A_CODECS.issuperset(codecs)


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
    if codec == _WAVE_EXTENSIBLE and data[26:40] == _WAVE_SUBFORMAT:
        codec = int.from_bytes(data[24:26], "little")
    return codec in _WAVE_CODECS and 0 < channels <= 8 and 0 < rate <= 768_000


def _is_sound_of_ogg(content: bytes, page: int) -> bool:
    """Whether no stream begins with the page at that place, or one of sound does."""
    head = content[page : page + _OGG_HEADER]
    if len(head) < _OGG_HEADER or not head[5] & _OGG_FIRST:
        return True
    return content.startswith(_OGG_CODECS, page + _OGG_HEADER + head[26])


def _places(content: bytes, words: bytes, at: int) -> Iterator[int]:
    """The places where the words stand, from there on."""
    while (at := content.find(words, at)) >= 0:
        yield at
        at += len(words)


def _elements(content: bytes, at: int, end: int) -> Iterator[tuple[int, int, int]]:
    """Each EBML element: its number, start and end of its payload."""
    for _ in range(MAX_PARTS):
        kind, at = _vint(content, at, marker=True)
        size, start = _vint(content, at, marker=False)
        if kind is None or size is None or start + size > end:
            return
        yield kind, start, start + size
        at = start + size


def _inside(content: bytes, start: int, end: int) -> list[tuple[int, int, int]]:
    """The elements in one; none where they do not fill it."""
    elements = list(_elements(content, start, end))
    return elements if elements and elements[-1][2] == end else []


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
    """The table of Ogg's checksum (RFC 3533, 6): 0x04c11db7, not reflected, so not ``zlib``'s."""
    rows = []
    for byte in range(256):
        value = byte << 24
        for _ in range(8):
            value = value << 1 ^ (0x04C11DB7 if value & 0x80000000 else 0)
        rows.append(value & 0xFFFFFFFF)
    return tuple(rows)
