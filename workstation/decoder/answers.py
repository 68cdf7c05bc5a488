"""What a decoder's process answers: an exit status, and bytes where that is 0."""

from typing import Final, NamedTuple

TOO_LARGE: Final = 3
BROKEN: Final = 4


class DecoderAnswer(NamedTuple):
    """An exit status and what is written before it."""

    status: int
    output: bytes = b""
