"""A sound server that hangs: nothing of Qt's that would wait for it is asked."""

import contextlib
import socket
import tempfile
import threading
from pathlib import Path

import pytest
from PySide6.QtCore import QByteArray

from workstation.devices import abilities, chime, player, recorder, sound_server
from workstation.devices.abilities import sound_abilities
from workstation.devices.chime import Chime, samples
from workstation.devices.player import Player, has_audio_output
from workstation.devices.playing import PlayerPhase
from workstation.devices.recorder import RATE, Recorder, as_wav
from workstation.devices.sound_server import SoundServer

MAX_SECONDS = 5.0


class Hanging:
    """A server that is there and does not answer."""

    is_lost = hangs = True

    def __init__(self):
        self.late = []

    def close_when_it_answers(self, close):
        self.late.append(close)


@pytest.fixture
def hanging(qapp, monkeypatch):  # noqa: ARG001 - Qt's objects
    """A server that hangs; what is closed once it answers is in ``late``."""
    server = Hanging()
    for module in (abilities, chime, player, recorder):
        monkeypatch.setattr(module, "SOUND_SERVER", server)
    return server


@pytest.fixture
def silent(monkeypatch):
    """A server at the usual place that takes what is said to it and never answers."""
    monkeypatch.delenv(sound_server.SERVER_VARIABLE, raising=False)
    monkeypatch.setattr(sound_server, "ANSWER_SECONDS", 0.05)
    with tempfile.TemporaryDirectory() as folder, socket.socket(socket.AF_UNIX) as listening:
        place = Path(folder) / "pulse"
        place.mkdir()
        monkeypatch.setenv("PULSE_RUNTIME_PATH", str(place))
        listening.bind(str(place / "native"))
        listening.listen()
        yield listening


def answering(listening, answer, callers=1):
    """Greet so many callers back, also those who left meanwhile; an empty answer ends the call."""

    def serve():
        for _ in range(callers):
            with contextlib.suppress(TimeoutError, BrokenPipeError):
                line, _ = listening.accept()
                with line:
                    assert line.recv(4_096) == sound_server.GREETING
                    line.sendall(answer)

    listening.settimeout(MAX_SECONDS)
    serving = threading.Thread(target=serve, daemon=True)
    serving.start()
    return serving


@pytest.mark.parametrize("answer", [b"\0\0\0\x14", b""])
def test_a_server_that_answers_anything_does_not_hang(silent, answer):
    serving = answering(silent, answer)
    server = SoundServer()
    assert not server.is_lost
    serving.join()


def test_one_that_does_not_answer_hangs_and_is_waited_for_once_in_a_while(silent, monkeypatch):
    server, now = SoundServer(), [1_000.0]
    monkeypatch.setattr(sound_server, "monotonic", lambda: now[0])
    assert server.is_lost
    with monkeypatch.context() as patched:
        patched.setattr(sound_server, "_answers", lambda _: True)
        assert server.hangs, "without asking again"
    now[0] += sound_server.RETRY_SECONDS
    serving = answering(silent, b"\0", callers=2)
    assert not server.hangs
    serving.join()


def test_it_is_asked_where_it_is_connected_to(silent, monkeypatch):
    monkeypatch.delenv("PULSE_RUNTIME_PATH")
    monkeypatch.setenv("XDG_RUNTIME_DIR", "/nowhere")
    assert not SoundServer().hangs
    with socket.socket(socket.AF_UNIX) as connection:
        connection.connect(silent.getsockname())
        assert SoundServer().hangs


def test_one_that_ended_and_left_its_place_does_not_hang(silent):
    silent.close()
    assert not SoundServer().hangs


@pytest.mark.usefixtures("qapp")
def test_what_could_not_be_closed_is_closed_once_it_answers(silent, monkeypatch):
    server, now, closed = SoundServer(), [1_000.0], []
    monkeypatch.setattr(sound_server, "monotonic", lambda: now[0])
    server.close_when_it_answers(lambda: closed.append("microphone"))
    server._timer.timeout.emit()
    assert closed == []
    now[0] += sound_server.RETRY_SECONDS
    serving = answering(silent, b"\0", callers=2)
    server._timer.timeout.emit()
    serving.join()
    assert closed == ["microphone"]
    assert not server._timer.isActive()
    silent.close()
    server.close_when_it_answers(lambda: closed.append("loudspeaker"))
    assert closed == ["microphone", "loudspeaker"], "at once where nothing hangs"


@pytest.mark.usefixtures("hanging")
def test_while_it_hangs_no_device_is_listed_or_opened(monkeypatch):
    asked = []
    for name in ("defaultAudioOutput", "defaultAudioInput", "audioOutputs", "audioInputs"):
        for module in (abilities, chime, player, recorder):
            monkeypatch.setattr(module.QMediaDevices, name, lambda name=name: asked.append(name))
    Chime().play()
    assert not Recorder(lambda *_: None).start()
    assert not has_audio_output()
    assert (sound_abilities().outputs, sound_abilities().inputs) == (0, 0)
    assert asked == []


def test_what_plays_is_silenced_and_stopped_once_it_answers(hanging):
    states = []
    playing = Player(states.append)
    playing.load(as_wav(samples(), RATE), "audio/wav")
    playing._phase = PlayerPhase.PLAYING
    before = playing._media = Noted()
    playing.pause()
    assert states[-1].phase is PlayerPhase.SILENCED
    assert playing._media is not before
    playing.unload()
    assert len(hanging.late) == 1, "there is nothing to leave any more"
    assert before.asked == ["blockSignals", "setParent"]
    (close,) = hanging.late
    close()
    assert before.asked[2:] == ["stop", "deleteLater"]


def test_a_recording_ends_at_once_and_its_microphone_once_it_answers(hanging):
    recording = Recorder(lambda *_: None)
    source = Noted()
    recording._source, recording._device = source, Empty()
    recording._samples += bytes(RATE * 2)
    assert len(recording.finish()) > RATE
    assert source.asked == []
    (close,) = hanging.late
    close()
    assert source.asked == ["stop", "deleteLater"]


def test_a_server_in_a_folder_that_lets_nobody_look_is_none(monkeypatch):
    """``su`` leaves ``XDG_RUNTIME_DIR`` at that of whoever opened the terminal."""

    def refuse(_path):
        raise PermissionError

    monkeypatch.setattr(Path, "is_socket", refuse)
    assert not SoundServer().hangs


class Noted:
    """Something of Qt's that notes what is asked of it."""

    def __init__(self):
        self.asked = []

    def __getattr__(self, name):
        def noted(*_):
            if name in {"blockSignals", "setParent", "stop", "deleteLater"}:
                self.asked.append(name)
            return 0

        return noted


class Empty:
    """A device from which nothing is to be read."""

    def readAll(self):  # noqa: N802
        return QByteArray()
