"""The sound of a notice: two soft tones, made here, so that no file is needed and none is read."""

import array
import math
from itertools import chain

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QObject
from PySide6.QtMultimedia import QAudioFormat, QAudioSink, QMediaDevices

from workstation.devices.sound_server import SOUND_SERVER

RATE = 44_100
TONES = (880.0, 1174.66)
"""In hertz."""
TONE_SECONDS = 0.16
MAX_AMPLITUDE = 0.2
FULL = 32_767


class Chime(QObject):
    """The chime of a notice: sounds once for each ``play``, never over itself.

    Without a loudspeaker it is silent.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._sink: QAudioSink | None = None
        self._source = QBuffer(self)
        self._source.setData(QByteArray(samples()))

    def play(self) -> None:
        """Sound, unless the chime sounds already."""
        if SOUND_SERVER.hangs:
            return
        device = QMediaDevices.defaultAudioOutput()
        if device.isNull() or SOUND_SERVER.is_lost or self._sink is not None:
            return
        self._source.open(QIODevice.OpenModeFlag.ReadOnly)
        self._sink = sink = QAudioSink(device, _format(), self)
        sink.stateChanged.connect(self._on_state)
        sink.start(self._source)

    def _on_state(self) -> None:
        """Close the sound: all of it was heard, or the loudspeaker went away.

        Without the state that the signal carries: PySide converts it only where its enum was used
        before, and calls nobody else.
        """
        if self._sink is None or self._sink.state().name == "ActiveState":
            return
        sink, self._sink = self._sink, None
        sink.stateChanged.disconnect(self._on_state)
        sink.stop()
        sink.deleteLater()
        self._source.close()


def samples() -> bytes:
    """The whole sound as 16 bit mono; each tone swells and fades, so that nothing clicks."""
    count = round(RATE * TONE_SECONDS)
    tones = chain.from_iterable(_tone(pitch, count) for pitch in TONES)
    return array.array("h", tones).tobytes()


def _tone(pitch: float, count: int) -> list[int]:
    loud = [math.sin(math.pi * n / count) ** 2 * MAX_AMPLITUDE * FULL for n in range(count)]
    return [round(loud[n] * math.sin(2 * math.pi * pitch * n / RATE)) for n in range(count)]


def _format() -> QAudioFormat:
    audio_format = QAudioFormat()
    audio_format.setSampleRate(RATE)
    audio_format.setChannelCount(1)
    audio_format.setSampleFormat(QAudioFormat.SampleFormat.Int16)
    return audio_format
