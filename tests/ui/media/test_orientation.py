"""A photo lies as the phone that took it showed it, in every format that can say how to turn it."""

import io
from collections.abc import Callable

import pytest
from PIL import Image
from PySide6.QtCore import QSize
from PySide6.QtGui import QImage

from tests.fakes.turned_photos import (
    FORMS,
    ORIENTATION,
    TURNS,
    as_on_the_phone,
    corners_of,
    corners_of_pillow,
    form_of,
    photo,
    size_on_the_phone,
)
from workstation.media.picture import clean_picture, inspect
from workstation.ui.media import pictures
from workstation.ui.media.redacting import open_photo
from workstation.ui.record import paper_pictures

EVERY_TURN = [(name, turned) for name in FORMS for turned in TURNS]


@pytest.mark.parametrize("turned", TURNS)
def test_all_eight_are_told_apart_by_the_corners(turned: int) -> None:
    others = {as_on_the_phone(other) for other in TURNS if other != turned}
    assert as_on_the_phone(turned) not in others


@pytest.mark.parametrize(("name", "turned"), EVERY_TURN)
def test_a_photo_is_seen_as_on_the_phone(name: str, turned: int) -> None:
    picture = pictures.decode(photo(name, turned), form_of(name))
    assert picture.size() == size_on_the_phone(turned)
    assert corners_of(picture) == as_on_the_phone(turned)


@pytest.mark.parametrize(("name", "turned"), EVERY_TURN)
def test_its_small_picture_lies_the_same(name: str, turned: int) -> None:
    picture = pictures.decode(photo(name, turned), form_of(name), QSize(16, 16))
    assert corners_of(picture) == as_on_the_phone(turned)
    assert corners_of(pictures.crop(picture, QSize(16, 16))) == as_on_the_phone(turned)


@pytest.mark.parametrize(("name", "turned"), EVERY_TURN)
def test_it_is_sent_as_it_is_seen(name: str, turned: int) -> None:
    """Also by a program that shares no code with this one."""
    sent = clean_picture(inspect(photo(name, turned))).content
    assert b"PHONEMAKER" not in sent
    assert corners_of(pictures.decode(sent, form_of(name))) == as_on_the_phone(turned)
    assert corners_of_pillow(Image.open(io.BytesIO(sent))) == as_on_the_phone(turned)


@pytest.mark.parametrize(("name", "turned"), EVERY_TURN)
@pytest.mark.parametrize("small", [False, True])
def test_made_smaller_for_sending_it_lies_the_same(
    name: str, turned: int, *, small: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pictures, "MAX_SENT_SIDE", 24 if small else 2_048)
    sent = pictures.shrink(photo(name, turned), form_of(name))
    opened = Image.open(io.BytesIO(sent))
    assert corners_of_pillow(opened) == as_on_the_phone(turned)


@pytest.mark.parametrize(("name", "turned"), EVERY_TURN)
def test_on_paper_and_under_boxes_it_lies_the_same(name: str, turned: int) -> None:
    content, form = photo(name, turned), form_of(name)
    paper = paper_pictures.shrink(content, form)
    assert corners_of(QImage.fromData(paper.content)) == as_on_the_phone(turned)
    covered = open_photo(content, form, 400)
    assert covered.size == size_on_the_phone(turned)
    assert corners_of(covered.preview) == as_on_the_phone(turned)


@pytest.mark.parametrize("name", ["png", "webp", "webp, lossless"])
@pytest.mark.parametrize("turned", TURNS)
def test_where_not_every_program_turns_it_its_pixels_are_turned(name: str, turned: int) -> None:
    """Of JPEG all do; a phone's chat that does not know it of PNG showed the photo on its side."""
    content = photo(name, turned)
    upright = pictures.upright(content, form_of(name), 1_000_000)
    assert (upright == content) == (turned == 1)
    opened = Image.open(io.BytesIO(upright))
    assert opened.getexif().get(ORIENTATION, 1) == 1
    assert corners_of_pillow(opened) == as_on_the_phone(turned)


def test_a_jpeg_stays_as_it_is() -> None:
    content = photo("jpeg", 6)
    assert pictures.upright(content, "jpeg", 1_000_000) == content


def _second_exif_of_png(content: bytes) -> bytes:
    at = content.index(b"eXIf") - 4
    end = at + 12 + int.from_bytes(content[at : at + 4], "big")
    tail = content.index(b"IEND") - 4
    return content[:at] + content[end:tail] + content[at:end] + content[tail:]


def _prefixed_exif_of_webp(content: bytes) -> bytes:
    """Some programs write the six bytes in front that only JPEG has."""
    at = content.index(b"EXIF")
    data = (
        b"Exif\0\0" + content[at + 8 : at + 8 + int.from_bytes(content[at + 4 : at + 8], "little")]
    )
    body = content[8:at] + b"EXIF" + len(data).to_bytes(4, "little") + data + bytes(len(data) % 2)
    return b"RIFF" + len(body).to_bytes(4, "little") + body


@pytest.mark.parametrize(
    ("name", "changed"),
    [("png", _second_exif_of_png), ("webp", _prefixed_exif_of_webp)],
)
def test_it_is_turned_wherever_the_file_says_so(
    name: str, changed: Callable[[bytes], bytes]
) -> None:
    content = changed(photo(name, 6))
    assert corners_of(pictures.decode(content, name)) == as_on_the_phone(6)
    sent = clean_picture(inspect(content)).content
    assert corners_of(pictures.decode(sent, name)) == as_on_the_phone(6)
