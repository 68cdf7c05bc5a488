"""Loudness of samples as a decoder hands them out, in each of its formats."""

import array
from types import SimpleNamespace

import pytest
from PySide6.QtMultimedia import QAudioFormat

from workstation.decoder import waveform
from workstation.decoder.waveform import TYPECODES, _peaks, _resample

FULL = {"B": (128, 255, 0), "h": (0, 16384, -32768), "i": (0, 2**30, -(2**31)), "f": (0, 0.5, -1)}
"""Silence, half as loud as it goes (of bytes nearly all), and as loud as it goes."""


def buffer_of(
    kind: QAudioFormat.SampleFormat, samples: tuple[float, ...], rate: int
) -> SimpleNamespace:
    """A buffer of one channel, as QtMultimedia gives it."""
    content = array.array(TYPECODES[kind], samples).tobytes()
    form = SimpleNamespace(
        sampleFormat=lambda: kind, sampleRate=lambda: rate, channelCount=lambda: 1
    )
    return SimpleNamespace(format=lambda: form, constData=lambda: content)


@pytest.mark.parametrize("kind", TYPECODES, ids=lambda kind: kind.name)
def test_each_format_is_as_loud_as_its_loudest_sample(kind: QAudioFormat.SampleFormat):
    silent, half, full = FULL[TYPECODES[kind]]
    middle = 127 / 128 if kind is QAudioFormat.SampleFormat.UInt8 else 0.5
    samples = (silent, silent, half, silent, silent, full)
    assert _peaks(buffer_of(kind, samples, 100)) == [0.0, middle, 1.0]


def test_a_step_holds_the_samples_of_its_time_of_all_channels():
    one = buffer_of(QAudioFormat.SampleFormat.Int16, (32767,) * 7, 200)
    assert len(_peaks(one)) == 2
    assert len(_peaks(one, step_ms=5)) == 7


def test_more_bars_than_peaks_repeat_them_and_fewer_take_the_loudest():
    assert _resample([0.1, 0.9], 4) == [0.1, 0.1, 0.9, 0.9]
    assert _resample([0.1, 0.9, 0.3, 0.2], 2) == [0.9, 0.3]


def test_what_goes_on_for_ever_is_bounded_in_time_from_the_first_sound_on():
    started: list[int] = []
    reader = SimpleNamespace(
        _decoder=SimpleNamespace(read=lambda: SILENCE), _length_us=0, _peaks=[],
        _limit=SimpleNamespace(start=started.append),
    )  # fmt: skip
    for _ in range(3):
        waveform.WaveformReader._take(reader)
    assert started == [waveform.DECODE_LIMIT_MS]
    assert reader._length_us == 3 * SILENCE.duration()


SILENCE = buffer_of(QAudioFormat.SampleFormat.Int16, (0,) * 8, 400)
SILENCE.duration = lambda: 20_000
