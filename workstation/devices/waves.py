"""The outline of a recording as something to wait for, decoded in a process of its own."""

import asyncio
import json
import math

from workstation.decoder.process import Decoding
from workstation.domain.errors import MediaError

MOST_SECONDS = 28.0
MOST_BYTES = 65_536
LONGEST_MS = 24 * 60 * 60 * 1000

Outline = tuple[tuple[float, ...], int]
NO_SOUND: Outline = ((), 0)


async def read_wave(content: bytes, bars: int) -> Outline:
    """Peaks between 0 and 1, and the length in ms; no peaks for what cannot be decoded.

    Cancelled, it ends the process and waits for nothing.
    """
    decoding = Decoding("voice", str(bars))
    try:
        answer = await asyncio.to_thread(
            decoding.run, content, seconds=MOST_SECONDS, most=MOST_BYTES
        )
    except MediaError:
        return NO_SOUND
    finally:
        decoding.stop()
    return read_outline(answer, bars)


def read_outline(answer: bytes, bars: int) -> Outline:
    """What the decoder says, believed only as far as an outline can go."""
    try:
        outline = json.loads(answer)
        peaks, length_ms = tuple(map(float, outline["peaks"])), int(outline["length_ms"])
    except (ValueError, TypeError, KeyError, OverflowError, RecursionError):
        return NO_SOUND
    if not 0 < length_ms <= LONGEST_MS or len(peaks) not in {0, bars}:
        return NO_SOUND
    if not all(math.isfinite(peak) and 0.0 <= peak <= 1.0 for peak in peaks):
        return NO_SOUND
    return peaks, length_ms
