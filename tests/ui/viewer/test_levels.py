"""Adjusting is for the eye alone, and painting picks the level that the zoom needs."""

from pathlib import Path

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QImage

from workstation.ui import pictures
from workstation.ui.viewer.levels import Adjustment, Levels

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
    picture, found = levels.at(zoom)
    assert (found, picture.width()) == (divisor, 2000 // divisor)


def test_adjusting_changes_what_is_shown_and_never_the_picture(levels: Levels):
    shown = Adjustment(brightness=50).shown(levels.original)
    assert shown.pixelColor(5, 5) == QColor(255, 164, 114)
    assert levels.original.pixelColor(5, 5) == QColor(200, 100, 50)


def test_inverting_twice_is_nothing():
    table = Adjustment(inverted=True).table()
    assert bytes(range(256)).translate(table).translate(table) == bytes(range(256))


def test_no_contrast_left_is_plain_grey():
    assert set(Adjustment(contrast=-100).table()) == {128}


def test_a_transparent_picture_lies_on_white():
    clear = QImage(300, 300, QImage.Format.Format_ARGB32)
    clear.fill(0)
    assert Levels(clear).original.pixelColor(1, 1) == QColor(255, 255, 255)


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
