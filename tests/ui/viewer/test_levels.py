"""Adjusting is for the eye alone, and painting picks the level that the zoom needs."""

import io
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QColorSpace, QImage

from workstation.base.heap_limits import LARGE_BLOCK_BYTES
from workstation.ui.media import pictures
from workstation.ui.viewer.levels import ADJUSTED_FORMAT, BAND_BYTES, Adjustment, Levels

SAMPLES = Path(__file__).parents[2] / "media/samples"


@pytest.fixture
def levels() -> Levels:
    picture = QImage(2000, 1000, QImage.Format.Format_RGB32)
    picture.fill(QColor(200, 100, 50))
    return Levels(picture)


@pytest.mark.parametrize(
    ("zoom", "divisor"), [(8.0, 1), (1.0, 1), (0.51, 1), (0.5, 2), (0.26, 2), (0.05, 4)]
)
def test_the_level_is_the_smallest_that_loses_nothing(levels: Levels, zoom: float, divisor: int):
    picture, level = levels.at(zoom)
    assert (level, picture.width()) == (divisor, 2000 // divisor)


def test_every_pixel_of_a_large_piece_is_adjusted_alike():
    piece = QImage(301, 251, ADJUSTED_FORMAT)
    assert piece.sizeInBytes() > 3 * BAND_BYTES
    for x in range(piece.width()):
        for y in (0, 71, 72, 73, 144, 145, 250):
            piece.setPixelColor(x, y, QColor(x % 256, y, 255 - x % 256))
    adjustment = Adjustment(20, 30, inverted=True)
    adjusted, table = adjustment.apply_to(piece), adjustment.table()
    for x in range(piece.width()):
        for y in (0, 71, 72, 73, 144, 145, 250):
            expected = (table[x % 256], table[y], table[255 - x % 256])
            assert adjusted.pixelColor(x, y).getRgb()[:3] == expected
    assert piece.pixelColor(9, 71) == QColor(9, 71, 246), "what is given stays"


def test_a_piece_is_adjusted_in_blocks_that_come_from_the_heap():
    """Any larger one is a mapping of its own, whose pages cost more than the adjusting."""
    assert BAND_BYTES < LARGE_BLOCK_BYTES


def test_adjusting_changes_what_is_shown_and_never_the_picture(levels: Levels):
    adjusted = Adjustment(brightness=50).apply_to(levels.original)
    assert adjusted.pixelColor(5, 5) == QColor(255, 164, 114)
    assert levels.original.pixelColor(5, 5) == QColor(200, 100, 50)


def test_inverting_twice_is_nothing():
    table = Adjustment(inverted=True).table()
    assert bytes(range(256)).translate(table).translate(table) == bytes(range(256))


def test_no_contrast_left_is_plain_grey():
    assert set(Adjustment(contrast=-100).table()) == {128}


def test_a_phones_picture_is_decoded_as_any_other():
    content = (SAMPLES / "turned-96x64.heic").read_bytes()
    picture = Levels(pictures.decode(content, "heic")).original
    assert (picture.width(), picture.height()) == (64, 96)
    assert picture.pixelColor(32, 10).red() > 180
    assert picture.pixelColor(32, 80).blue() > 180


def test_a_phones_picture_has_a_thumbnail():
    content = (SAMPLES / "turned-96x64.heic").read_bytes()
    box = QSize(16, 16)
    assert pictures.crop(pictures.decode(content, "heic", box), box).size() == box


def in_colours_of(space: QColorSpace, image: QImage) -> bytes:
    image.setColorSpace(space)
    return pictures.encode(image, "png")


def test_a_phones_wide_colours_are_shown_as_they_are_meant():
    red = QImage(8, 8, QImage.Format.Format_RGB32)
    red.fill(QColor(234, 51, 35))
    wide = in_colours_of(QColorSpace(QColorSpace.NamedColorSpace.DisplayP3), red)
    colour = pictures.decode(wide, "png").pixelColor(4, 4)
    assert abs(colour.red() - 255) <= 2
    assert max(colour.green(), colour.blue()) <= 4


def test_the_colours_of_every_screen_stay_as_they_are():
    red = QImage(8, 8, QImage.Format.Format_RGB32)
    red.fill(QColor(234, 51, 35))
    plain = in_colours_of(QColorSpace(QColorSpace.NamedColorSpace.SRgb), red)
    assert pictures.decode(plain, "png").pixelColor(4, 4) == QColor(234, 51, 35)


@pytest.mark.qt_log_ignore("ICC", extend=True)
@pytest.mark.parametrize("profile", [b"", b"no profile at all", bytes(128), b"\xff" * 4_000])
@pytest.mark.parametrize("mode", ["RGB", "L", "CMYK"])
def test_a_broken_colour_profile_is_passed_over(profile: bytes, mode: str):
    file = io.BytesIO()
    Image.new(mode, (8, 8), 200 if mode == "L" else (200,) * len(mode)).save(
        file, "JPEG", icc_profile=profile
    )
    assert not Levels(pictures.decode(file.getvalue(), "jpeg")).original.isNull()
