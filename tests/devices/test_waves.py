"""Voices of every kind are outlined and played without a sound device."""

import array
import asyncio
import math
from pathlib import Path

import pytest
from PySide6.QtMultimedia import QAudioFormat

from workstation.base.paths import resource
from workstation.decoder import waveform
from workstation.decoder.waveform import WaveformReader
from workstation.devices.player import Player
from workstation.devices.playing import PlayerPhase, PlayerState
from workstation.devices.recorder import as_wav
from workstation.devices.waves import NO_SOUND, read_outline, read_wave
from workstation.media.formats import MediaKind, require

VOICES = sorted(
    path for path in Path(resource("clinic/voices")).iterdir() if path.suffix != ".json"
)
BARS = 36
FILES = Path(__file__).parent / "voices"
PATTERNS = {
    "alaw.wav": "WAV",
    "bare.mp3": "MP3",
    "tagged.mp3": "MP3",
    "phone.m4a": "M4A",
    "fragmented.mp4": "M4A",
    "phone.3gp": "M4A",
    "stream.aac": "AAC",
    "opus.ogg": "OGG",
    "vorbis.ogg": "OGG",
    "opus.webm": "WEBM",
    "browser.webm": "WEBM",
    "lossless.flac": "FLAC",
    "narrow.amr": "AMR",
    "wide.amr": "AMR",
}


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


@pytest.mark.parametrize(("name", "form"), PATTERNS.items())
@pytest.mark.usefixtures("qloop")
async def test_every_form_is_told_by_its_content_and_outlined_as_it_sounds(name: str, form: str):
    voice = content(FILES / name)
    assert require(voice, MediaKind.RECORDING).name == form
    peaks, length_ms = await read_wave(voice, BARS)
    assert 2_950 <= length_ms <= 3_150
    loud, silent, quieter = peaks[1:11], peaks[14:22], peaks[26:34]
    assert min(loud) > 0.6
    assert max(silent) < 0.1
    assert 0.25 < min(quieter) <= max(quieter) < 0.75


async def played(voice: bytes) -> tuple[PlayerPhase, int]:
    """Play a recording twice as fast to wherever it ends; how, and the last position told."""
    ended, positions = asyncio.Event(), [0]

    def tell(state: PlayerState) -> None:
        positions.append(state.position_ms)
        if state.phase in {PlayerPhase.ENDED, PlayerPhase.FAILED}:
            ended.set()

    player = Player(tell)
    player.load(voice, require(voice, MediaKind.RECORDING).media_type)
    player.set_rate(2.0)
    player.play()
    await asyncio.wait_for(ended.wait(), 20)
    phase = player.state.phase
    player.unload()
    player.deleteLater()
    return phase, max(positions)


@pytest.mark.usefixtures("qloop")
async def test_every_form_plays_to_its_end():
    outcomes = await asyncio.gather(*(played(content(FILES / name)) for name in PATTERNS))
    received = dict(zip(PATTERNS, outcomes, strict=True))
    failed = {name: how for name, how in received.items() if how[0] is not PlayerPhase.ENDED}
    assert not failed
    assert min(position for _phase, position in received.values()) > 2_000


@pytest.mark.usefixtures("qloop")
async def test_a_recording_cut_off_in_the_middle_is_outlined_as_far_as_it_goes():
    whole = content(FILES / "narrow.amr")
    peaks, length_ms = await read_wave(whole[: len(whole) // 2], BARS)
    assert len(peaks) == BARS
    assert 1_300 < length_ms < 1_700


@pytest.mark.usefixtures("qloop")
async def test_what_takes_too_long_to_decode_is_flat_behind_that(monkeypatch):
    """As in the decoder's process, whose bound cannot be reached from here."""
    monkeypatch.setattr(waveform, "MAX_PEAKS", 60)
    outline = asyncio.get_running_loop().create_future()
    reader = WaveformReader(
        content(FILES / "alaw.wav"), BARS, lambda *result: outline.set_result(result)
    )
    peaks, length_ms = await outline
    reader.deleteLater()
    assert length_ms == 3_000
    assert len(peaks) == BARS
    assert peaks[5] > 0.85
    assert set(peaks[25:]) == {0.0}


def test_samples_that_are_no_numbers_are_silence():
    strange = array.array("f", [math.nan, math.inf, -math.inf, 0.5])
    for sample in strange:
        peak = waveform._loudest(array.array("f", [sample]), QAudioFormat.SampleFormat.Float)
        assert 0.0 <= peak <= 1.0


@pytest.mark.parametrize("junk", [b"", b"OggS" + b"\0" * 200, b"RIFF....WAVE"])
@pytest.mark.usefixtures("qloop")
async def test_what_is_no_sound_has_no_outline(junk: bytes):
    peaks, _length_ms = await read_wave(junk, BARS)
    assert peaks == ()


@pytest.mark.usefixtures("qloop")
async def test_many_outlines_given_up_half_way_leave_no_process():
    """That none is left is looked after by the guard of every test."""
    tasks = [asyncio.ensure_future(read_wave(content(path), BARS)) for path in VOICES[:6]]
    await asyncio.sleep(0)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


@pytest.mark.parametrize("path", VOICES, ids=lambda path: path.name)
async def test_every_voice_of_the_demo_has_an_outline(path: Path):
    peaks, length_ms = await read_wave(content(path), BARS)
    assert len(peaks) == BARS
    assert length_ms > 2_000


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"[]",
        b"{}",
        b"[" * 40_000,
        b'{"peaks": [0.5], "length_ms": 100}',
        b'{"peaks": [0.5, NaN], "length_ms": 100}',
        b'{"peaks": [0.5, 7], "length_ms": 100}',
        b'{"peaks": [0.5, "x"], "length_ms": 100}',
        b'{"peaks": [0.5, 0.5], "length_ms": -1}',
        b'{"peaks": [0.5, 0.5], "length_ms": 1e400}',
        b'{"peaks": [0.5, 0.5], "length_ms": 9999999999}',
    ],
)
def test_a_decoder_is_not_believed_what_no_outline_can_be(answer: bytes):
    assert read_outline(answer, 2) == NO_SOUND
    assert read_outline(b'{"peaks": [0.5, 1], "length_ms": 100}', 2) == ((0.5, 1.0), 100)


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
