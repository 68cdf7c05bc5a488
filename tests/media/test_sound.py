"""A recording is one beyond its first bytes, in every container, and no text passes for one."""

import contextlib
import struct
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.hostile_sound import CONTENTS, SESSION
from workstation.devices.recorder import as_wav
from workstation.domain.errors import BrokenMedia, MediaError
from workstation.media import sound_containers
from workstation.media.formats import Format, MediaKind, require, sniff

DEMO = Path("resources/clinic/voices")
SAMPLES = Path("tests/devices/voices")
SOUNDS = sorted(
    path
    for folder in (DEMO, SAMPLES)
    for path in folder.iterdir()
    if path.suffix not in {".json", ".md"}
)


def form_of(content: bytes) -> Format:
    return require(content, MediaKind.RECORDING)


def sample(name: str) -> bytes:
    return (SAMPLES / name).read_bytes()


@pytest.mark.parametrize("name", CONTENTS)
def test_a_text_behind_a_recording_s_first_bytes_is_refused(name: str) -> None:
    assert sniff(CONTENTS[name][:64]) is not None, "it is the container that refuses it"
    with pytest.raises(BrokenMedia):
        form_of(CONTENTS[name])


@pytest.mark.parametrize("path", SOUNDS, ids=lambda path: path.name)
def test_true_recordings_are_taken(path: Path) -> None:
    content = path.read_bytes()
    assert form_of(content) is sniff(content[:64])


def test_what_the_microphone_gave_is_taken() -> None:
    assert form_of(as_wav(b"\0\0" * 16_000)) is Format.WAV


@pytest.mark.parametrize("path", SOUNDS, ids=lambda path: path.name)
def test_only_the_first_bytes_of_a_true_recording_before_a_text_are_not_enough(path: Path) -> None:
    with pytest.raises(MediaError):
        form_of(path.read_bytes()[:20] + SESSION)


@pytest.mark.parametrize("name", ["bare.mp3", "stream.aac", "wide.amr"])
def test_one_frame_too_few_in_a_row_is_not_enough(name: str) -> None:
    content = sample(name)
    enough = next(end for end in range(len(content)) if _passes(content[:end]))
    with pytest.raises(BrokenMedia):
        form_of(content[: enough - 1])


def test_frames_of_different_kinds_are_no_row() -> None:
    one = b"\xff\xfb\x14\x00".ljust(96, b"\0")  # 32 kbit/s at 48 kHz
    other = b"\xff\xfb\x18\x00".ljust(144, b"\0")  # the same at 32 kHz
    assert form_of(one * 7) is Format.MP3
    with pytest.raises(BrokenMedia):
        form_of((one + other) * 7)


def test_tags_before_the_sound_are_passed_over() -> None:
    mp3, aac = sample("bare.mp3"), sample("stream.aac")
    tag = b"ID3\x04\0\0\0\0\x02\x00" + bytes(256)
    assert form_of(tag + mp3) is Format.MP3
    assert form_of(tag + tag + bytes(500) + mp3) is Format.MP3
    assert form_of(tag + aac) is Format.AAC


