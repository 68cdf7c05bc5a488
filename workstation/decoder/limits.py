"""What a decoder's process may use, and what it may not open."""

import os
from typing import Final, NamedTuple

MEBIBYTE: Final = 1024 * 1024


class Limits(NamedTuple):
    """The limits of one process: bytes of memory it may address, seconds of the processor."""

    memory_bytes: int = 1_500 * MEBIBYTE
    cpu_seconds: int = 20


READING: Final = Limits(3_000 * MEBIBYTE, 90)
"""A page is read in 5 s, one on its side in 20, with 1,400 MB addressed and 600 used."""

_ALLOWED_PROTOCOLS: Final = "QT_FFMPEG_PROTOCOL_WHITELIST"


def bound(limits: Limits) -> None:
    """Bound memory and time; no file is written, and no core, which would hold the content.

    Windows has none of these; there the program ends a process that takes too long.
    """
    try:
        import resource  # noqa: PLC0415 - not on Windows
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (limits.memory_bytes, limits.memory_bytes))
    resource.setrlimit(resource.RLIMIT_CPU, (limits.cpu_seconds, limits.cpu_seconds))
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
