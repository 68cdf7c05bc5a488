"""The outline of a recording as something to wait for, decoded in a process of its own."""

import asyncio
import hashlib
import json
import math
from collections import OrderedDict

from workstation.decoder.process import DecoderProcess
from workstation.domain.errors import BrokenMedia, MediaError

MAX_DECODE_SECONDS = 28.0
MAX_OUTLINE_BYTES = 65_536
MAX_VOICE_MS = 24 * 60 * 60 * 1000
MAX_PROVED = 2_000
BARS_OF_A_PROOF = 36
MAX_TRIES = 2
"""The first decoder after a computer's start may run out of time: no recording's own fault."""

Outline = tuple[tuple[float, ...], int]
NO_SOUND: Outline = ((), 0)

_proved: OrderedDict[bytes, None] = OrderedDict()
"""Digests of recordings that were decoded to some length, the last ones last."""


async def read_wave(content: bytes, bars: int) -> Outline:
    """Peaks between 0 and 1, and the length in ms; no peaks for what cannot be decoded.

    Cancelled, it ends the process and waits for nothing.
    """
    decoding = DecoderProcess("voice", str(bars))
    try:
        answer = await asyncio.to_thread(
            decoding.run, content, seconds=MAX_DECODE_SECONDS, max_bytes=MAX_OUTLINE_BYTES
        )
    except MediaError:
        return NO_SOUND
    finally:
        decoding.stop()
    outline = read_outline(answer, bars)
    if outline != NO_SOUND:
        _remember(_digest(content))
    return outline


async def require_sound(content: bytes) -> None:
    """Let pass what a process of its own could decode. Raises ``BrokenMedia`` for the rest.

    The player decodes in the window's process. What crashes or holds the decoder does so here
    first, where it does no harm. A recording whose outline is on the screen has passed already, so
    a click on it waits for nothing.
    """
    digest = _digest(content)
    if digest in _proved:
        _proved.move_to_end(digest)
        return
    for _ in range(MAX_TRIES):
        if await read_wave(content, BARS_OF_A_PROOF) != NO_SOUND:
            return
    raise BrokenMedia("no sound")


def is_fully_decoded(outline: Outline) -> bool:
    """Whether the decoder came to the end; what it had no time for is flat."""
    peaks, _length_ms = outline
    return not peaks or peaks[-1] > 0.0


def pack_outline(outline: Outline, content: bytes) -> bytes:
    """An outline as bytes to be stored beside its recording, behind the recording's digest."""
    peaks, length_ms = outline
    return _digest(content) + json.dumps({"peaks": peaks, "length_ms": length_ms}).encode()


def unpack_outline(packed: bytes, content: bytes, bars: int) -> Outline:
    """The outline that was stored, believed as far as a decoder is; ``NO_SOUND`` for another's.

    It proves as much as the decoding did: a recording that could not be decoded has none.
    """
    digest = _digest(content)
    if not packed.startswith(digest):
        return NO_SOUND
    outline = read_outline(packed[len(digest) :], bars)
    if outline != NO_SOUND:
        _remember(digest)
    return outline


def _remember(digest: bytes) -> None:
    _proved[digest] = None
    if len(_proved) > MAX_PROVED:
        _proved.popitem(last=False)


def _digest(content: bytes) -> bytes:
    return hashlib.sha256(content).digest()


def read_outline(answer: bytes, bars: int) -> Outline:
    """The outline that a decoder tells, believed only as far as an outline can go."""
    try:
        outline = json.loads(answer)
        peaks, length_ms = tuple(map(float, outline["peaks"])), int(outline["length_ms"])
    except (ValueError, TypeError, KeyError, OverflowError, RecursionError):
        return NO_SOUND
    if not 0 < length_ms <= MAX_VOICE_MS or len(peaks) not in {0, bars}:
        return NO_SOUND
    if not all(math.isfinite(peak) and 0.0 <= peak <= 1.0 for peak in peaks):
        return NO_SOUND
    return peaks, length_ms