@pytest.mark.parametrize("layer", [b"\xff\xff", b"\xff\xfd", b"\xff\xfb", b"\xff\xf5", b"\xff\xe3"])
def test_every_layer_and_version_of_mpeg_sound_is_read(layer: bytes) -> None:
    """MPEG-1 layers I, II, III; MPEG-2 layer II; MPEG-2.5 layer III; bit rate and rate 3, 0."""
    length = {
        b"\xff\xff": 4 * (12 * 96_000 // 44_100),
        b"\xff\xfd": 144 * 56_000 // 44_100,
        b"\xff\xfb": 144 * 48_000 // 44_100,
        b"\xff\xf5": 144 * 24_000 // 22_050,
        b"\xff\xe3": 72 * 24_000 // 11_025,
    }[layer]
    content = (layer + b"\x30\x00").ljust(length, b"\0") * 7
    assert form_of(content) is Format.MP3
    with pytest.raises(BrokenMedia):
        form_of(content[:-1])


def test_an_ogg_page_with_a_wrong_checksum_is_none() -> None:
    content = bytearray(sample("opus.ogg"))
    content[40] ^= 1
    with pytest.raises(BrokenMedia):
        form_of(bytes(content))


def test_an_ogg_film_is_no_recording() -> None:
    page = bytearray(b"OggS\0\x02" + bytes(20) + b"\x01\x07\x80theora")
    page[22:26] = sound_containers._ogg_checksum(bytes(page)).to_bytes(4, "little")
    with pytest.raises(BrokenMedia):
        form_of(bytes(page))


def test_a_film_without_sound_is_no_recording() -> None:
    with pytest.raises(BrokenMedia):
        form_of(sample("phone.m4a").replace(b"soun", b"vide"))


def box(name: bytes, *payload: bytes) -> bytes:
    content = b"".join(payload)
    return struct.pack(">I", 8 + len(content)) + name + content


def test_an_m4a_with_a_track_for_another_decoder_is_none() -> None:
    """A hole in a decoder of films is reached by whatever says that it is one (CVE-2026-8461)."""
    content = sample("phone.m4a")
    assert form_of(content) is Format.M4A
    track = content[content.index(b"trak") - 4 :]
    track = track[: int.from_bytes(track[:4], "big")]
    other = track.replace(b"mp4a", b"M8RG", 1)
    for hostile in (
        content.replace(b"mp4a", b"M8RG", 1),
        content.replace(b"mp4a", b"enca", 1),
        content + box(b"udta", other),
        content + other,
        content + box(b"free", box(b"cmov")),
        content + box(b"moof", box(b"sinf", box(b"schm"))),
        content + box(b"moof", box(b"sinf", box(b"tenc"))),
    ):
        assert hostile != content
        with pytest.raises(BrokenMedia):
            form_of(hostile)


def test_what_the_sound_of_an_m4a_happens_to_be_is_not_judged() -> None:
    assert form_of(sample("phone.m4a") + box(b"mdat", b"stsd cmov")) is Format.M4A


def test_an_m4a_describes_its_sound_as_often_as_it_says() -> None:
    content = sample("phone.m4a")
    at = content.index(b"stsd") + 8
    with pytest.raises(BrokenMedia):
        form_of(content[:at] + struct.pack(">I", 2) + content[at + 4 :])


def test_an_ogg_in_which_a_film_begins_later_is_none() -> None:
    sound = sample("opus.ogg")
    for first, taken in ((b"\x01video\0\0\0M8RG", False), (b"OpusHead", True)):
        content = sound + b"OggS\0\x02" + bytes(20) + b"\x01" + bytes([len(first)]) + first
        assert _passes(content) is taken


def test_a_webm_with_a_track_for_another_decoder_is_none() -> None:
    content = sample("opus.webm")
    assert form_of(content) is Format.WEBM
    with pytest.raises(BrokenMedia):
        form_of(content.replace(b"A_OPUS", b"V_MJPG", 1))
    with pytest.raises(BrokenMedia):
        form_of(content.replace(b"\x86\x86A_OPUS", b"\xec\x86A_OPUS", 1))


def test_a_webm_that_cannot_be_followed_to_its_sound_is_none() -> None:
    content = sample("opus.webm")
    tracks = content.index(b"\x16\x54\xae\x6b")
    with pytest.raises(BrokenMedia):
        form_of(content[:tracks] + b"\0" + content[tracks:])
    with pytest.raises(BrokenMedia):
        form_of(content[: tracks + 20])


def wave_of(*formats: bytes) -> bytes:
    chunks = b"".join(b"fmt " + struct.pack("<I", len(each)) + each for each in formats)
    return b"RIFF" + bytes(4) + b"WAVE" + chunks + b"data" + bytes(4)


def test_a_wave_says_one_codec_also_by_its_extension() -> None:
    plain = struct.pack("<HHIIHH", 1, 1, 8_000, 16_000, 2, 16)
    windows_media = struct.pack("<H", 0x0163) + plain[2:]
    tail = bytes.fromhex("000000001000800000aa00389b71")

    def extensible(codec: int) -> bytes:
        start = struct.pack("<H", 0xFFFE) + plain[2:] + struct.pack("<HHI", 22, 16, 0)
        return start + struct.pack("<H", codec) + tail

    assert form_of(wave_of(plain)) is form_of(wave_of(extensible(1))) is Format.WAV
    hostile = [(windows_media, plain), (plain, windows_media), (extensible(0x0163),)]
    for formats in (*hostile, (extensible(1)[:30],), ()):
        with pytest.raises(BrokenMedia):
            form_of(wave_of(*formats))


def test_a_wave_of_an_unknown_codec_is_none() -> None:
    content = bytearray(as_wav(bytes(64)))
    content[20:22] = struct.pack("<H", 0x0161)  # Windows Media
    with pytest.raises(BrokenMedia):
        form_of(bytes(content))


def test_other_ebml_is_no_recording() -> None:
    content = sample("opus.webm").replace(b"\x42\x82\x84webm", b"\x42\x82\x84XXXX", 1)
    with pytest.raises(MediaError):
        form_of(content)
    with pytest.raises(BrokenMedia):
        form_of(content[:60] + b"webm" + content[60:])


@pytest.mark.parametrize("path", SOUNDS, ids=lambda path: path.name)
def test_the_work_does_not_grow_with_the_content(path: Path) -> None:
    """What follows is not read: a content that is all sound costs as much as its beginning."""

    class Watched(bytes):
        read = 0

        def __getitem__(self, key):
            part = super().__getitem__(key)
            Watched.read += len(part) if isinstance(key, slice) else 1
            return part

    content = path.read_bytes()
    form_of(Watched(content))
    assert Watched.read < 70_000


@given(st.binary(max_size=200), st.sampled_from(SOUNDS), st.integers(0, 400))
def test_anything_is_a_recording_or_an_error_of_the_tree(junk: bytes, path: Path, at: int) -> None:
    content = path.read_bytes()
    with contextlib.suppress(MediaError):
        form_of(content[:at] + junk + content[at + len(junk) :])


def _passes(content: bytes) -> bool:
    try:
        form_of(content)
    except MediaError:
        return False
    return True
