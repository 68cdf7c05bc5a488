"""Nothing leaves with a picture but the picture."""

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageSequence
from PySide6.QtGui import QImage

from tests.media.canaries import SAMPLES, behind, bmp_of_version_5, profile_with, srgb
from tests.media.conftest import encoded
from workstation.domain.errors import BrokenMedia
from workstation.media.cleaning import icc
from workstation.media.picture import clean_picture, inspect

CANARY = b"ChangAnJie1Hao:13800138000"
EVERY_PLACE = [(name, place) for name, (_, places) in SAMPLES.items() for place in places]


def clean(content):
    return clean_picture(inspect(content)).content


def pixels(content):
    """What two decoders that share no code of ours make of it, frame by frame."""
    drawn = QImage.fromData(content)
    assert not drawn.isNull()
    frames = [
        (frame.mode, frame.size, frame.convert("RGBA").tobytes(), frame.info.get("duration"))
        for frame in ImageSequence.Iterator(Image.open(io.BytesIO(content)))
    ]
    return drawn, drawn.colorSpace(), frames


@pytest.mark.parametrize("name", SAMPLES)
def test_a_cleaned_picture_looks_the_same(name):
    content, _ = SAMPLES[name]
    once = clean(content)
    assert pixels(once) == pixels(content)
    assert clean(once) == once


@pytest.mark.parametrize(("name", "place"), EVERY_PLACE)
def test_what_a_program_wrote_beside_the_picture_does_not_leave(name, place):
    content, places = SAMPLES[name]
    with_canary = places[place](content, CANARY)
    assert CANARY[:4] in with_canary
    assert clean(with_canary) == clean(content)


@settings(max_examples=150)
@given(st.data())
def test_no_byte_of_whatever_was_put_anywhere_survives(data):
    name = data.draw(st.sampled_from(sorted(SAMPLES)))
    content, places = SAMPLES[name]
    before = clean(content)
    chosen = data.draw(st.lists(st.sampled_from(sorted(places)), unique=True, max_size=5))
    for place in sorted(chosen, key=lambda place: places[place] is behind):
        content = places[place](content, data.draw(st.binary(min_size=8, max_size=64)))
    assert clean(content) == before


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_a_colour_profile_stays_and_the_name_of_the_screen_goes(form):
    marked = profile_with(srgb(), CANARY)
    content = encoded(form, icc_profile=marked)
    once = clean(content)
    left = Image.open(io.BytesIO(once)).info["icc_profile"]
    assert CANARY[:4] in marked
    assert CANARY[:4] not in left
    assert b"sRGB" not in left
    assert left == icc.clean(srgb())
    assert QImage.fromData(content).colorSpace().isValid()
    assert pixels(once) == pixels(content)


def test_a_profile_inside_a_bitmap_stays_and_the_name_of_the_screen_goes():
    content = bmp_of_version_5(encoded("BMP"), b"DEBM", profile_with(srgb(), CANARY))
    once = clean(content)
    assert icc.clean(srgb()) in once
    assert CANARY[:4] not in once
    assert pixels(once) == pixels(content)


def test_a_profile_of_many_parts_comes_through_whole():
    marked = profile_with(srgb(), CANARY * 8_000)
    content = encoded("JPEG", icc_profile=marked)
    assert content.count(b"ICC_PROFILE\0") > 1
    assert pixels(clean(content)) == pixels(content)


@pytest.mark.parametrize(
    "profile", [b"", b"a profile of nothing" * 10, srgb()[:200], bytes(36) + b"acsp" + bytes(200)]
)
def test_what_is_no_profile_goes(profile):
    assert icc.clean(profile) == b""


@given(st.data())
def test_any_damage_to_a_profile_gives_a_profile_or_none(data):
    profile = bytearray(srgb())
    for _ in range(data.draw(st.integers(1, 8))):
        profile[data.draw(st.integers(0, len(profile) - 1))] = data.draw(st.integers(0, 255))
    once = icc.clean(bytes(profile))
    assert icc.clean(once) == once


@pytest.mark.parametrize("marker", [0xDB, 0xC4, 0xC0, 0xDA])
def test_a_part_of_the_coding_with_a_tail_is_broken(marker):
    """Decoders refuse it, too: nothing is lost that could have been seen."""
    content, _ = SAMPLES["JPEG"]
    at = content.index(bytes([0xFF, marker]))
    length = int.from_bytes(content[at + 2 : at + 4], "big")
    longer = (length + len(CANARY)).to_bytes(2, "big")
    end = at + 2 + length
    broken = content[: at + 2] + longer + content[at + 4 : end] + CANARY + content[end:]
    with pytest.raises(BrokenMedia):
        clean(broken)
    with pytest.raises(OSError, match=r"broken data stream|cannot identify"):
        Image.open(io.BytesIO(broken)).load()


@pytest.mark.parametrize("name", [name for name in SAMPLES if name != "BMP, run lengths"])
def test_a_picture_that_breaks_off_is_not_sent(name):
    content, _ = SAMPLES[name]
    with pytest.raises(BrokenMedia):
        clean(content[:-12])


def test_an_animation_goes_on_as_often_as_before():
    content, _ = SAMPLES["GIF, animated"]
    assert Image.open(io.BytesIO(content)).info["loop"] == 2
    assert Image.open(io.BytesIO(clean(content))).info["loop"] == 2


def test_a_gif_that_only_lacks_its_trailer_is_sent_with_one():
    content, _ = SAMPLES["GIF"]
    assert clean(content[:-1]) == clean(content)


def test_a_bitmap_of_a_kind_that_nothing_draws_is_broken():
    content, _ = SAMPLES["BMP"]
    with pytest.raises(BrokenMedia):
        clean(content[:30] + b"\4" + content[31:])
