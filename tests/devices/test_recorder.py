"""A recording is as long as it may be and no longer, and too short a one is none."""

from types import SimpleNamespace

import pytest
from PySide6.QtCore import QByteArray

from workstation.devices import recorder as recording
from workstation.devices.recorder import MIN_RECORDING_MS, RATE, Recorder

SECOND = bytes(RATE * 2)


@pytest.fixture
def microphone(qapp):  # noqa: ARG001 - Qt's objects
    """A recorder whose microphone gives a second at a time; ``suspended`` tells of its end."""
    suspended, lengths = [], []
    recorder = Recorder(lambda length_ms, _level: lengths.append(length_ms))
    recorder._device = SimpleNamespace(readAll=lambda: QByteArray(SECOND))
    recorder._source = SimpleNamespace(
        suspend=lambda: suspended.append(recorder.length_ms),
        stop=lambda: None,
        deleteLater=lambda: None,
    )
    return SimpleNamespace(recorder=recorder, suspended=suspended, lengths=lengths)


def test_the_microphone_is_let_go_once_a_recording_is_as_long_as_it_may_be(microphone, monkeypatch):
    monkeypatch.setattr(recording, "MAX_RECORDING_MS", 2_000)
    microphone.recorder._read()
    assert not microphone.recorder.full
    assert microphone.suspended == []
    microphone.recorder._read()
    assert microphone.recorder.full
    assert microphone.suspended == [2_000]
    assert microphone.lengths == [1_000, 2_000]


def test_a_window_that_stalls_loses_no_word(qapp, monkeypatch):  # noqa: ARG001
    """What comes meanwhile waits: whole seconds of it, asked for before the first."""
    calls = []
    signal = SimpleNamespace(connect=lambda _: None)
    source = SimpleNamespace(
        setBufferSize=calls.append,
        start=lambda: calls.append("start") or SimpleNamespace(readyRead=signal),
        error=lambda: SimpleNamespace(name="NoError"),
        stateChanged=signal,
        stop=lambda: None,
        deleteLater=lambda: None,
    )
    monkeypatch.setattr(recording, "QAudioSource", lambda *_: source)
    recorder = Recorder(lambda *_: None)
    assert recorder.start()
    assert calls == [2 * len(SECOND), "start"]
    recorder._device = None  # no stand-in of a device is read at the end
    recorder.cancel()


def test_what_is_shorter_than_half_a_second_is_no_recording(microphone):
    short = SECOND[: RATE * 2 * MIN_RECORDING_MS // 1000 - 2]
    microphone.recorder._device = SimpleNamespace(readAll=lambda: QByteArray(short))
    assert microphone.recorder.finish() == b""


def test_a_microphone_that_gives_nothing_any_more_is_lost(microphone):
    recorder = microphone.recorder
    recorder._read()
    assert recorder._quiet.isActive()
    recorder._quiet.timeout.emit()
    assert recorder.lost
    assert microphone.lengths == [1_000, 1_000]
    recorder._device.readAll = lambda: QByteArray(b"")
    assert len(recorder.finish()) == 44 + len(SECOND)
    assert not recorder._quiet.isActive()


@pytest.mark.parametrize(("error", "lost"), [("IOError", True), ("NoError", False)])
def test_a_microphone_that_fails_is_lost(microphone, error, lost):
    recorder = microphone.recorder
    recorder._source.error = lambda: SimpleNamespace(name=error)
    recorder._on_state()
    assert recorder.lost is lost


def test_one_that_is_full_is_not_lost(microphone, monkeypatch):
    monkeypatch.setattr(recording, "MAX_RECORDING_MS", 1_000)
    microphone.recorder._read()
    assert not microphone.recorder._quiet.isActive()


def test_what_comes_beyond_the_longest_is_left_out(microphone, monkeypatch):
    monkeypatch.setattr(recording, "MAX_RECORDING_MS", 1_500)
    microphone.recorder._read()
    microphone.recorder._read()
    assert microphone.lengths == [1_000, 1_500]
    assert len(microphone.recorder.finish()) == 44 + 3 * len(SECOND) // 2
