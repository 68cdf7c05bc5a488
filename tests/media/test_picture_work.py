"""A small picture that would cost minutes or gigabytes is refused before anything decodes it."""

import struct
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.media.conftest import camera_exif, encoded
from workstation.domain.errors import MediaTooLarge
from workstation.media import jpeg, png
from workstation.media.picture import inspect

SOS = b"\xff\xda"
SOUND_PICTURES = {
    "plain": encoded("JPEG"),
    "progressive": encoded("JPEG", progressive=True, quality=95),
    "of a phone": encoded("JPEG", exif=camera_exif(), comment=SOS * 200),
    "png": encoded("PNG"),
}


def scanned(extra: int, side: int = 64) -> bytes:
    """A progressive JPEG whose last scan comes again and again."""
    content = encoded("JPEG", (side, side), progressive=True)
    last = content[content.rindex(SOS) : -2]
    return content[:-2] + last * extra + b"\xff\xd9"


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def with_chunks(*chunks: bytes) -> bytes:
    """A PNG with these before its pixels."""
    content = encoded("PNG")
    return content[:33] + b"".join(chunks) + content[33:]


INFLATING = zlib.compress(bytes(3_000_000))
BOMBS = {
    "zTXt": (b"zTXt", b"key\0\0" + INFLATING),
    "iTXt": (b"iTXt", b"key\0\x01\0en\0key\0" + INFLATING),
    "broken": (b"zTXt", b"key\0\0" + INFLATING[:-1] + b"x"),
}


@pytest.mark.parametrize("name", SOUND_PICTURES)
def test_usual_pictures_are_taken(name):
    assert inspect(SOUND_PICTURES[name]).width == 40


def test_more_scans_than_anybody_writes_are_refused():
    assert inspect(scanned(60)).width == 64
    with pytest.raises(MediaTooLarge, match="scans"):
        inspect(scanned(120))


def test_a_large_picture_may_have_fewer_scans():
    content = scanned(30)
    jpeg.bound_work(content, 12_000_000)
    with pytest.raises(MediaTooLarge, match="scans"):
        jpeg.bound_work(content, 40_000_000)


@pytest.mark.parametrize(
    "hidden",
    [
        b"junk between segments",
        b"\xff\xff\xff",
        b"\xff\x02\xff\xff",  # a reserved marker: libjpeg does not go by the length behind it
        b"\xff\xd0",
        b"\xff\xd8",
        b"\xff\xfe\x00\x04\xff\xd9",  # an end within a comment
    ],
)
def test_scans_are_counted_where_a_decoder_finds_them(hidden):
    content = scanned(0)
    last = content[content.rindex(SOS) : -2]
    with pytest.raises(MediaTooLarge, match="scans"):
        inspect(content[:-2] + (hidden + last) * 120 + b"\xff\xd9")


def test_what_follows_the_end_of_a_picture_is_not_counted():
    """A phone's film behind its picture, with any bytes in it."""
    assert inspect(encoded("JPEG") + SOS * 500).width == 40


def test_segments_without_end_are_refused():
    content = encoded("JPEG")
    comments = b"\xff\xfe\0\2" * (jpeg.MAX_SEGMENTS + 1)
    with pytest.raises(MediaTooLarge, match="segments"):
        jpeg.bound_work(content[:2] + comments + content[2:], 1)


@pytest.mark.parametrize("name", BOMBS)
def test_texts_that_inflate_without_end_are_refused(name):
    with pytest.raises(MediaTooLarge, match="text"):
        inspect(with_chunks(*[chunk(*BOMBS[name])] * 2))


def test_no_more_of_a_text_is_inflated_than_the_bound_allows(monkeypatch):
    monkeypatch.setattr(png, "MAX_TEXT_BYTES", 1_000)
    assert png._text_bytes(*BOMBS["zTXt"], 1_000) < 3_000 + len(BOMBS["zTXt"][1])
    with pytest.raises(MediaTooLarge):
        inspect(with_chunks(chunk(*BOMBS["zTXt"])))


def test_plain_texts_are_bounded_too():
    text = chunk(b"tEXt", b"key\0" + b"a" * 500_000)
    assert inspect(with_chunks(text)).width == 40
    with pytest.raises(MediaTooLarge, match="text"):
        inspect(with_chunks(*[text] * 9))


def test_a_colour_profile_and_a_few_texts_are_taken():
    content = with_chunks(
        chunk(b"iCCP", b"sRGB\0\0" + zlib.compress(bytes(600_000))),
        chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0<x/>"),
        chunk(b"zTXt", b"key\0\0" + zlib.compress(b"words" * 100)),
    )
    assert inspect(content).width == 40


def test_chunks_without_end_are_refused():
    chunks = chunk(b"abCd", b"") * (png.MAX_CHUNKS + 1)
    with pytest.raises(MediaTooLarge, match="chunks"):
        png.bound_work(with_chunks(chunks))


@given(st.binary(max_size=300))
def test_any_bytes_have_a_cost(content):
    jpeg.bound_work(content, 1)
    png.bound_work(content)
