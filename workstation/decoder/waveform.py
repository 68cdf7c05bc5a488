"""The outline of a recording's loudness, decoded out of memory."""

import array
import math
from collections.abc import Callable

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QObject, QTimer
from PySide6.QtMultimedia import QAudioBuffer, QAudioDecoder, QAudioFormat

FIRST_SOUND_MS = 15_000
"""A busy computer takes its time to start; what is no sound ends by itself."""
DECODE_LIMIT_MS = 5_000
"""From the first sound on."""
MAX_PEAKS = 500_000
TYPECODES = {
    QAudioFormat.SampleFormat.UInt8: "B",
    QAudioFormat.SampleFormat.Int16: "h",
    QAudioFormat.SampleFormat.Int32: "i",
    QAudioFormat.SampleFormat.Float: "f",
}


class WaveformReader(QObject):
    """Reads one recording to the end, gives ``bars`` peaks between 0 and 1 and its length in ms.

    One that is longer than what can be decoded in five seconds is flat behind that, and as long as
    it says itself. ``done`` gets no peaks and no length for what is no sound. The decoder is asked
    for its own format because a forced one never ends for some MP3 files. Stopping it can wait for
    seconds, so nothing does: the process it runs in ends.
    """

    def __init__(
        self, content: bytes, bars: int, on_done: Callable[[tuple[float, ...], int], None]
    ) -> None:
        super().__init__()
        self._bars = bars
        self._on_done: Callable[[tuple[float, ...], int], None] | None = on_done
        self._peaks: list[float] = []
        self._length_us = 0
        # Children are destroyed in this order, and the decoder's thread reads the buffer.
        self._decoder = QAudioDecoder(self)
        self._buffer = QBuffer(self)
        self._buffer.setData(QByteArray(content))
        self._buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        self._decoder.setSourceDevice(self._buffer)
        self._decoder.bufferReady.connect(self._take)
        self._decoder.finished.connect(self._finish)
        self._decoder.error.connect(self._give_up)
        self._limit = QTimer(self, singleShot=True, interval=FIRST_SOUND_MS)
        self._limit.timeout.connect(self._give_up)
        self._limit.start()
        self._decoder.start()

    def _take(self) -> None:
        buffer = self._decoder.read()
        if not self._length_us:
            self._limit.start(DECODE_LIMIT_MS)
        self._length_us += buffer.duration()
        self._peaks.extend(_peaks(buffer))
        if len(self._peaks) > MAX_PEAKS:
            self._give_up()

    def _finish(self) -> None:
        self._end(self._length_us // 1000)

    def _give_up(self) -> None:
        """End with the peaks so far, if it is too long or broken further on: players play those."""
        decoded_ms = self._length_us // 1000
        self._end(max(self._decoder.duration(), decoded_ms) if decoded_ms else 0)

    def _end(self, length_ms: int) -> None:
        done, self._on_done = self._on_done, None
        if done is None:
            return
        self._limit.stop()
        share = min(self._length_us / 1000 / length_ms, 1.0) if length_ms else 0.0
        bars = round(self._bars * share)
        length_us = _normalise(_resample(self._peaks, bars)) if bars else ()
        done((length_us + (0.0,) * (self._bars - bars)) if length_us else (), length_ms)


def _peaks(buffer: QAudioBuffer, step_ms: int = 20) -> list[float]:
    """The loudest sample of each ``step_ms`` of a decoded buffer, between 0 and 1."""
    form = buffer.format()
    code = TYPECODES.get(form.sampleFormat())
    if code is None:
        return []
    samples = array.array(code)
    samples.frombytes(bytes(buffer.constData()))
    size = max(form.sampleRate() * form.channelCount() * step_ms // 1000, 1)
    return [
        _loudest(samples[start : start + size], form.sampleFormat())
        for start in range(0, len(samples), size)
    ]


def _loudest(samples: "array.array[int] | array.array[float]", kind: object) -> float:
    top, bottom = max(samples), min(samples)
    if kind is QAudioFormat.SampleFormat.UInt8:
        return float(max(top - 128, 128 - bottom)) / 128
    peak = float(max(top, -bottom))
    if kind is QAudioFormat.SampleFormat.Int16:
        return peak / 32768
    if kind is QAudioFormat.SampleFormat.Int32:
        return peak / 2147483648
    return min(peak, 1.0) if math.isfinite(peak) else 0.0


def _resample(peaks: list[float], bars: int) -> list[float]:
    if not peaks:
        return []
    width = len(peaks) / bars
    return [
        max(peaks[int(bar * width) : max(int((bar + 1) * width), int(bar * width) + 1)])
        for bar in range(bars)
    ]


def _normalise(bars: list[float]) -> tuple[float, ...]:
    """The peaks scaled so that a quiet recording is as readable as a loud one."""
    loudest = max(bars, default=0.0)
    if loudest <= 0:
        return tuple(0.0 for _ in bars)
    return tuple(bar / loudest for bar in bars)
