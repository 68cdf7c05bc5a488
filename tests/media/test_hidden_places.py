"""Places inside a needed part that no decoder looks at: nothing leaves in them."""

import io
import struct
import zlib

import pytest
from PIL import Image

from tests.media.canaries import srgb
from tests.media.conftest import encoded
from workstation.media.cleaning import icc
from workstation.media.picture import clean_picture, inspect

CANARY = b"ChangAnJie1Hao:138001380"
TAGS_AT, TAG_BYTES = 128, 12


def clean(content):
    return clean_picture(inspect(content)).content


def palette_picture(form, **options):
    """One with a palette."""
    picture, out = Image.new("P", (24, 16), 3), io.BytesIO()
    picture.putpalette(bytes(n * 7 % 256 for n in range(48)))
    picture.save(out, form, **options)
    return out.getvalue()


def chunk(kind, data):
    """A part of a PNG."""
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def with_chunk(content, kind, data):
    """A PNG whose first part of a kind holds this."""
    at = content.index(kind) - 4
    end = at + 12 + int.from_bytes(content[at : at + 4], "big")
    return content[:at] + chunk(kind, data) + content[end:]


def test_no_colour_of_a_palette_that_no_pixel_can_have():
    content = palette_picture("PNG", bits=4)
    at = content.index(b"PLTE") + 4
    colours = content[at : at + int.from_bytes(content[at - 8 : at - 4], "big")].ljust(48, b"\0")
    assert CANARY[:4] not in clean(with_chunk(content, b"PLTE", colours[:48] + CANARY))


def test_no_transparency_of_more_colours_than_there_are():
    content = encoded("PNG", transparency=(1, 2, 3))
    assert b"tRNS" in clean(content)
    assert CANARY[:4] not in clean(with_chunk(content, b"tRNS", bytes(6) + CANARY))


@pytest.mark.parametrize(("kind", "first"), [(b"gAMA", bytes(4)), (b"pHYs", bytes(9))])
def test_no_part_a_second_time(kind, first):
    content = encoded("PNG")
    at = content.index(b"IDAT") - 4
    once = content[:at] + chunk(kind, first) + content[at:]
    twice = content[:at] + chunk(kind, first) + chunk(kind, CANARY[: len(first)]) + content[at:]
    assert clean(twice) == clean(once) != clean(content)


def test_no_fourth_byte_of_a_bitmap_s_colours():
    content = bytearray(palette_picture("BMP"))
    before = clean(bytes(content))
    place = 14 + int.from_bytes(content[14:18], "little") + 3
    for number, byte in enumerate(CANARY[:4]):
        content[place + 4 * number] = byte
    assert clean(bytes(content)) == before


def tags(profile):
    """Place of each entry of a profile's table, and of its value, and its length."""
    for number in range(int.from_bytes(profile[TAGS_AT : TAGS_AT + 4], "big")):
        entry = TAGS_AT + 4 + TAG_BYTES * number
        yield entry, *struct.unpack(">II", profile[entry + 4 : entry + TAG_BYTES])


def test_no_reserved_byte_of_a_profile():
    profile = bytearray(srgb())
    for _, place, _ in tags(bytes(profile)):
        profile[place + 4 : place + 8] = CANARY[:4]
    assert icc.clean(bytes(profile)) == icc.clean(srgb())


def test_nothing_behind_the_value_of_a_profile_s_tag():
    profile = bytearray(srgb())
    end = len(profile)
    for entry, place, length in tags(bytes(profile)):
        value = bytes(profile[place : place + length])
        value += bytes(-len(value) % 4) + CANARY
        profile[entry + 4 : entry + TAG_BYTES] = struct.pack(">II", len(profile), len(value))
        profile += value
    profile[:4] = struct.pack(">I", len(profile))
    assert len(profile) > end
    once = icc.clean(bytes(profile))
    assert once
    assert CANARY[:4] not in once
