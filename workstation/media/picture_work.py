"""Pictures that cost more than their size: refused before anything decodes them.

The bounds of ``picture`` are of bytes and pixels, and for most content they bound the work, too.
Two formats let a small file ask for any amount of it. A progressive JPEG goes over all of its
pixels once for each scan, and a scan that says nothing new has 150 bytes: 1,500 of them made a
thumbnail cost 49 s. A PNG's texts are inflated up to 8 MB each, a thousandfold, and Qt then keeps
several copies: 800 kB took 15 s and 4 GB of memory. Others were tried and stay within some two
seconds at the largest: frames of GIF and WebP (only the first is decoded), run lengths of BMP,
interlaced PNG, a PNG of nothing but chunks, colour profiles.

What stands here reads as the decoders do, not as the standards ask: what they overlook, or they
alone stop at, would be a way around.
"""

import re
import zlib

from workstation.domain.errors import MediaTooLarge
from workstation.media.formats import Format

MAX_SCANS = 100
"""Cameras write one, programs ten or so, those that look for the smallest file up to twenty."""
MAX_SCANNED_PIXELS = 1_000_000_000
"""All scans together; 25 of the largest picture, about a second."""
MAX_JPEG_SEGMENTS = 10_000
MAX_TEXT_BYTES = 4 * 1024 * 1024
"""Of a PNG, inflated: a hundred times what programs write."""
MAX_PNG_CHUNKS = 100_000

_JPEG_MARKER = re.compile(rb"\xff([\xc0-\xc7\xc9-\xcf\xd9-\xdd\xe0-\xef\xfe])")
"""Those with a length that libjpeg goes by, and the end. At the others it stops, or reads on from
right behind them."""
_SOS, _EOI = 0xDA, 0xD9
_INFLATION = 1032
"""Bytes that one of deflate's can stand for."""
_TEXTS = {b"tEXt", b"zTXt", b"iTXt"}


def bound_work(content: bytes, form: Format, pixels: int) -> None:
    """Raise ``MediaTooLarge`` for what would take many seconds, or gigabytes, to decode."""
    if form is Format.JPEG:
        scans = _scans(content)
        if scans > MAX_SCANS or scans * pixels > MAX_SCANNED_PIXELS:
            raise MediaTooLarge(f"JPEG of {scans} scans")
    elif form is Format.PNG:
        _bound_texts(content)


def _scans(content: bytes) -> int:
    """How many scans a decoder would go through, as far as it would go."""
    at, scans = 2, 0
    for _ in range(MAX_JPEG_SEGMENTS):
        marker = _JPEG_MARKER.search(content, at)
        if marker is None or marker[1][0] == _EOI:
            return scans
        at = marker.end()
        scans += marker[1][0] == _SOS
        at += max(int.from_bytes(content[at : at + 2], "big"), 2)
    raise MediaTooLarge("JPEG of too many segments")


def _bound_texts(content: bytes) -> None:
    at, left = 8, MAX_TEXT_BYTES
    for _ in range(MAX_PNG_CHUNKS):
        head = content[at : at + 8]
        if len(head) < 8 or head[4:] == b"IEND":
            return
        length = int.from_bytes(head[:4], "big")
        if head[4:] in _TEXTS:
            left -= _text_bytes(head[4:], content[at + 8 : at + 8 + length], left)
        if left < 0:
            raise MediaTooLarge("PNG of too much text")
        at += 12 + length
    raise MediaTooLarge("PNG of too many chunks")


def _text_bytes(kind: bytes, data: bytes, max_bytes: int) -> int:
    """How long a chunk is inflated, or a little over ``max_bytes``; at least what it is itself."""
    keyword, _, tail = data.partition(b"\0")
    if kind == b"iTXt" and tail[:1] == b"\x01":
        tail = tail[2:].partition(b"\0")[2].partition(b"\0")[2]
    elif kind == b"zTXt":
        tail = tail[1:]
    else:
        return len(data)
    try:
        inflated = len(zlib.decompressobj().decompress(tail, max(max_bytes, 0) + 1))
    except zlib.error:  # a decoder goes as far as it can, and then forgets what it has
        inflated = len(tail) * _INFLATION
    return max(len(keyword) + inflated, len(data))
