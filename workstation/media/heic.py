"""HEIC, the phones' own format, where the optional library for it is installed (extra ``heic``).

Blocking; call it in a worker thread.
"""

import importlib.util
import sys

from workstation.decoder.process import Decoding
from workstation.domain.errors import UnsupportedMedia
from workstation.media.picture import MOST_PIXELS

MOST_SECONDS = 30.0
MOST_BYTES = 3 * MOST_PIXELS + 64


def available() -> bool:
    """Whether this installation can decode it; the bundle's decoder has no library for it."""
    return not getattr(sys, "frozen", False) and importlib.util.find_spec("pi_heif") is not None


def pixmap(content: bytes) -> bytes:
    """The picture upright as a PPM file.

    Raises ``UnsupportedMedia`` without the library, ``MediaTooLarge`` or ``BrokenMedia``.
    """
    if not available():
        raise UnsupportedMedia("heic")
    decoding = Decoding("heic", str(MOST_PIXELS))
    return decoding.run(content, seconds=MOST_SECONDS, most=MOST_BYTES)
