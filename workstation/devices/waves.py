"""The outline of a recording as something to wait for."""

import asyncio

from workstation.devices.waveform import WaveformReader


async def read_wave(content: bytes, bars: int) -> tuple[tuple[float, ...], int]:
    """Peaks between 0 and 1, and the length in ms; no peaks for what cannot be decoded."""
    loop = asyncio.get_running_loop()
    done: asyncio.Future[tuple[tuple[float, ...], int]] = loop.create_future()

    def take(peaks: tuple[float, ...], length_ms: int) -> None:
        if not done.done():
            done.set_result((peaks, length_ms))

    reader = WaveformReader(content, bars, take)
    try:
        return await done
    finally:
        reader.stop()
