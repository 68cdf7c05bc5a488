"""The symptom card paints what is in sight of it, however many pictures it was given."""

from PySide6.QtCore import QRect
from PySide6.QtGui import QImage, QPainter

from tests.store.people import consultation
from workstation.ui.conversation.timeline.card import CardRow
from workstation.ui.conversation.timeline.items import CardItem
from workstation.ui.conversation.timeline.paint_context import Column, PaintContext
from workstation.ui.kit.painting import clipped
from workstation.ui.media.media_lookup import MediaPhase, Thumbnail

VIEW = QRect(0, 0, 800, 600)


class Pictures:
    """Pictures that are on their way, and which of them were pictures for."""

    def __init__(self) -> None:
        self.urls: list[str] = []

    def thumbnail(self, url, _size, _ratio):
        self.urls.append(url)
        return Thumbnail(MediaPhase.LOADING)


def painted(count: int, scrolled: int) -> list[int]:
    """The numbers of the pictures that are painted while the view stands ``scrolled`` below."""
    images = tuple(map(str, range(count)))
    card = CardRow(CardItem(consultation(1, images=images)), Column.of(VIEW.width()), folded=False)
    screen, pictures = QImage(VIEW.size(), QImage.Format.Format_RGB32), Pictures()
    painter = QPainter(screen)
    with clipped(painter, VIEW):
        painter.translate(0, -scrolled)
        card.paint(painter, PaintContext(pictures, 0), None)
    painter.end()
    return [int(url) for url in pictures.urls]


def test_all_pictures_of_a_usual_card_are_painted():
    assert painted(9, 0) == list(range(9))


def test_of_thousands_of_pictures_those_in_sight_are_painted():
    top = painted(20_000, 0)
    assert top == list(range(len(top)))
    assert 9 < len(top) < 100
    below = painted(20_000, 10_000)
    assert below == list(range(below[0], below[0] + len(below)))
    assert below[0] > len(top)
    assert len(below) < 100


def test_above_the_pictures_none_is_painted():
    assert painted(9, -700) == []
