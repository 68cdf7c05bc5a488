"""Pictures decoded whole, off the window's thread."""

import hashlib
from functools import partial

from workstation.services.media_reader import LoadedMedia, MediaReader
from workstation.ui.media import pictures
from workstation.ui.media.decoding_threads import DecodingThreads
from workstation.ui.media.photo_judging import find_flaws
from workstation.ui.viewer.levels import Levels

MAX_DECODERS = 2
"""Each may need a few hundred megabytes for a moment."""


class LargePictures:
    """Decodes large pictures, at most two at once; one cancelled before its turn never is."""

    def __init__(self, media: MediaReader) -> None:
        self._media = media
        self._threads = DecodingThreads(MAX_DECODERS)

    async def load(self, url: str) -> Levels:
        """The picture at an address. Raises ``WorkstationError``."""
        file = await self._media.picture(url)
        return await self._threads.run(partial(_decode, file))

    def close(self) -> None:
        """Begin no more."""
        self._threads.close()


def _decode(file: LoadedMedia) -> Levels:
    digest = hashlib.sha256(file.content).hexdigest()
    picture = pictures.decode(file.content, file.format_name)
    return Levels(
        picture,
        digest,
        whole=file.complete,
        moves=pictures.moves(file.content, file.format_name),
        flaws=find_flaws(picture),
    )
