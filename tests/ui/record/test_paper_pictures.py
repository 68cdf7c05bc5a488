"""Pictures for paper: bounded, upright, on white, two at a time; a failure is named, not raised."""

import asyncio

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage

from tests.ui.record.samples import photograph
from workstation.domain.errors import MediaTooLarge, NetworkError, UnsupportedMedia
from workstation.services.media_reader import LoadedMedia
from workstation.ui.media.pictures import encode
from workstation.ui.record import paper_pictures as module
from workstation.ui.record.content import Figure
from workstation.ui.record.paper_pictures import (
    MAX_AT_ONCE,
    LostPicture,
    PaperPicture,
    load_pictures,
    shrink,
)


@pytest.mark.parametrize(
    ("size", "show_widget"),
    [((4000, 3000), (960, 720)), ((300, 200), (300, 200)), ((200, 4000), (48, 960))],
)
def test_a_picture_is_no_larger_than_paper_needs(size, show_widget):
    picture = shrink(photograph(*size), "jpeg")
    assert (picture.width, picture.height) == show_widget
    assert QImage.fromData(picture.content).size() == QSize(*show_widget)


def test_what_is_transparent_shows_the_paper():
    clear = QImage(40, 40, QImage.Format.Format_ARGB32)
    clear.fill(Qt.GlobalColor.transparent)
    picture = shrink(encode(clear, "png"), "png")
    assert QImage.fromData(picture.content).pixelColor(20, 20).name() == "#ffffff"


def test_a_format_from_nobody_s_list_is_refused():
    with pytest.raises(UnsupportedMedia):
        shrink(b"<svg/>", "svg")


def test_a_bomb_is_refused_before_it_is_unpacked(monkeypatch):
    monkeypatch.setattr("workstation.ui.media.pictures.MAX_PIXELS", 100)
    with pytest.raises(MediaTooLarge):
        shrink(encode(QImage(60, 40, QImage.Format.Format_RGB32), "png"), "png")


class Slow:
    """Counts how many are asked for at the same time, and by which address."""

    def __init__(self):
        self.now, self.most, self.asked = 0, 0, []

    async def picture(self, url):
        self.asked.append(url)
        self.now += 1
        self.most = max(self.most, self.now)
        await asyncio.sleep(0)
        self.now -= 1
        if "bad" in url:
            raise NetworkError(url)
        return LoadedMedia(photograph(30, 20), "jpeg", "image/jpeg")


async def test_each_is_fetched_once_and_few_at_a_time():
    library, moves = Slow(), []
    figures = [Figure(number, f"https://a/{number % 5}") for number in range(10)]
    shots = await load_pictures(library, figures, lambda done, total: moves.append((done, total)))
    assert sorted(library.asked) == sorted(shots) == [f"https://a/{number}" for number in range(5)]
    assert moves == [(number, 5) for number in range(1, 6)]
    assert library.most <= MAX_AT_ONCE
    assert all(isinstance(picture, PaperPicture) for picture in shots.values())


async def test_one_that_fails_leaves_the_others():
    shots = await load_pictures(
        Slow(), [Figure(1, "https://a/bad"), Figure(2, "https://a/2")], print
    )
    assert isinstance(shots["https://a/bad"], LostPicture)
    assert shots["https://a/bad"].why
    assert "bad" not in shots["https://a/bad"].why
    assert isinstance(shots["https://a/2"], PaperPicture)


async def test_one_that_does_not_decode_is_lost_too(monkeypatch):
    monkeypatch.setattr(module.pictures, "DECODABLE", frozenset())
    shots = await load_pictures(Slow(), [Figure(1, "https://a/1")], print)
    assert isinstance(shots["https://a/1"], LostPicture)
