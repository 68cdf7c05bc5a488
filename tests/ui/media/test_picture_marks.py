"""Nothing lies on a picture: what is said of it, and the keyboard's ring, stand beside it."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from PIL import Image, ImageChops
from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from tests.store.people import consultation
from tests.ui.still_board import StillBoard
from workstation.domain.message import (
    Attachment,
    Delivery,
    Message,
    MessageKind,
    Quote,
    Speaker,
    SpeakerRole,
)
from workstation.domain.photo_quality import PhotoFlaw
from workstation.ui.composer.tray import Tray
from workstation.ui.conversation.details.pictures_section import PictureGrid
from workstation.ui.conversation.timeline.bubble import Bubble
from workstation.ui.conversation.timeline.card import CardRow
from workstation.ui.conversation.timeline.conversation_view import ConversationView
from workstation.ui.conversation.timeline.hit_actions import OpenPicture
from workstation.ui.conversation.timeline.items import CardItem, MessageItem
from workstation.ui.conversation.timeline.paint_context import Column, PaintContext
from workstation.ui.kit.strings import Language, set_language, tr
from workstation.ui.kit.theme import RADIUS, SIZE, theme
from workstation.ui.media.media_lookup import MediaPhase, Thumbnail
from workstation.ui.viewer.thumbnail_strip import ThumbnailStrip
from workstation.ui.viewer.viewer_photo import ViewerPhoto

SKIN = 0xFF8A5A3C
"""The one colour of the photos."""
PATIENT, ME = Speaker(3, SpeakerRole.PATIENT, "王秀英"), Speaker(1, SpeakerRole.ME, "林若川")
PHOTO = Message(
    7, "o", PATIENT, MessageKind.IMAGE, "", 950, Delivery.RECEIVED,
    Attachment("/a.jpg", "image/jpeg"), 1, key="m1",
)  # fmt: skip
OWN = replace(PHOTO, speaker=ME, delivery=Delivery.READ, key="m2")
ASKED = replace(PHOTO, kind=MessageKind.TEXT, text="一天几次？" * 20, attachment=None, key="m0")
LONG = Quote("a", ASKED.text, ASKED)
MESSAGES = {
    "a patient's": PHOTO,
    "an own one": OWN,
    "one that failed": replace(OWN, delivery=Delivery.FAILED),
    "with a quote": replace(PHOTO, quote=LONG),
    "an own one with a quote": replace(OWN, quote=LONG),
}
URLS = tuple(f"/{number}.jpg" for number in range(7))
FIT, BROKEN = Thumbnail(MediaPhase.READY), Thumbnail(MediaPhase.READY, whole=False)
FLAWED = Thumbnail(MediaPhase.READY, flaws=(PhotoFlaw.OVEREXPOSED, PhotoFlaw.SMALL))
SIZES = (100, 150, 200)


class Photos(StillBoard):
    """Photos of one colour, all with the same to be said of them."""

    def __init__(self, photo: Thumbnail) -> None:
        self.photo = photo

    def thumbnail(self, url: str, size: QSize, ratio: float) -> Thumbnail:  # noqa: ARG002
        pixmap = QPixmap(size)
        pixmap.fill(SKIN)
        return replace(self.photo, pixmap=pixmap)


@pytest.fixture(params=list(Language))
def language(request) -> None:
    set_language(request.param)


@pytest.fixture(params=SIZES)
def text_size(request) -> None:
    theme.set_text_size(request.param)


def painted(row: Bubble | CardRow, width: int, photo: Thumbnail) -> QImage:
    canvas = QImage(QSize(width, row.height), QImage.Format.Format_RGB32)
    canvas.fill(Qt.GlobalColor.white)
    painter = QPainter(canvas)
    row.paint(painter, PaintContext(Photos(photo), 1_000), None)
    painter.end()
    return canvas


def picture_rects(row: Bubble | CardRow) -> list[QRect]:
    hits = row.hits(PaintContext(Photos(FIT), 1_000))
    return [hit.rect.toRect() for hit in hits if isinstance(hit.action, OpenPicture)]


def hidden_pixels(canvas: QImage, place: QRect) -> int:
    """How many pixels of a picture are none of its own, but for its round corners."""
    inside = canvas.copy(place).convertToFormat(QImage.Format.Format_RGB32)
    across, down = corners(inside.width()), corners(inside.height())
    return sum(
        inside.pixel(x, y) != SKIN
        for x in range(inside.width())
        for y in range(inside.height())
        if not (x in across and y in down)
    )


def corners(length: int) -> set[int]:
    """Places along an edge that a round corner may take."""
    return {*range(RADIUS.lg), *range(length - RADIUS.lg, length)}


def changed(first: QImage, second: QImage) -> QRect:
    """Where two paintings differ."""
    pictures = [
        Image.frombytes("RGBA", image.size().toTuple(), bytes(image.constBits()))
        for image in (first, second)
    ]
    box = ImageChops.difference(*(picture.convert("RGB") for picture in pictures)).getbbox()
    if box is None:
        return QRect()
    return QRect(box[0], box[1], box[2] - box[0], box[3] - box[1])


def is_plain(canvas: QImage, place: QRect) -> bool:
    """Whether a part of a painting has one colour."""
    colours = {canvas.pixel(x, y) for x in columns_of(place) for y in rows_of(place)}
    return len(colours) == 1


def columns_of(place: QRect) -> range:
    return range(place.left(), place.right() + 1)


def rows_of(place: QRect) -> range:
    return range(place.top(), place.bottom() + 1)


@pytest.mark.usefixtures("language", "text_size")
@pytest.mark.parametrize("photo", [BROKEN, FLAWED], ids=["broken", "flawed"])
@pytest.mark.parametrize("message", list(MESSAGES.values()), ids=list(MESSAGES))
@pytest.mark.parametrize("view_width", [400, 700])
def test_of_a_message_it_is_said_beside_where_nothing_else_stands(message, photo, view_width):
    width = theme.scaled(view_width)
    row = Bubble(MessageItem(message, opens=True), Column.of(width))
    plain, marked = painted(row, width, FIT), painted(row, width, photo)
    (picture,) = picture_rects(row)
    place = changed(plain, marked)
    assert not place.isEmpty()
    assert plain.rect().contains(place)
    assert plain.copy(picture) == marked.copy(picture)
    assert is_plain(plain, place)


@pytest.mark.usefixtures("language", "text_size")
@pytest.mark.parametrize("view_width", [400, 700])
@pytest.mark.parametrize("photo", [BROKEN, FLAWED], ids=["broken", "flawed"])
def test_on_the_symptom_card_it_is_said_below_each(view_width, photo):
    width = theme.scaled(view_width)
    card = CardRow(CardItem(consultation(1, images=URLS)), Column.of(width), folded=False)
    plain, marked = painted(card, width, FIT), painted(card, width, photo)
    pictures = picture_rects(card)
    assert len(pictures) == len(URLS)
    for picture in pictures:
        assert plain.copy(picture) == marked.copy(picture)
        foot = card.height if picture.bottom() > pictures[-1].top() else pictures[-1].top()
        below = QRect(picture.left(), picture.bottom() + 1, picture.width(), SIZE.icon_sm)
        assert below.bottom() < foot
        assert plain.copy(below) != marked.copy(below)


@pytest.mark.usefixtures("text_size")
def test_nothing_lies_on_the_photos_of_the_details(show_widget):
    grids = []

    def rects() -> list[QRect]:
        return [place.toRect() for place in grids[-1]._places()]

    def grid(photo: Thumbnail) -> QWidget:
        grids.append(PictureGrid(Photos(photo), lambda: 1_000))
        grids[-1].show_pictures(URLS)
        return grids[-1]

    check_widget(show_widget, grid, rects)


@pytest.mark.usefixtures("text_size")
def test_nothing_lies_on_the_photos_of_a_reply(show_widget):
    trays = []

    def rects() -> list[QRect]:
        return [trays[-1].picture_rect(number) for number in range(len(URLS))]

    def tray(photo: Thumbnail) -> QWidget:
        trays.append(Tray(Photos(photo)))
        trays[-1].show_files(URLS)
        return trays[-1]

    check_widget(show_widget, tray, rects)


@pytest.mark.usefixtures("text_size")
def test_nothing_lies_on_the_photos_of_the_viewers_strip(show_widget):
    strips = []

    def rects() -> list[QRect]:
        return [place.toRect() for _, place in strips[-1]._places()]

    def strip(photo: Thumbnail) -> QWidget:
        strips.append(ThumbnailStrip(Photos(photo)))
        strips[-1].show_photos([ViewerPhoto(url, url, url) for url in URLS])
        strips[-1].mark({0: "左"})
        return strips[-1]

    check_widget(show_widget, strip, rects)


def test_the_ring_of_a_message_lies_on_no_photo(show_widget):
    view = ConversationView(Photos(FLAWED), lambda: 1_000)
    window = show_widget(view)
    window.resize(800, 600)
    view.show_items([MessageItem(PHOTO, opens=True), MessageItem(OWN, opens=True)])
    view.setFocus(Qt.FocusReason.TabFocusReason)
    for row in (1, 0):
        before = view.viewport().grab().toImage()
        QTest.keyClick(view, Qt.Key.Key_Up)
        look = view.viewport().grab().toImage()
        assert not changed(before, look).isEmpty()
        (picture,) = picture_rects(view.laid_out_row(row))
        corner = view.visualRect(view.timeline.index(row, 0)).topLeft()
        assert hidden_pixels(look, picture.translated(corner)) == 0


def check_widget(
    show_widget: Callable[[QWidget], QWidget],
    make: Callable[[Thumbnail], QWidget],
    rects: Callable[[], list[QRect]],
) -> None:
    """With the keyboard on it, a widget's marks are seen and cover nothing."""
    looks = []
    for photo in (FIT, FLAWED, BROKEN):
        widget = make(photo)
        window = show_widget(widget)
        window.resize(theme.scaled(900), theme.scaled(500))
        widget.setFocus(Qt.FocusReason.TabFocusReason)
        looks.append(widget.grab().toImage())
        assert [hidden_pixels(looks[-1], place) for place in rects()] == [0] * len(URLS)
        assert looks[-1].rect().contains(rects()[0])
    assert len({bytes(look.constBits()) for look in looks}) == len(looks)


@pytest.mark.usefixtures("language")
def test_what_an_icon_alone_means_is_said_where_the_pointer_is():
    card = CardRow(CardItem(consultation(1, images=("/a.jpg",))), Column.of(700), folded=False)
    names = {
        hit.name
        for hit in card.hits(PaintContext(Photos(FLAWED), 1_000))
        if isinstance(hit.action, OpenPicture)
    }
    (name,) = names
    assert tr("photo.flaw.overexposed") in name
    assert tr("photo.flaw.small") in name
