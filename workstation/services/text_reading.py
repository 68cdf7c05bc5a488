"""Text recognition on a photo: only on request, one photo at a time, nothing stored.

The text is shown beside the photo to be checked, and is used only where the doctor selects it. The
recogniser is a process of the decoder (``decoder/text``): content in, JSON out, no network, ended
when the request is cancelled.
"""

import asyncio
from collections.abc import Callable

from workstation.domain.recognised_text import RecognisedLine
from workstation.media.text_recognition import (
    MAX_READ_SIDE,
    ReadablePhoto,
    TextRecognition,
    available,
)

__all__ = ["MAX_READ_SIDE", "ReadablePhoto", "TextReader"]


class TextReader:
    """Reads the text of one photo at a time.

    ``enabled`` is the policy's setting; without the optional library nothing is offered.
    """

    def __init__(self, *, enabled: bool) -> None:
        self._enabled = enabled
        self._turn = asyncio.Lock()

    @property
    def offered(self) -> bool:
        """Whether photos can be read here."""
        return self._enabled and available()

    async def read(self, make_readable: Callable[[], ReadablePhoto]) -> tuple[RecognisedLine, ...]:
        """The lines on a photo, in no order; cancelled, the machine stops at once.

        ``make_readable`` is called in another thread. Raises ``BrokenMedia``.
        """
        async with self._turn:
            recognition = TextRecognition(await asyncio.to_thread(make_readable))
            try:
                return await asyncio.to_thread(recognition.run)
            except asyncio.CancelledError:
                recognition.stop()
                raise
