"""The photo timeline at the foot: under which consultation, picked by a click, long ones scroll."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.ui.pointer import turn_wheel
from tests.ui.still_board import StillBoard
from tests.vault.people import consultation
from workstation.domain.message import (
    Attachment,
    Delivery,
    Message,
    MessageKind,
    Speaker,
    SpeakerRole,
)
from workstation.domain.photos import photo_of, sort_photos, symptom_photos
from workstation.ui.kit.theme import VIEWER
from workstation.ui.viewer.controls import ViewerSlider, ZoomSlider
from workstation.ui.viewer.thumbnail_strip import ThumbnailStrip
from workstation.ui.viewer.viewer_photo import ViewerPhoto, viewer_photos

LEFT = Qt.MouseButton.LeftButton
DAY_MS = 86_400_000
NOW_MS = 100 * DAY_MS
PRESENT = consultation(7, images=("/1.jpg", "/2.jpg"), created_ms=NOW_MS - 3_600_000)
BEFORE = consultation(5, images=("/old.jpg",), created_ms=NOW_MS - 30 * DAY_MS)
UNDATED = consultation(6, images=("/when.jpg",), created_ms=None)
MOTHER = Speaker(3, SpeakerRole.PATIENT, "王秀英")


def sent(key: str, *, position: int | None = 1, **rest: object) -> Message:
    there = Attachment(f"/{key}.jpg", "image/jpeg")
    kind, state = MessageKind.IMAGE, Delivery.RECEIVED
    return Message(7, key, MOTHER, kind, "", NOW_MS, state, there, position, key=key, **rest)


def strip_photos(*consultations, messages=()) -> list[ViewerPhoto]:
    photos = [photo for one in consultations for photo in symptom_photos(one)]
    photos += [photo_of(PRESENT, message) for message in messages]
    return viewer_photos(sort_photos(photos), PRESENT.consultation_id, NOW_MS, answered=True)


def test_of_one_consultation_nothing_says_which():
    assert [(photo.caption, photo.group, photo.where) for photo in strip_photos(PRESENT)] == [
        ("症状图片 1", "", ""),
        ("症状图片 2", "", ""),
    ]


def test_of_several_each_says_whose_it_is():
    old, *present = strip_photos(PRESENT, BEFORE)
    assert old.where.startswith("另一次咨询")
    assert "皮肤科" in old.where
    assert not old.present
    assert {photo.where for photo in present} == {"本次咨询"}
    assert all(photo.group.startswith("本次咨询 · ") for photo in present)


def test_a_consultation_without_a_date_says_so():
    undated = next(photo for photo in strip_photos(PRESENT, UNDATED) if not photo.present)
    assert (undated.group, undated.when) == ("日期不明", "")


def test_a_sent_picture_says_who_sent_it_and_an_unsent_one_that_it_is():
    unsent = sent("u", position=None)
    captions = [photo.caption for photo in strip_photos(messages=[sent("a"), unsent])]
    assert captions == ["王秀英发送", "王秀英，尚未发送"]


@pytest.fixture
def strip(show_widget) -> ThumbnailStrip:
    made = ThumbnailStrip(StillBoard())
    window = show_widget(made)
    window.layout().setContentsMargins(0, 0, 0, 0)
    window.resize(600, 200)
    return made


def many(count: int) -> list[ViewerPhoto]:
    return [
        ViewerPhoto(f"k{number}", f"/{number}.jpg", f"photo {number}") for number in range(count)
    ]


def test_a_click_picks_a_picture_and_one_beside_them_none(strip: ThumbnailStrip):
    picked: list[int] = []
    strip.picked.connect(picked.append)
    strip.show_photos(strip_photos(PRESENT, BEFORE))
    QApplication.processEvents()
    for _, rect in list(strip._places()):
        QTest.mouseClick(strip, LEFT, pos=rect.center().toPoint())
    QTest.mouseClick(strip, LEFT, pos=QPoint(1, 40))
    assert picked == [0, 1, 2]


def test_it_is_higher_where_consultations_are_told_apart(strip: ThumbnailStrip):
    strip.show_photos(strip_photos(PRESENT))
    plain = strip.height()
    strip.show_photos(strip_photos(PRESENT, BEFORE))
    assert strip.height() > plain


def test_what_is_shown_large_is_framed_and_in_sight(strip: ThumbnailStrip):
    strip.show_photos(many(60))
    strip.mark({50: ""})
    QApplication.processEvents()
    place = dict(strip._places())[50]
    assert strip.rect().contains(place.toRect())
    image = strip.grab().toImage()
    assert image.pixelColor(round(place.x()) - 3, round(place.center().y())) == VIEWER.accent


def test_the_wheel_goes_along_it_to_its_ends(strip: ThumbnailStrip):
    strip.show_photos(many(60))
    strip.mark({0: ""})
    QApplication.processEvents()
    for notches in (-1_000, 1_000):
        turn_wheel(strip, strip.rect().center(), notches)
        edge = 59 if notches < 0 else 0
        assert strip.rect().contains(dict(strip._places())[edge].toRect())


def test_a_screen_reader_hears_how_many_and_which(strip: ThumbnailStrip):
    strip.show_photos(many(3))
    strip.mark({0: "左", 2: "右"})
    assert strip.accessibleName() == "全部图片，共 3 张。正在看：photo 0; photo 2"


def test_a_slider_goes_by_keys_mouse_and_back_to_rest(show_widget):
    slider = ViewerSlider(-100, 100, 0, 5)
    show_widget(slider)
    moved: list[float] = []
    slider.moved.connect(moved.append)
    slider.setFocus()
    QTest.keyClick(slider, Qt.Key.Key_Right)
    QTest.keyClick(slider, Qt.Key.Key_Down)
    QTest.mouseClick(slider, LEFT, pos=QPoint(slider.width() - 1, slider.height() // 2))
    QTest.mouseDClick(slider, LEFT, pos=slider.rect().center())
    assert [round(value) for value in moved[:3]] == [5, 0, 100]
    assert moved[-1] == 0


def test_the_zoom_goes_by_doublings_and_is_percents(show_widget):
    slider = ZoomSlider(0.05, 8.0)
    show_widget(slider)
    slider.setFocus()
    percents = [slider.value()]
    for key in [Qt.Key.Key_Right] * 4 + [Qt.Key.Key_Left] * 40:
        QTest.keyClick(slider, key)
        percents.append(slider.value())
    assert percents[:5] == [100, 119, 142, 169, 201]
    assert percents[-1] == slider.minimum() == 5
    QTest.mouseClick(slider, LEFT, pos=QPoint(slider.width() - 1, slider.height() // 2))
    assert slider.value() == 800
    slider.setValue(50)
    assert slider.at == -1
