"""HEIC, the phones' own format, where the optional library for it is installed (extra ``heic``).

Blocking; call it in a worker thread.
"""

from workstation.decoder.libraries import has_library
from workstation.decoder.process import DecoderProcess
from workstation.domain.errors import UnsupportedMedia
from workstation.media.picture import MAX_PICTURE_PIXELS

MAX_DECODE_SECONDS = 30.0
MAX_PIXMAP_BYTES = 3 * MAX_PICTURE_PIXELS + 64


def available() -> bool:
    """Whether this installation can decode HEIC."""
    return has_library("pi_heif")


def pixmap(content: bytes) -> bytes:
    """The picture upright as a PPM file.

    Raises ``UnsupportedMedia`` without the library, ``MediaTooLarge`` or ``BrokenMedia``.
    """
    if not available():
        raise UnsupportedMedia("heic")
    decoding = DecoderProcess("heic", str(MAX_PICTURE_PIXELS))
    return decoding.run(content, seconds=MAX_DECODE_SECONDS, max_bytes=MAX_PIXMAP_BYTES)
