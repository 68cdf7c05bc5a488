"""Voices of every kind are outlined and played without a sound device."""

import asyncio
from pathlib import Path

import pytest

from workstation.devices.player import Player
from workstation.devices.playing import PlayerPhase
from workstation.devices.recorder import as_wav
from workstation.devices.waves import read_wave
from workstation.media.formats import MediaKind, require
from workstation.paths import resource

VOICES = sorted(
    path for path in Path(resource("clinic/voices")).iterdir() if path.suffix != ".json"
)
BARS = 36


def one_of_each() -> list[Path]:
    return list({path.suffix: path for path in VOICES}.values())


def content(path: Path) -> bytes:
    return path.read_bytes()


@pytest.mark.parametrize("path", one_of_each(), ids=lambda path: path.suffix)
@pytest.mark.usefixtures("qloop")
async def test_a_voice_has_an_outline_and_a_length(path: Path):
    peaks, length_ms = await read_wave(content(path), BARS)
    assert len(peaks) == BARS
    assert max(peaks) == 1.0
    assert 2_000 < length_ms < 40_000


@pytest.mark.qt_log_ignore("Could not open media", extend=True)
@pytest.mark.parametrize("junk", [b"", b"OggS" + b"\0" * 200, b"RIFF....WAVE"])
@pytest.mark.usefixtures("qloop")
async def test_what_is_no_sound_has_no_outline(junk: bytes):
    peaks, _length_ms = await read_wave(junk, BARS)
    assert peaks == ()


@pytest.mark.usefixtures("qloop")
async def test_many_outlines_given_up_half_way_do_no_harm():
    voices = [content(path) for path in VOICES]
    for _ in range(5):
        tasks = [asyncio.ensure_future(read_wave(voice, BARS)) for voice in voices]
        await asyncio.sleep(0)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


@pytest.mark.parametrize("path", one_of_each(), ids=lambda path: path.suffix)
@pytest.mark.usefixtures("qloop")
async def test_a_voice_plays_pauses_and_seeks(path: Path):
    voice = content(path)
    states = []
    player = Player(states.append)
    playing = asyncio.Event()
    player.load(voice, require(voice, MediaKind.RECORDING).media_type)
    player._media.positionChanged.connect(lambda at: at > 0 and playing.set())
    player.set_rate(2.0)
    player.play()
    await asyncio.wait_for(playing.wait(), 10)
    assert player.state.phase is PlayerPhase.PLAYING
    assert player.state.duration_ms > 1000
    player.pause()
    player.seek(1500)
    assert player.state.phase is PlayerPhase.PAUSED
    player.unload()
    player.deleteLater()


def test_samples_are_wrapped_as_wav():
    content = as_wav(b"\0\0" * 16_000)
    assert require(content, MediaKind.RECORDING).extension == "wav"
    assert len(content) == 44 + 32_000
