"""Pictures decoded whole, off the window's thread."""

import asyncio
import hashlib
from concurrent.futures import ThreadPoolExecutor

from workstation.services.attachments import Media
from workstation.ui import pictures
from workstation.ui.viewer.levels import Levels

DECODERS = 2
"""Each may need a few hundred megabytes for a moment."""


class LargePictures:
    """At most two are decoded at once; one whose task was cancelled before its turn never is."""

    def __init__(self, media: Media) -> None:
        self._media = media
        self._threads = ThreadPoolExecutor(DECODERS, thread_name_prefix="picture")

    async def load(self, url: str) -> Levels:
        """The picture at an address. Raises ``WorkstationError``."""
        file = await self._media.picture(url)
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._threads, _decoded, file.content, file.form)

    def close(self) -> None:
        """Begin no more."""
        self._threads.shutdown(wait=False, cancel_futures=True)


def _decoded(content: bytes, form: str) -> Levels:
    return Levels(pictures.decode(content, form), hashlib.sha256(content).hexdigest())
