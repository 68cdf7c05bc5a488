"""What reaches the player was decoded before, where it could do no harm."""

from pathlib import Path

import pytest

from tests.hostile_sound import CONTENTS
from workstation.decoder import process
from workstation.devices import waves
from workstation.devices.waves import read_wave
from workstation.domain.errors import BrokenMedia
from workstation.services.media_reader import LoadedMedia
from workstation.session.media import DecodableRecordings

VOICE = Path("tests/devices/voices/narrow.amr").read_bytes()


class Recordings:
    """Gives what it was made with for every address."""

    def __init__(self, content: bytes) -> None:
        self._content = content

    async def recording(self, _url: str) -> LoadedMedia:
        return LoadedMedia(self._content, "amr", "audio/amr")


@pytest.fixture(autouse=True)
def nothing_proved():
    waves._proved.clear()
    yield
    waves._proved.clear()


@pytest.fixture
def dying(monkeypatch, tmp_path):
    """A decoder that a content crashes."""
    script = tmp_path / "dying.py"
    script.write_text("import os, signal\nos.kill(os.getpid(), signal.SIGSEGV)\n")

    def install() -> None:
        monkeypatch.setattr(process, "SCRIPT", script)

    return install


async def test_a_voice_that_decodes_is_played():
    assert (await DecodableRecordings(Recordings(VOICE)).recording("/1")).content == VOICE


async def test_what_crashes_the_decoder_never_reaches_the_player(dying):
    dying()
    with pytest.raises(BrokenMedia):
        await DecodableRecordings(Recordings(VOICE)).recording("/1")


@pytest.mark.parametrize("name", ["id3", "ogg", "playlist"])
async def test_what_is_no_sound_never_reaches_the_player(name):
    with pytest.raises(BrokenMedia):
        await DecodableRecordings(Recordings(CONTENTS[name])).recording("/1")


async def test_a_voice_with_an_outline_is_played_without_being_decoded_again(dying):
    await read_wave(VOICE, 36)
    dying()
    assert (await DecodableRecordings(Recordings(VOICE)).recording("/1")).content == VOICE


async def test_only_the_last_recordings_are_remembered(monkeypatch):
    monkeypatch.setattr(waves, "MAX_PROVED", 2)
    for name in (b"one", b"two", b"three"):
        waves._remember(waves._digest(name))
    assert list(waves._proved) == [waves._digest(b"two"), waves._digest(b"three")]
