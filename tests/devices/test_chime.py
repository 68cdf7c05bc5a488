"""The sound of a notice."""

import array
from itertools import pairwise

import pytest
from PySide6.QtCore import QObject, Signal
from PySide6.QtMultimedia import QtAudio

from workstation.devices import chime
from workstation.devices.chime import MAX_AMPLITUDE, RATE, TONE_SECONDS, TONES, Chime, samples


def test_it_is_short_soft_and_begins_and_ends_in_silence():
    result = array.array("h", samples())
    assert len(result) == pytest.approx(len(TONES) * RATE * TONE_SECONDS, abs=2)
    assert result[0] == 0
    assert abs(result[-1]) < 10
    assert 0.9 * MAX_AMPLITUDE < max(result) / 32_767 <= MAX_AMPLITUDE
    assert max(abs(b - a) for a, b in pairwise(result)) < 2_000, "no click"


def test_without_a_loudspeaker_nothing_sounds_and_nothing_fails(qtbot, monkeypatch):  # noqa: ARG001
    class NoDevice:
        def isNull(self):  # noqa: N802
            return True

    monkeypatch.setattr(chime.QMediaDevices, "defaultAudioOutput", NoDevice)
    made = Chime()
    made.play()
    assert made._sink is None


def test_it_does_not_sound_over_itself(qtbot, monkeypatch):  # noqa: ARG001
    """A loudspeaker that takes the sound and says when it was heard.

    Its signal carries nothing: in the program PySide cannot convert Qt's, and does not call then.
    """
    begun = []

    class Sink(QObject):
        stateChanged = Signal()  # noqa: N815

        def __init__(self, *_):
            super().__init__()

        def start(self, source):
            begun.append(bytes(source.readAll()))

        def stop(self):
            pass

        def state(self):
            return state[0]

    state = [QtAudio.State.ActiveState]

    class Device:
        def isNull(self):  # noqa: N802
            return False

    monkeypatch.setattr(chime.QMediaDevices, "defaultAudioOutput", Device)
    monkeypatch.setattr(chime, "QAudioSink", Sink)
    made = Chime()
    made.play()
    made.play()
    assert begun == [samples()]
    made._sink.stateChanged.emit()
    assert made._sink is not None
    state[0] = QtAudio.State.IdleState
    made._sink.stateChanged.emit()
    made.play()
    assert begun == 2 * [samples()]
