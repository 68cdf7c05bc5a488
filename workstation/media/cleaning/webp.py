"""A WebP with nothing but its picture (RFC 9649, chapter 2)."""

import struct
from collections.abc import Iterable, Iterator

from workstation.domain.errors import BrokenMedia
from workstation.media import exif
from workstation.media.cleaning import icc
from workstation.media.webp import chunks, orientation, sub_chunks

_ANIMATED, _EXIF, _ALPHA, _PROFILE = 0x02, 0x08, 0x10, 0x20
_STILL = frozenset({b"ALPH", b"VP8 ", b"VP8L"})
_FRAME_HEADER = 16

Part = tuple[bytes, bytes]


def clean(content: bytes) -> bytes:
    """The picture and its animation with transparency, colour profile and orientation.

    Raises ``BrokenMedia``.
    """
    parts = list(_parts(chunks(content)))
    if not parts:
        raise BrokenMedia("WebP without a picture")
    turned = orientation(content)
    if turned != 1:
        parts.append((b"EXIF", exif.only_orientation(turned)))
    kinds = {kind for kind, _ in parts}
    flags = (_PROFILE if b"ICCP" in kinds else 0) | (_EXIF if b"EXIF" in kinds else 0)
    body = b"WEBP" + b"".join(
        _chunk(kind, _set_flags(data, flags) if kind == b"VP8X" else data) for kind, data in parts
    )
    return b"RIFF" + struct.pack("<I", len(body)) + body


def _parts(chunks_found: Iterable[Part]) -> Iterator[Part]:
    """The needed chunks, each once but the frames of an animation."""
    seen: set[bytes] = set()
    for kind, data in chunks_found:
        if kind in seen and kind != b"ANMF":
            continue
        needed = _needed(kind, data)
        if needed:
            seen.add(kind)
            yield kind, needed


def _needed(kind: bytes, data: bytes) -> bytes:
    """The part of a chunk to keep, mostly nothing. Raises ``BrokenMedia``."""
    match kind:
        case b"ANMF":
            return _frame(data)
        case b"ICCP":
            return icc.clean(data)
        case b"ANIM":
            return data if len(data) == 6 else b""
        case b"VP8X" if len(data) != 10:
            raise BrokenMedia("WebP with a part of a wrong length")
        case _:
            return data if kind in _STILL or kind == b"VP8X" else b""


def _set_flags(data: bytes, flags: int) -> bytes:
    return bytes([data[0] & (_ANIMATED | _ALPHA) | flags, 0, 0, 0]) + data[4:]


def _frame(data: bytes) -> bytes:
    if len(data) < _FRAME_HEADER:
        raise BrokenMedia("WebP with a part of a wrong length")
    seen: set[bytes] = set()
    pieces = bytearray(data[: _FRAME_HEADER - 1] + bytes([data[_FRAME_HEADER - 1] & 3]))
    for kind, part in sub_chunks(data, _FRAME_HEADER):
        if kind in _STILL and kind not in seen:
            seen.add(kind)
            pieces += _chunk(kind, part)
    return bytes(pieces)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return kind + struct.pack("<I", len(data)) + data + b"\0" * (len(data) % 2)
