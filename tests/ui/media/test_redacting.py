"""Boxes burnt into a copy: they lie where they were drawn, and nothing else of the file is left."""

import hashlib
import io
import random

import pytest
from PIL import Image, ImageChops, ImageOps, PngImagePlugin
from PySide6.QtGui import QImage

from workstation.domain.errors import BrokenMedia, MediaError, MediaTooLarge
from workstation.domain.redaction import PhotoRedaction, PixelBox
from workstation.media.picture import MAX_PICTURE_BYTES
from workstation.ui.media import redacting
from workstation.ui.media.redacting import burn_boxes, open_photo

ORIENTATION = 0x0112
WHITE, FACE = (255, 255, 255), (200, 30, 30)
SOFT_PX = 8
"""How far a JPEG carries an edge: one block."""


def encoded(picture: Image.Image, form: str = "JPEG", **options: object) -> bytes:
    file = io.BytesIO()
    picture.save(file, form, **options)
    return file.getvalue()


def burnt(content: bytes, form: str, *boxes: PixelBox) -> Image.Image:
    drawn = PhotoRedaction(hashlib.sha256(content).hexdigest(), boxes)
    return Image.open(io.BytesIO(burn_boxes(content, form, drawn)))


def turned(picture: Image.Image, orientation: int) -> bytes:
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    return encoded(picture, exif=exif, quality=95)


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("seed", range(3))
def test_a_box_lies_on_the_pixels_that_were_seen(orientation, seed):
    """Whatever way the camera was held: the face is found upright, and gone from the copy."""
    chance = random.Random(seed * 8 + orientation)  # noqa: S311 - to repeat a run
    stored = Image.new("RGB", (chance.randint(60, 120), chance.randint(60, 120)), WHITE)
    left, top = chance.randint(0, 40), chance.randint(0, 40)
    stored.paste(FACE, (left, top, left + 16, top + 12))
    content = turned(stored, orientation)
    upright = ImageOps.exif_transpose(Image.open(io.BytesIO(content)))
    marked = ImageChops.difference(upright, Image.new("RGB", upright.size, WHITE)).convert("L")
    face = marked.point(lambda value: 255 * (value > 60)).getbbox()
    photo = open_photo(content, "jpeg", 4_000)
    assert photo.size.toTuple() == upright.size
    copy = burnt(content, "jpeg", PixelBox(face[0], face[1], face[2] - face[0], face[3] - face[1]))
    assert copy.size == upright.size
    assert max(copy.crop(face).convert("L").tobytes()) < 60
    red, green, _blue = copy.split()
    assert max(ImageChops.subtract(red, green).tobytes()) < 60
    left, top, right, bottom = face
    far = (left - SOFT_PX, top - SOFT_PX, right + SOFT_PX, bottom + SOFT_PX)
    rest = copy.convert("L")
    rest.paste(255, far)
    assert min(rest.tobytes()) > 200


def test_nothing_of_what_lay_below_a_box_is_left():
    """Two photos that differ below the box alone become the same copy, byte by byte."""
    noise = Image.effect_noise((64, 64), 90).convert("RGB")
    other = noise.copy()
    other.paste(Image.effect_noise((20, 20), 90).convert("RGB"), (20, 20))
    box = PixelBox(20, 20, 20, 20)
    copies = [burnt(encoded(each, "PNG"), "png", box).tobytes() for each in (noise, other)]
    assert copies[0] == copies[1]


def test_nothing_but_pixels_is_left():
    """No EXIF with its place and thumbnail, no comment, no profile, no text."""
    exif = Image.Exif()
    exif[ORIENTATION], exif[0x010E] = 6, "WANG XIAOBAO"
    exif.get_ifd(0x8825)[1] = "N"
    photo = Image.new("RGB", (40, 30), FACE)
    jpeg = encoded(photo, exif=exif, comment=b"WANG XIAOBAO", icc_profile=b"WANG XIAOBAO")
    texts = PngImagePlugin.PngInfo()
    texts.add_text("Description", "WANG XIAOBAO")
    for content, form in ((jpeg, "jpeg"), (encoded(photo, "PNG", pnginfo=texts), "png")):
        drawn = PhotoRedaction(hashlib.sha256(content).hexdigest(), (PixelBox(1, 1, 2, 2),))
        copy = burn_boxes(content, form, drawn)
        assert b"WANG" not in copy
        assert Image.open(io.BytesIO(copy)).info.keys() <= {"jfif", "jfif_version", "jfif_unit",
                                                            "jfif_density", "dpi"}  # fmt: skip


