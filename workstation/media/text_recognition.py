"""Text in a photo, where the optional library for it is installed (extra ``ocr``)."""

import json
from collections.abc import Iterator
from typing import Final

from workstation.decoder.libraries import has_library
from workstation.decoder.process import DecoderProcess
from workstation.domain.errors import BrokenMedia
from workstation.domain.geometry import Point
from workstation.domain.recognised_text import RecognisedLine
from workstation.domain.value import Value

MAX_READ_SIDE: Final = 2_000
"""Pixels of the longer side; the library makes larger ones smaller."""
MAX_SECONDS: Final = 120.0
MAX_BYTES: Final = 4 * 1024 * 1024
MAX_LINES: Final = 2_000
MAX_CHARACTERS: Final = 500
"""Of a line: a longer one was not on a page."""


class ReadablePhoto(Value):
    """A photo's rows of blue, green and red, no longer than ``MAX_READ_SIDE``.

    ``scale`` is how many of the photo's own pixels one of these is wide.
    """

    pixels: bytes
    width: int
    height: int
    scale: float


def available() -> bool:
    """Whether this installation can read text on photos."""
    return has_library("rapidocr")


class TextRecognition:
    """One photo's way through a process of its own. Blocking; ``stop`` is for other threads."""

    def __init__(self, photo: ReadablePhoto) -> None:
        self._photo = photo
        self._process = DecoderProcess("text", str(photo.width), str(photo.height))

    def run(self) -> tuple[RecognisedLine, ...]:
        """Read the photo: the lines in no order; none where there is no text.

        Raises ``BrokenMedia`` where the process died, took too long or was stopped.
        """
        output = self._process.run(self._photo.pixels, seconds=MAX_SECONDS, max_bytes=MAX_BYTES)
        try:
            return tuple(_lines(json.loads(output), self._photo.scale))
        except (ValueError, TypeError):
            raise BrokenMedia("no text from the decoder") from None

    def stop(self) -> None:
        """End the process: nobody waits for it any more. Never waits."""
        self._process.stop()


def _lines(
    answer: list[tuple[str, list[tuple[float, float]]]], scale: float
) -> Iterator[RecognisedLine]:
    for text, corners in answer[:MAX_LINES]:
        plain = " ".join("".join(filter(_is_shown, text)).split())[:MAX_CHARACTERS]
        if plain:
            first, second, third, fourth = (Point(x * scale, y * scale) for x, y in corners)
            yield RecognisedLine(plain, (first, second, third, fourth))


def _is_shown(character: str) -> bool:
    return character.isprintable() or character.isspace()
