"""Outlines of recordings: each recording is decoded once, its outline stored encrypted beside it.

Decoding starts a process, which takes a quarter of a second or more; and after each start the queue
needs the outline of the recording of every visible row.
"""

from workstation.devices.waves import (
    NO_SOUND,
    Outline,
    is_fully_decoded,
    pack_outline,
    read_wave,
    unpack_outline,
)
from workstation.domain.local_file import is_local
from workstation.media.library import MediaLibrary


class OutlineReader:
    """Reads the outlines of one sign-in's recordings."""

    def __init__(self, library: MediaLibrary) -> None:
        self._library = library

    async def read(self, url: str, content: bytes, bars: int) -> Outline:
        """Read the peaks (0 to 1) and the length in ms of the recording at ``url``.

        None and 0 for what cannot be decoded, which is tried again each time, as is what a busy
        computer has not decoded to its end. Raises ``ForeignMedia``.
        """
        if is_local(url):  # until it is uploaded
            return await read_wave(content, bars)
        if (packed := await self._library.outline(url)) is not None:
            outline = unpack_outline(packed, content, bars)
            if outline != NO_SOUND and is_fully_decoded(outline):
                return outline
        outline = await read_wave(content, bars)
        if outline != NO_SOUND:
            await self._library.keep_outline(url, pack_outline(outline, content))
        return outline
