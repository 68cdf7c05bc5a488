from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.media.conftest import encoded
from workstation.domain.errors import BrokenMedia, UnsupportedMedia
from workstation.media.formats import Format, MediaKind, require, sniff

VOICES = Path("resources/clinic/voices")


@pytest.mark.parametrize("form", ["JPEG", "PNG", "GIF", "WEBP", "BMP"])
def test_a_picture_is_known_by_its_content(form):
    known = sniff(encoded(form)[:64])
    assert known is Format[form]
    assert known.kind is MediaKind.PICTURE


def test_the_clinic_s_recordings_are_known_by_their_content():
    result = {path.suffix: sniff(path.read_bytes()[:64]) for path in VOICES.iterdir()}
    expected = {".m4a": Format.M4A, ".amr": Format.AMR, ".mp3": Format.MP3, ".ogg": Format.OGG}
    assert {suffix: result[suffix] for suffix in expected if suffix in result} == {
        suffix: known for suffix, known in expected.items() if suffix in result
    }
    assert len(result.keys() & expected.keys()) >= 3


@pytest.mark.parametrize(
    ("head", "known"),
    [
        (b"RIFF\0\0\0\0WAVEfmt ", Format.WAV),
        (b"fLaC\0\0\0\x22", Format.FLAC),
        (b"#!AMR-WB\n", Format.AMR),
        (b"\xff\xf1\x50\x80", Format.AAC),
        (b"\xff\xfb\x90\x00", Format.MP3),
        (b"\0\0\0\x18ftypmp42", Format.M4A),
        (b"\0\0\0\x18ftyp3gp4", Format.M4A),
        (b"\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01\x42\x82\x84webm", Format.WEBM),
    ],
)
def test_a_recording_is_named_by_its_first_bytes_and_is_none_with_them_alone(head, known):
    assert sniff(head) is known
    with pytest.raises(BrokenMedia):
        require(head, MediaKind.RECORDING)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"<!DOCTYPE html>",
        b"%PDF-1.7",
        b"MZ\x90\0",
        b"PK\x03\x04",
        b"II*\0\x08\0\0\0",
        b"\xff\xfe<\0h\0t\0m\0",
        b"\xff\xfb\x00\x00",  # MP3 of no bits a second
        b"\xff\xfb\xf0\x00",  # of a number of bits that nothing has
        b"\xff\xfb\x9c\x00",  # of a rate that nothing has
        b"\xff\xe1\x90\x00",  # of a layer that nothing has
        b"\0\0\1\0\1\0",
        b"BM but no bitmap at all",
        b"\x1a\x45\xdf\xa3 matroska",
        b"RIFF\0\0\0\0AVI ",
        b"\0\0\0\x18ftypqt  ",
    ],
)
@pytest.mark.parametrize("kind", MediaKind)
def test_anything_else_stays_closed(content, kind):
    with pytest.raises(UnsupportedMedia):
        require(content, kind)


def test_a_recording_is_no_picture():
    with pytest.raises(UnsupportedMedia, match="another kind"):
        require(b"fLaC\0\0\0\x22", MediaKind.PICTURE)


@given(st.binary(max_size=80))
def test_any_bytes_are_a_format_or_none(head):
    assert sniff(head) in {*Format, None}
