"""What a decoder's process may use, and what it may not open."""

import os
from typing import Final

MAX_MEMORY_BYTES: Final = 1_500 * 1024 * 1024
MAX_CPU_SECONDS: Final = 20
"""Of the processor."""

_ALLOWED_PROTOCOLS: Final = "QT_FFMPEG_PROTOCOL_WHITELIST"


def bound() -> None:
    """Bound memory and time; no file is written, and no core, which would hold the content.

    Windows has none of these; there the program ends a process that takes too long.
    """
    try:
        import resource  # noqa: PLC0415 - not on Windows
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY_BYTES, MAX_MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (MAX_CPU_SECONDS, MAX_CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def allow_no_protocol() -> None:
    """Let FFmpeg open nothing beside the bytes handed to it; before QtMultimedia is loaded.

    FFmpeg, which QtMultimedia decodes with, has some 300 readers and picks one by the content.
    Among them are playlists and descriptions of network sessions: what a patient sent as a voice
    could have it open a UDP port and play what arrives there, or read a local file. The list has
    one entry that is no protocol. QtMultimedia knows the variable from 6.9 on and passes it to each
    content that is opened. It is set here and not asked for, so nothing outside can widen it.
    """
    os.environ[_ALLOWED_PROTOCOLS] = "none"
