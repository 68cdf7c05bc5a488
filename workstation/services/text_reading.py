"""Reading what stands on a photo: only when asked, one photo at a time, nothing kept.

A machine reads the page; what it read is shown beside the photo to be checked, and goes nowhere
without the doctor's own selection. A recogniser is a kind of the decoder's process
(``decoder/text``): content in, JSON out, ended by whoever gives it up, without a connection. What
turns voices into text one day has the same three ends; nothing of it is built before there is one.
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

    ``enabled`` is what the policy says; without the optional library nothing is offered.
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
