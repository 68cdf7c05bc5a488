"""Records the doctor's voice into memory; nothing is written to disk.

Raw samples are taken from the microphone and wrapped as WAV: 16 kHz, mono, 16 bit. Qt's own file
recorder would leave a clear-text file behind.
"""

import array
import struct
from collections.abc import Callable

from PySide6.QtCore import QIODevice, QObject, QTimer
from PySide6.QtMultimedia import QAudioFormat, QAudioSource, QMediaDevices

from workstation.devices.sound_server import SOUND_SERVER

RATE = 16_000
MAX_RECORDING_MS = 5 * 60 * 1000
MIN_RECORDING_MS = 500
STALL_MS = 2_000
"""For so long a busy window may not come to read, and no word is lost. Qt's own choice is 250 ms:
of each stall of 400 ms it lost 180."""

MAX_QUIET_MS = 5_000
"""For so long a microphone may give nothing, not even silence: wireless ones take their time."""


FATAL_ERRORS = frozenset({"OpenError", "IOError", "FatalError"})


def as_wav(samples: bytes, rate: int = RATE) -> bytes:
    """Wrap 16 bit mono samples in a WAV header."""
    header = struct.pack(
        "<4sI4s4sIHHIIHH4sI",
        b"RIFF",
        36 + len(samples),
        b"WAVE",
        b"fmt ",
        16,
        1,
        1,
        rate,
        rate * 2,
        2,
        16,
        b"data",
        len(samples),
    )
    return header + samples


class Recorder(QObject):
    """Makes one recording at a time; ``on_progress`` gets length in ms and level (0 to 1).

    ``lost`` is whether the microphone went away; ``on_progress`` is called then, too.
    """

    def __init__(
        self, on_progress: Callable[[int, float], None], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._on_progress = on_progress
        self._source: QAudioSource | None = None
        self._device: QIODevice | None = None
        self._samples = bytearray()
        self._quiet = QTimer(self, singleShot=True, interval=MAX_QUIET_MS)
        self._quiet.timeout.connect(self._lose)
        self.lost = False

    @property
    def length_ms(self) -> int:
        """How much is recorded so far, in milliseconds."""
        return len(self._samples) * 1000 // (RATE * 2)

    @property
    def full(self) -> bool:
        """Whether it is as long as a recording may be; nothing is added to it any more."""
        return self.length_ms >= MAX_RECORDING_MS

    def start(self) -> bool:
        """Begin a new recording; False when the microphone cannot be opened."""
        self.cancel()
        self.lost = False
        if SOUND_SERVER.hangs:
            return False
        microphone = QMediaDevices.defaultAudioInput()
        if SOUND_SERVER.is_lost:
            return False
        form = QAudioFormat()
        form.setSampleRate(RATE)
        form.setChannelCount(1)
        form.setSampleFormat(QAudioFormat.SampleFormat.Int16)
        self._source = QAudioSource(microphone, form)  # without a parent: it may outlive us
        self._source.setBufferSize(STALL_MS * RATE * 2 // 1000)
        device = self._source.start()
        if self._source.error().name != "NoError":  # Qt 6.9 has its enum elsewhere than 6.11
            self._close()
            return False
        self._device = device
        device.readyRead.connect(self._read)
        self._source.stateChanged.connect(self._on_state)
        self._quiet.start()
        return True

    def finish(self) -> bytes:
        """Stop and give the recording as WAV; empty when it is shorter than half a second."""
        self._read()
        self._close()
        taken, self._samples = bytes(self._samples), bytearray()
        if len(taken) * 1000 // (RATE * 2) < MIN_RECORDING_MS:
            return b""
        return as_wav(taken)

    def cancel(self) -> None:
        """Stop, and throw the recording away."""
        self._close()
        self._samples.clear()

    def _read(self) -> None:
        if self._device is None:
            return
        fresh = bytes(self._device.readAll().data())
        self._samples += fresh
        del self._samples[MAX_RECORDING_MS * RATE * 2 // 1000 :]
        self._quiet.start()
        self._on_progress(self.length_ms, _level(fresh))
        if self.full and self._source is not None:
            self._source.suspend()
            self._quiet.stop()

    def _on_state(self) -> None:  # what the signal carries cannot always be converted
        if self._source is not None and self._source.error().name in FATAL_ERRORS:
            self._lose()

    def _lose(self) -> None:
        """Note that the microphone went away: pulled out, or its sound server has ended."""
        if self._device is not None and not self.lost:
            self.lost = True
            self._on_progress(self.length_ms, 0.0)

    def _close(self) -> None:
        self._quiet.stop()
        source, self._source, self._device = self._source, None, None
        if source is not None:
            SOUND_SERVER.close_when_it_answers(lambda: _stop(source))


def _stop(source: QAudioSource) -> None:
    source.stop()
    source.deleteLater()


def _level(fresh: bytes) -> float:
    samples = array.array("h")
    samples.frombytes(fresh[: len(fresh) // 2 * 2])
    return max((abs(sample) for sample in samples), default=0) / 32768
