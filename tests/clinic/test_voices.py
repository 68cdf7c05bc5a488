"""The recordings are what their names and the list of voices say, read from their own bytes."""

import struct
import wave
from itertools import pairwise

import pytest

from workstation.clinic.media import VOICE_TYPES
from workstation.clinic.resources import VOICES
from workstation.clinic.voices import voices

AMR_FRAME_BYTES = {0: 13, 1: 14, 2: 16, 3: 18, 4: 20, 5: 21, 6: 27, 7: 32, 8: 6}
MP3_BITRATES = (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)
MP3_RATES = (22050, 24000, 16000)


def amr_ms(data):
    assert data.startswith(b"#!AMR\n")
    place, frames = 6, 0
    while place < len(data):
        place += AMR_FRAME_BYTES[data[place] >> 3 & 15]
        frames += 1
    return frames * 20


def ogg_ms(data):
    assert data.startswith(b"OggS")
    assert b"OpusHead" in data[:64]
    last = data.rindex(b"OggS")
    (samples,) = struct.unpack_from("<q", data, last + 6)
    return samples / 48


def m4a_ms(data):
    assert data[4:8] == b"ftyp"
    assert b"mp4a" in data
    place = data.index(b"mvhd")
    scale, length = struct.unpack_from(">II", data, place + 16)
    return length * 1000 / scale


def mp3_ms(data):
    place = 10 + int.from_bytes(data[6:10]) if data.startswith(b"ID3") else 0
    total = 0.0
    while place + 4 <= len(data) and data[place] == 0xFF:
        assert data[place + 1] & 0xFE == 0xF2  # MPEG 2, layer III
        bitrate = MP3_BITRATES[data[place + 2] >> 4] * 1000
        rate = MP3_RATES[data[place + 2] >> 2 & 3]
        place += 72 * bitrate // rate + (data[place + 2] >> 1 & 1)
        total += 576 * 1000 / rate
    return total


def wav_ms(path):
    with wave.open(str(path)) as sound:
        return sound.getnframes() * 1000 / sound.getframerate()


READERS = {"amr": amr_ms, "ogg": ogg_ms, "m4a": m4a_ms, "mp3": mp3_ms}


@pytest.mark.parametrize("key", sorted(voices()))
def test_a_recording_has_its_format_and_length(key):
    voice = voices()[key]
    path = VOICES / voice.file
    ending = path.suffix[1:]
    measured = wav_ms(path) if ending == "wav" else READERS[ending](path.read_bytes())
    assert measured == pytest.approx(voice.length_ms, abs=120)
    assert 4_000 <= voice.length_ms <= 32_000


def test_the_formats_are_those_that_phones_send():
    assert {voice.file.rsplit(".", 1)[1] for voice in voices().values()} == {
        "m4a",
        "amr",
        "mp3",
        "ogg",
        "wav",
    }


def test_the_recordings_are_small_and_differ():
    files = [VOICES / voice.file for voice in voices().values()]
    assert sum(file.stat().st_size for file in files) < 2_500_000
    contents = [file.read_bytes() for file in files]
    assert all(one != other for one, other in pairwise(sorted(contents)))


def test_a_recording_is_no_silence():
    with wave.open(str(VOICES / voices()["vaccine-fever"].file)) as sound:
        samples = memoryview(sound.readframes(sound.getnframes())).cast("h")
    assert max(samples) > 8000
    assert sum(abs(sample) for sample in samples) / len(samples) > 200


async def test_each_format_is_served_with_its_type_and_in_parts(calling):
    async with calling(token=None) as call:
        for voice in voices().values():
            answer = await call("GET", f"/media/voices/{voice.file}")
            assert answer.headers["content-type"] == VOICE_TYPES[voice.file.rsplit(".", 1)[1]]
        part = await call("GET", "/media/voices/thank-you.amr", headers={"Range": "bytes=0-4"})
    assert (part.status_code, part.content) == (206, b"#!AMR")


@pytest.mark.parametrize("name", ["voices.json", "script.json", "none.amr", "%2e%2e%2fx.amr", "."])
async def test_nothing_else_is_served(calling, name):
    async with calling(token=None) as call:
        answer = await call("GET", f"/media/voices/{name}")
    assert answer.status_code == 404
