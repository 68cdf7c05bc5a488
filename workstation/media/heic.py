"""HEIC, the phones' own format, where the optional library for it is installed (extra ``heic``).

Blocking; call it in a worker thread.
"""

import importlib.util
import os
import subprocess
import sys
from pathlib import Path

from workstation.domain.errors import BrokenMedia, MediaTooLarge, UnsupportedMedia
from workstation.media import heic_process
from workstation.media.picture import MOST_PIXELS

MOST_SECONDS = 30.0
KEPT_VARIABLES = ("PATH", "SYSTEMROOT", "LD_LIBRARY_PATH")
HIDDEN = getattr(subprocess, "CREATE_NO_WINDOW", 0)


def available() -> bool:
    """Whether this installation can decode it; the bundle has no interpreter to do it with."""
    return not getattr(sys, "frozen", False) and importlib.util.find_spec("pi_heif") is not None


def pixmap(content: bytes) -> bytes:
    """The picture upright as a PPM file.

    Raises ``UnsupportedMedia`` without the library, ``MediaTooLarge`` or ``BrokenMedia``.
    """
    if not available():
        raise UnsupportedMedia("heic")
    try:
        done = subprocess.run(  # noqa: S603 - this interpreter, a file of our own
            [sys.executable, "-I", str(Path(heic_process.__file__)), str(MOST_PIXELS)],
            input=content,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            check=False,
            timeout=MOST_SECONDS,
            env={name: os.environ[name] for name in KEPT_VARIABLES if name in os.environ},
            creationflags=HIDDEN,
        )
    except (OSError, subprocess.TimeoutExpired):
        raise BrokenMedia("HEIC not decoded") from None
    if done.returncode == heic_process.TOO_LARGE:
        raise MediaTooLarge("HEIC of too many pixels")
    if done.returncode:
        raise BrokenMedia(f"HEIC decoder ended with {done.returncode}")
    return done.stdout
