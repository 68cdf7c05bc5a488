"""A PNG with nothing but its picture (W3C PNG, third edition, chapters 5, 11 and 13.2)."""

import struct
import zlib
from collections.abc import Iterator, Sequence

from workstation.domain.errors import BrokenMedia
from workstation.domain.value import Value
from workstation.media import exif
from workstation.media.cleaning import icc
from workstation.media.png import SIGNATURE, Chunk, chunks, orientation

_LENGTHS = {
    b"IHDR": {13},
    b"gAMA": {4},
    b"cHRM": {32},
    b"sRGB": {1},
    b"cICP": {4},
    b"sBIT": {1, 2, 3, 4},
    b"bKGD": {1, 2, 6},
    b"pHYs": {9},
    b"acTL": {8},
    b"fcTL": {26},
}
_CODED = frozenset({b"IDAT", b"fdAT"})
_ANIMATION = frozenset({b"acTL", b"fcTL", b"fdAT"})
_SEVERAL = _CODED | {b"fcTL"}
_PALETTE_COLOUR = 3
_MAX_PROFILE_BYTES = 16 * 1024 * 1024


class _Palette(Value):
    """What the header says of colours: ``depth`` in bits a sample, ``colour`` the kind of them."""

    depth: int
    colour: int

    @classmethod
    def of(cls, chunks_found: Sequence[Chunk]) -> "_Palette":
        header = chunks_found[0].data
        if chunks_found[0].kind != b"IHDR" or len(header) != 13:
            raise BrokenMedia("PNG without a size")
        return cls(header[8], header[9])

    @property
    def used(self) -> bool:
        return self.colour == _PALETTE_COLOUR

    @property
    def longest(self) -> int:
        return 3 << min(self.depth, 8)

    @property
    def longest_transparency(self) -> int:
        return {0: 2, 2: 6, _PALETTE_COLOUR: 1 << min(self.depth, 8)}.get(self.colour, 0)


def clean(content: bytes) -> bytes:
    """The picture and its animation with palette, transparency, colours, density, orientation.

    Raises ``BrokenMedia``.
    """
    header, *others = _select_chunks(list(chunks(content)))
    turned = orientation(content)
    turn = [] if turned == 1 else [_chunk(b"eXIf", exif.only_orientation(turned))]
    return b"".join((SIGNATURE, header, *turn, *others))


def _select_chunks(chunks_found: list[Chunk]) -> Iterator[bytes]:
    """The chunks to keep: of those that may stand once the first; a spoilt one may be missing."""
    kinds = [chunk.kind for chunk in chunks_found]
    animated = b"acTL" in kinds[: kinds.index(b"IDAT")] if b"IDAT" in kinds else False
    palette = _Palette.of(chunks_found)
    seen: set[bytes] = set()
    for chunk in chunks_found:
        kind = chunk.kind
        if (kind in seen and kind not in _SEVERAL) or (kind in _ANIMATION and not animated):
            continue
        if not chunk.intact:
            if kind[0:1].isupper():
                raise BrokenMedia("PNG with a spoilt part")
            continue
        data = _needed(chunk, palette)
        if data is not None:
            seen.add(kind)
            yield _chunk(kind, data)


def _needed(chunk: Chunk, palette: _Palette) -> bytes | None:
    """The part of a chunk to keep, ``None`` for nothing. Raises ``BrokenMedia``."""
    kind, data = chunk.kind, chunk.data
    if kind in _CODED:
        return data
    if kind == b"IEND":
        return b""
    if kind == b"PLTE":  # beside full colours it is only a suggestion
        return data[: palette.longest] if palette.used else None
    if kind == b"tRNS":
        return data if len(data) <= palette.longest_transparency else None
    if kind == b"iCCP":
        return _profile(data)
    return data if len(data) in _LENGTHS.get(kind, ()) else None


def _profile(data: bytes) -> bytes | None:
    _, end, coded = data.partition(b"\0")
    if not end or coded[:1] != b"\0":
        return None
    try:
        profile = zlib.decompressobj().decompress(coded[1:], _MAX_PROFILE_BYTES)
    except zlib.error:
        return None
    profile = icc.clean(profile)
    return b"icc\0\0" + zlib.compress(profile) if profile else None


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
