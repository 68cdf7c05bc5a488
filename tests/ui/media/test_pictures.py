"""Pictures from outside are hostile: each is a picture within bounds, or an error with a name."""

import io
import random
import struct
import subprocess
import sys
import zlib

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo
from PySide6.QtCore import QSize
from PySide6.QtGui import QImage

from workstation.domain.errors import BrokenMedia, MediaError, MediaTooLarge, UnsupportedMedia
from workstation.media import picture as picture_bounds
from workstation.ui.media import pictures
from workstation.ui.record import paper_pictures

FORMS = {"jpeg": "JPEG", "png": "PNG", "gif": "GIF", "webp": "WEBP", "bmp": "BMP"}
SVG = b"<svg xmlns='http://www.w3.org/2000/svg' width='40' height='30'><rect width='40'/></svg>"


def encoded(form: str, size: tuple[int, int] = (40, 30), **options: object) -> bytes:
    file = io.BytesIO()
    Image.effect_noise(size, 80).convert("RGB").save(file, FORMS.get(form, form), **options)
    return file.getvalue()


def png(width: int, height: int, rows: bytes = b"", *, depth: int = 1, kind: int = 0) -> bytes:
    """One whose header says what it likes; ``kind`` 2 is red, green and blue, 6 with alpha."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        check = struct.pack(">I", zlib.crc32(kind + data))
        return struct.pack(">I", len(data)) + kind + data + check

    head = struct.pack(">IIBBBBB", width, height, depth, kind, 0, 0, 0)
    content = chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + content


@pytest.mark.parametrize("form", FORMS)
def test_every_allowed_form_is_decoded(form: str):
    picture = pictures.decode(encoded(form), form)
    assert picture.size() == QSize(40, 30)


@pytest.mark.qt_log_ignore("Not a JPEG file", extend=True)
@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    "content",
    [SVG, encoded("TIFF"), encoded("ICO", (32, 32)), encoded("TGA"), b"%PDF-1.7\n%%EOF", b""],
)
def test_nothing_else_is_decoded_whatever_it_is_called(content: bytes, form: str):
    with pytest.raises(MediaError):
        pictures.decode(content, form)


@pytest.mark.parametrize("form", ["svg", "tiff", "ico", "pdf", "avif", ""])
def test_another_form_is_refused_by_name(form: str):
    with pytest.raises(UnsupportedMedia):
        pictures.decode(SVG, form)


@pytest.mark.parametrize(("width", "height"), [(65_535, 65_535), (60_000, 60_000), (8_001, 5_000)])
@pytest.mark.parametrize("box", [None, QSize(96, 96)])
def test_a_bomb_is_refused_by_its_header_even_for_a_thumbnail(width, height, box):
    with pytest.raises(MediaTooLarge):
        pictures.decode(png(width, height, bytes(100_000)), "png", box)


@pytest.mark.parametrize("kind", [2, 6])
@pytest.mark.parametrize("box", [None, QSize(96, 96)])
def test_one_of_sixteen_bits_that_takes_too_much_room_is_too_large_and_not_broken(kind, box):
    """Of forty megapixels with eight bits each, a picture is decoded; these take twice as much."""
    with pytest.raises(MediaTooLarge):
        pictures.decode(png(6_000, 4_300, bytes(100_000), depth=16, kind=kind), "png", box)


def test_one_of_sixteen_bits_that_has_room_is_decoded():
    rows = bytes(6 * 40 + 1) * 30
    assert pictures.decode(png(40, 30, rows, depth=16, kind=2), "png").size() == QSize(40, 30)


@pytest.mark.qt_log_ignore("libpng", extend=True)
def test_a_header_that_says_less_than_there_is_holds():
    picture = pictures.decode(png(8, 4, bytes(10_000_000)), "png")
    assert picture.size() == QSize(8, 4)


@pytest.mark.parametrize("turned", [1, 6])
@pytest.mark.parametrize(
    ("most", "size"), [(1_200, (40, 30)), (1_199, (35, 27)), (300, (20, 15)), (20, (5, 4))]
)
def test_a_jpeg_of_more_pixels_is_decoded_at_as_many_eighths_as_fit(
    most: int, size: tuple[int, int], turned: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pictures, "MAX_PIXELS", most)
    exif = Image.Exif()
    exif[0x0112] = turned
    expected = QSize(*size) if turned == 1 else QSize(*size).transposed()
    content = encoded("jpeg", exif=exif)
    picture, scale = pictures.decode_scaled(content, "jpeg", box=None)
    assert (picture.size(), scale) == (expected, 1)
    small, scale = pictures.decode_scaled(content, "jpeg", QSize(3, 3))
    assert scale == max(small.width(), small.height()) / max(size)


def test_a_photo_of_a_phone_is_decoded_within_the_bound() -> None:
    """48 megapixels, as most phones take them when asked for all."""
    file = io.BytesIO()
    Image.new("L", (8_064, 6_048), 90).save(file, "JPEG")
    picture = pictures.decode(file.getvalue(), "jpeg")
    assert picture.size() == QSize(7_056, 5_292)
    assert pictures.decode(file.getvalue(), "jpeg", QSize(96, 96)).height() == 96


def test_more_than_any_phone_takes_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "MAX_SCALED_PIXELS", 1_199)
    with pytest.raises(MediaTooLarge):
        pictures.decode(encoded("jpeg"), "jpeg")


def test_the_bounds_are_those_of_what_is_fetched_and_sent() -> None:
    fetched = picture_bounds.MAX_PICTURE_PIXELS, picture_bounds.MAX_SCALED_PIXELS
    assert fetched == (pictures.MAX_PIXELS, pictures.MAX_SCALED_PIXELS)


def test_of_a_film_the_first_picture_is_shown():
    frames = [Image.new("RGB", (20, 10), (number % 256, 0, 0)) for number in range(300)]
    file = io.BytesIO()
    frames[0].save(file, "GIF", save_all=True, append_images=frames[1:], duration=1)
    assert pictures.decode(file.getvalue(), "gif").pixelColor(3, 3).red() == 0


@pytest.mark.qt_log_ignore(".*")
@pytest.mark.parametrize("form", FORMS)
def test_what_breaks_off_or_was_changed_is_a_picture_or_broken(form: str):
    whole = encoded(form, (64, 48))
    chance = random.Random(form)  # noqa: S311 - no secret
    for _ in range(150):
        content = bytearray(whole[: chance.randint(0, len(whole))])
        for _ in range(chance.randint(0, 6)):
            if content:
                content[chance.randrange(len(content))] = chance.randrange(256)
        try:
            picture = pictures.decode(bytes(content), form)
        except MediaError:
            continue
        assert picture.width() * picture.height() <= pictures.MAX_PIXELS


def test_a_truncated_picture_of_a_phone_is_broken():
    with pytest.raises(BrokenMedia):
        pictures.decode(encoded("png")[:80], "png")


@pytest.mark.parametrize("form", ["gif", "webp"])
def test_a_film_is_not_sent_as_its_first_picture(form: str, monkeypatch: pytest.MonkeyPatch):
    """An exercise that a patient is to repeat; nobody would see that it stands still."""
    monkeypatch.setattr(pictures, "MAX_SENT_BYTES", 10)
    frames = [Image.new("RGB", (20, 10), (number * 20, 0, 0)) for number in range(5)]
    file, still = io.BytesIO(), encoded(form)
    frames[0].save(file, FORMS[form], save_all=True, append_images=frames[1:])
    assert pictures.shrink(file.getvalue(), form) == file.getvalue()
    assert pictures.shrink(still, form) != still


class SizelessReader:
    """A reader of Qt's for a format that does not say how large a picture is."""

    def size(self) -> QSize:
        return QSize()

    def read(self) -> QImage:
        raise AssertionError("read without a bound")


