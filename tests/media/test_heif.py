"""HEIC: bounded by its header, decoded in a process of its own that may crash without harm."""

import os
import struct
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workstation.decoder import process
from workstation.domain.errors import BrokenMedia, MediaError, MediaTooLarge, UnsupportedMedia
from workstation.media import heic, heif
from workstation.media.formats import Format, extension_of, sniff
from workstation.media.picture import clean_picture, inspect

SAMPLES = Path(__file__).parent / "samples"
PLAIN = (SAMPLES / "red-left-blue-right-96x64.heic").read_bytes()
TURNED = (SAMPLES / "turned-96x64.heic").read_bytes()
"""Upright after a quarter turn clockwise: red above, blue below."""


def box(kind: bytes, payload: bytes) -> bytes:
    return struct.pack(">I", 8 + len(payload)) + kind + payload


def sized(*sides: tuple[int, int]) -> bytes:
    """A file with no pixels, whose header tells of pictures of these sizes."""
    reports = b"".join(box(b"ispe", struct.pack(">III", 0, *size)) for size in sides)
    inside = box(b"iprp", box(b"ipco", reports))
    return box(b"ftyp", b"heic\0\0\0\0mif1heic") + box(b"meta", bytes(4) + inside)


@pytest.mark.parametrize("content", [PLAIN, TURNED])
def test_a_phones_picture_is_known_with_its_size(content: bytes):
    result = inspect(content)
    assert (result.format, result.width, result.height) == (Format.HEIC, 96, 64)
    assert extension_of(content) == "heic"


@pytest.mark.parametrize(
    ("brands", "known", "extension"),
    [
        (b"heic\0\0\0\0mif1heic", Format.HEIC, "heic"),
        (b"mif1\0\0\0\0mif1heic", Format.HEIC, "heic"),
        (b"avif\0\0\0\0mif1avif", None, "avif"),
        (b"mif1\0\0\0\0avifmif1", None, "avif"),
        (b"isom\0\0\0\0", Format.M4A, "m4a"),
    ],
)
def test_what_is_inside_is_told_by_the_brands(brands: bytes, known: Format, extension: str):
    content = box(b"ftyp", brands)
    assert sniff(content) is known
    assert extension_of(content) == extension


def test_the_size_is_that_of_the_whole_and_not_of_a_tile():
    assert heif.size(sized((512, 512), (4032, 3024), (512, 512))) == (4032, 3024)


def test_pixels_are_bounded_before_anything_decodes():
    assert inspect(sized((8000, 5000))).width == 8000
    for size in ((8001, 5000), (32_768, 10)):
        with pytest.raises(MediaTooLarge):
            inspect(sized((512, 512), size))


@pytest.mark.parametrize("content", [sized(), sized((0, 4)), PLAIN[:60], box(b"ftyp", b"heic")])
def test_a_file_without_a_size_is_broken(content: bytes):
    with pytest.raises(BrokenMedia):
        inspect(content)


def test_boxes_without_end_are_broken():
    endless = box(b"ftyp", b"heic") + box(b"free", b"") * (heif.MAX_BOXES + 1)
    with pytest.raises(BrokenMedia, match="too many"):
        heif.size(endless)


@given(st.data())
def test_any_change_of_a_header_is_a_size_or_broken(data: st.DataObject):
    content = bytearray(PLAIN)
    for at in data.draw(st.lists(st.integers(0, len(PLAIN) - 1), max_size=6)):
        content[at] = data.draw(st.integers(0, 255))
    try:
        heif.size(bytes(content))
    except MediaError:
        return


def test_it_is_never_sent():
    with pytest.raises(UnsupportedMedia, match="heic"):
        clean_picture(inspect(PLAIN))


def test_without_the_library_it_is_named(monkeypatch):
    monkeypatch.setattr(heic, "has_library", lambda _name: False)
    with pytest.raises(UnsupportedMedia, match="heic"):
        heic.pixmap(PLAIN)


def test_a_bundle_decodes_it_where_the_library_was_collected(monkeypatch, tmp_path):
    """This interpreter has it, which is nothing to a bundle."""
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    assert not heic.available()
    (tmp_path / "pi_heif-1.4.0.dist-info").mkdir()
    assert heic.available()


def test_it_is_decoded_upright():
    head, rest = heic.pixmap(TURNED).split(b"\n255\n", 1)
    assert head == b"P6\n64 96"
    red, blue = rest[:3], rest[-3:]
    assert red[0] - red[2] > 100
    assert blue[2] - blue[0] > 100


def test_wide_colours_are_made_those_of_the_screen():
    """All of it is (234, 51, 35) in Display P3, the pure red of a screen."""
    _, pixels = heic.pixmap((SAMPLES / "wide-red-64x64.heic").read_bytes()).split(b"\n255\n", 1)
    assert pixels[0] > 250
    assert max(pixels[1:3]) < 12


def test_what_breaks_off_is_broken():
    for look in (inspect, heic.pixmap):
        with pytest.raises(BrokenMedia):
            look(PLAIN[:-50])


def test_a_decoder_that_dies_is_a_broken_picture(monkeypatch, tmp_path):
    dying = tmp_path / "dying.py"
    dying.write_text("import os\nos.kill(os.getpid(), 9)\n")
    monkeypatch.setattr(process, "SCRIPT", dying)
    with pytest.raises(BrokenMedia, match=r"ended with -?9"):
        heic.pixmap(PLAIN)


def test_a_decoder_that_never_ends_is_ended(monkeypatch, tmp_path):
    waiting = tmp_path / "waiting.py"
    waiting.write_text("import threading\nthreading.Event().wait(10)\n")
    monkeypatch.setattr(process, "SCRIPT", waiting)
    monkeypatch.setattr(heic, "MAX_DECODE_SECONDS", 0.2)
    with pytest.raises(BrokenMedia):
        heic.pixmap(PLAIN)


def test_the_decoder_sees_neither_this_programs_environment_nor_its_modules(monkeypatch, tmp_path):
    (tmp_path / "beside.py").write_text("")
    telling = tmp_path / "telling.py"
    telling.write_text(
        "import os, sys\n"
        "import importlib.util\n"
        "found = importlib.util.find_spec('beside') is not None\n"
        "sys.stdout.write(f\"{'SECRET' in os.environ} {found}\")\n"
    )
    monkeypatch.setattr(process, "SCRIPT", telling)
    monkeypatch.setitem(os.environ, "SECRET", "token")
    assert heic.pixmap(PLAIN) == b"False False"


def test_pixels_beyond_the_bound_are_refused_by_the_decoder_too(monkeypatch):
    monkeypatch.setattr(heic, "MAX_PICTURE_PIXELS", 96 * 64 - 1)
    with pytest.raises(MediaTooLarge):
        heic.pixmap(PLAIN)