def test_of_an_animation_the_picture_that_was_seen_is_left():
    frames = [Image.new("RGB", (20, 10), (number * 20, 0, 0)) for number in range(5)]
    content = encoded(frames[0], "GIF", save_all=True, append_images=frames[1:])
    copy = burnt(content, "gif", PixelBox(0, 0, 5, 5))
    assert getattr(copy, "n_frames", 1) == 1


def test_what_a_transparent_pixel_hides_is_not_in_the_copy():
    content = encoded(Image.new("RGBA", (16, 16), (*FACE, 0)), "PNG")
    assert burnt(content, "png", PixelBox(0, 0, 1, 1)).getpixel((12, 12)) == WHITE


@pytest.mark.parametrize("size", [(1, 1), (1, 500), (64, 48)])
@pytest.mark.parametrize("box", [PixelBox(0, 0, 64, 500), PixelBox(-9, -9, 900, 900)])
def test_a_box_may_cover_all_of_any_photo(size, box):
    copy = burnt(encoded(Image.new("RGB", size, FACE)), "jpeg", box)
    assert copy.size == size
    assert max(copy.convert("L").tobytes()) == 0


def test_a_box_beyond_the_photo_or_of_no_size_is_no_trouble():
    content = encoded(Image.new("RGB", (20, 20), WHITE), "PNG")
    beyond = burnt(content, "png", PixelBox(50, 50, 9, 9))
    assert min(beyond.convert("L").tobytes()) > 250
    one = burnt(content, "png", PixelBox(8, 8, 0, -3))
    assert one.convert("L").getpixel((8, 8)) < 60


def test_boxes_are_not_burnt_into_another_file_than_they_were_drawn_on():
    content = encoded(Image.new("RGB", (20, 20), WHITE))
    with pytest.raises(BrokenMedia):
        burn_boxes(content, "jpeg", PhotoRedaction("00" * 32, (PixelBox(0, 0, 2, 2),)))


@pytest.mark.qt_log_ignore(".*")
@pytest.mark.parametrize("content", [b"", b"\xff\xd8\xff\xe0", b"no picture at all"])
def test_what_is_no_picture_is_never_a_copy(content):
    drawn = PhotoRedaction(hashlib.sha256(content).hexdigest(), (PixelBox(0, 0, 2, 2),))
    with pytest.raises(MediaError):
        burn_boxes(content, "jpeg", drawn)
    with pytest.raises(MediaError):
        open_photo(content, "jpeg", 100)


class NoRoom(QImage):
    """A picture for which there was no memory, as Qt tells it: of no size."""

    def __init__(self, *_: object) -> None:
        super().__init__()


def test_without_room_for_a_copy_nothing_is_made(monkeypatch):
    """An empty picture to draw boxes on would show nothing of what is to be covered."""
    content = encoded(Image.new("RGB", (20, 20), WHITE))
    monkeypatch.setattr("workstation.ui.media.redacting.QImage", NoRoom)
    with pytest.raises(BrokenMedia):
        open_photo(content, "jpeg", 100)


@pytest.mark.parametrize("share", [0.9, 0.75, 0.6, 0.5])
def test_a_copy_is_no_larger_than_a_picture_may_be(monkeypatch, share):
    """A noisy photo grows when it is encoded anew; the box is as black in a smaller copy."""
    noise = Image.frombytes("RGB", (400, 300), random.Random(4).randbytes(400 * 300 * 3))  # noqa: S311
    content, box = encoded(noise, quality=60), PixelBox(100, 100, 100, 80)
    drawn = PhotoRedaction(hashlib.sha256(content).hexdigest(), (box,))
    largest = burn_boxes(content, "jpeg", drawn)
    bound = int(len(largest) * share)
    monkeypatch.setattr(redacting, "MAX_COPY_BYTES", bound)
    smaller = burn_boxes(content, "jpeg", drawn)
    assert len(smaller) <= bound
    copy = Image.open(io.BytesIO(smaller))
    assert copy.size == noise.size
    inside = (100 + SOFT_PX, 100 + SOFT_PX, 200 - SOFT_PX, 180 - SOFT_PX)
    assert max(copy.crop(inside).convert("L").tobytes()) < 20
    assert copy.info == Image.open(io.BytesIO(largest)).info


def test_a_copy_that_cannot_be_made_small_enough_is_none(monkeypatch):
    content = encoded(Image.new("RGB", (64, 64), FACE))
    monkeypatch.setattr(redacting, "MAX_COPY_BYTES", 10)
    with pytest.raises(MediaTooLarge):
        burnt(content, "jpeg", PixelBox(0, 0, 8, 8))


def test_the_bound_of_a_copy_is_that_of_pictures():
    assert redacting.MAX_COPY_BYTES == MAX_PICTURE_BYTES