def test_what_does_not_say_its_size_is_not_read(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(pictures, "_reader", lambda *_: SizelessReader())
    with pytest.raises(BrokenMedia):
        pictures.decode(b"", "png")


@pytest.mark.parametrize("form", ["jpeg", "png"])
def test_what_cannot_be_encoded_is_no_empty_file(form: str):
    with pytest.raises(BrokenMedia):
        pictures.encode(QImage(), form)


def test_a_small_picture_of_many_bytes_is_written_anew(monkeypatch: pytest.MonkeyPatch):
    content = encoded("bmp")
    assert pictures.shrink(content, "bmp") == content
    monkeypatch.setattr(pictures, "MAX_SENT_BYTES", len(content) - 1)
    shrunk = pictures.shrink(content, "bmp")
    assert pictures.decode(shrunk, "jpeg").size() == QSize(40, 30)


BOUNDED = """
import resource, sys
from PySide6.QtCore import QSize
from workstation.ui.media import pictures
from workstation.ui.record import paper_pictures
resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30))
content, box = sys.stdin.buffer.read(), QSize(240, 180)
print(pictures.crop(pictures.decode(content, "png", box), box).size().toTuple())
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no bound of memory there")
@pytest.mark.parametrize("size", [(32_767, 1), (1, 32_767)])
def test_a_thumbnail_of_a_line_takes_no_gigabytes(size: tuple[int, int]) -> None:
    """Within one gigabyte of addresses, in a process of its own."""
    command = [sys.executable, "-c", BOUNDED]
    done = subprocess.run(  # noqa: S603 - this interpreter, these lines
        command, input=encoded("png", size), capture_output=True, check=False, timeout=60
    )
    assert (done.stdout.strip(), done.returncode) == (b"(240, 180)", 0), done.stderr


def test_a_thumbnail_is_the_middle_of_the_picture() -> None:
    picture = QImage(300, 100, QImage.Format.Format_RGB32)
    picture.fill(0xFF0000)
    for x in range(100, 200):
        for y in range(100):
            picture.setPixel(x, y, 0x00FF00)
    small = pictures.crop(picture, QSize(40, 40))
    corners = [small.pixelColor(x, y).name() for x in (1, 38) for y in (1, 38)]
    assert corners == ["#00ff00"] * 4


@pytest.mark.parametrize("form", ["png", "webp", "gif"])
@pytest.mark.parametrize("box", [None, QSize(16, 16)])
def test_what_is_transparent_lies_on_white(form: str, box: QSize | None) -> None:
    """In every place, as a browser shows it: dark lines would be lost on a dark window."""
    file = io.BytesIO()
    drawing = Image.new("RGBA", (64, 48), (0, 0, 0, 0))
    drawing.paste((10, 10, 10, 255), (0, 0, 8, 8))
    drawing.save(file, FORMS[form], **({} if form == "gif" else {"lossless": True}))
    picture = pictures.decode(file.getvalue(), form, box)
    assert not picture.hasAlphaChannel()
    assert picture.pixelColor(picture.width() - 1, picture.height() - 1).name() == "#ffffff"
    assert picture.pixelColor(0, 0).lightness() < 40


def test_a_large_drawing_without_a_ground_is_sent_on_white() -> None:
    file = io.BytesIO()
    drawing = Image.new("RGBA", (2_100, 40), (0, 0, 0, 0))
    drawing.paste((0, 0, 0, 255), (0, 0, 100, 40))
    drawing.save(file, "PNG")
    sent = pictures.decode(pictures.shrink(file.getvalue(), "png"), "jpeg")
    assert sent.pixelColor(1_500, 20).lightness() > 250
    assert sent.pixelColor(20, 20).lightness() < 5


@pytest.mark.parametrize("form", ["png", "jpeg"])
def test_what_a_file_says_in_words_is_in_no_copy(form: str) -> None:
    """Not on the clipboard, not in a PDF: there, too, it may be where a photo was taken."""
    texts = PngInfo()
    texts.add_text("Comment", "SECRET PLACE")
    options = {"pnginfo": texts} if form == "png" else {"comment": b"Place: SECRET PLACE"}
    content = encoded(form, **options)
    assert b"SECRET PLACE" in content
    picture = pictures.decode(content, form)
    assert not picture.textKeys()
    assert all(b"SECRET" not in pictures.encode(picture, kind) for kind in ("png", "jpeg"))


def test_a_photo_in_the_inks_of_a_printer_is_in_the_colours_of_screens() -> None:
    """Few programs draw a JPEG of four inks, and no PDF for archives may hold one."""
    file = io.BytesIO()
    Image.new("CMYK", (2_100, 40), (0, 200, 200, 0)).save(file, "JPEG")
    content = file.getvalue()
    colour = pictures.decode(content, "jpeg").pixelColor(9, 9)
    assert (colour.red() > 250, colour.green() < 70) == (True, True)
    for copy in (pictures.shrink(content, "jpeg"), paper_pictures.shrink(content, "jpeg").content):
        again = Image.open(io.BytesIO(copy))
        assert again.mode == "RGB"
        red, green, _blue = again.getpixel((9, 9))
        assert abs(red - colour.red()) < 4
        assert abs(green - colour.green()) < 4


def test_what_was_copied_stays_as_it_is_or_lies_on_white_where_that_is_too_large():
    copied = QImage(40, 30, QImage.Format.Format_ARGB32)
    copied.fill(0)
    assert QImage.fromData(pictures.encode_copied(copied, 10_000)).hasAlphaChannel()
    small = QImage.fromData(pictures.encode_copied(copied, 10))
    assert (small.size(), small.pixelColor(20, 15).name()) == (copied.size(), "#ffffff")
