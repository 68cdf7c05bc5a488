"""What a decoder's process answers: an exit status, and bytes where that is 0."""

from typing import Final, NamedTuple

TOO_LARGE: Final = 83
BROKEN: Final = 84
"""No numbers that a program ends with by itself: one that is aborted gives 3 on Windows."""


class DecoderAnswer(NamedTuple):
    """An exit status and what is written before it."""

    status: int
    output: bytes = b""
