"""A sound server that went away: nothing of Qt's that would end the program is asked any more."""

import socket
import tempfile
from pathlib import Path
from types import SimpleNamespace

import pytest

from workstation.devices import chime, player, recorder, sound_server
from workstation.devices.chime import Chime, samples
from workstation.devices.player import Player, has_audio_output
from workstation.devices.playing import PlayerPhase
from workstation.devices.recorder import RATE, Recorder, as_wav
from workstation.devices.sound_server import SoundServer


class Device:
    """One that Qt still lists."""

    def isNull(self):  # noqa: N802
        return False


class Ended:
    """A server that was reached and is no more."""

    is_lost, hangs = True, False

    def close_when_it_answers(self, close):
        close()


@pytest.fixture
def address():
    """Where such a server listens; the path of a local socket has to be short."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "pulse"
        place.mkdir()
        yield str(place / "native")


@pytest.fixture
def lost(qapp, monkeypatch):  # noqa: ARG001 - Qt's objects
    """The server was reached and is no more."""
    for module in (chime, player, recorder):
        monkeypatch.setattr(module, "SOUND_SERVER", Ended())


def test_it_is_lost_once_its_connection_ended_and_back_with_the_next(address, monkeypatch):
    monkeypatch.setattr(sound_server, "_answers", lambda _: True)
    server = SoundServer()
    assert not server.is_lost, "most computers have none"
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(address)
        listening.listen()
        with socket.socket(socket.AF_UNIX) as connection:
            connection.connect(address)
            assert not server.is_lost
        assert server.is_lost
        with socket.socket(socket.AF_UNIX) as connection:
            connection.connect(address)
            assert not server.is_lost


def test_it_is_known_where_the_environment_names_it(address, monkeypatch):
    elsewhere = address.removesuffix("native") + "own"
    monkeypatch.setenv(sound_server.SERVER_VARIABLE, f"unix:{elsewhere}")
    monkeypatch.setattr(sound_server, "_answers", lambda _: True)
    server = SoundServer()
    with socket.socket(socket.AF_UNIX) as listening, socket.socket(socket.AF_UNIX) as connection:
        listening.bind(elsewhere)
        listening.listen()
        connection.connect(elsewhere)
        assert not server.is_lost
        connection.close()
        assert server.is_lost


@pytest.mark.usefixtures("lost")
def test_no_notice_sounds_and_nothing_is_recorded(monkeypatch):
    opened = []
    monkeypatch.setattr(chime.QMediaDevices, "defaultAudioOutput", Device)
    monkeypatch.setattr(chime, "QAudioSink", lambda *_: opened.append("sink"))
    monkeypatch.setattr(recorder, "QAudioSource", lambda *_: opened.append("source"))
    Chime().play()
    assert not Recorder(lambda *_: None).start()
    assert opened == []


@pytest.mark.usefixtures("lost")
def test_there_is_nothing_to_play_through(monkeypatch):
    monkeypatch.setattr(player.QMediaDevices, "audioOutputs", lambda: [Device()])
    assert not has_audio_output()


def test_what_plays_is_silenced_and_asks_nothing_of_qt(qapp, monkeypatch):  # noqa: ARG001
    states = []
    playing = Player(states.append)
    playing.load(as_wav(samples(), RATE), "audio/wav")
    playing._phase = PlayerPhase.PLAYING
    playing._server_timer.start()
    monkeypatch.setattr(player, "SOUND_SERVER", Ended())
    playing._server_timer.timeout.emit()
    assert states[-1].phase is PlayerPhase.SILENCED
    assert not playing._server_timer.isActive()
    asked = []
    playing._media.blockSignals(True)  # it may still be loading, and its place is another's now
    monkeypatch.setattr(
        playing,
        "_media",
        SimpleNamespace(
            play=lambda: asked.append("play"),
            stop=lambda: None,
            setPosition=lambda _: asked.append("seek"),
            setPlaybackRate=lambda _: asked.append("rate"),
        ),
    )
    playing.play()
    playing.seek(10)
    playing.set_rate(2.0)
    assert asked == []


@pytest.mark.usefixtures("lost")
def test_the_speed_can_be_chosen_where_nothing_plays():
    states = []
    Player(states.append).set_rate(1.5)
    assert (states[-1].phase, states[-1].rate) == (PlayerPhase.EMPTY, 1.5)
