"""The doctor's photo where the platform has one, initials where it has none."""

import dataclasses
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QPixmap

from tests.gallery import sample
from workstation.ui.kit.widgets.avatar import Avatar
from workstation.ui.media.doctor_photo import find_photo

RED = QColor(200, 0, 0)


class Thumbnails:
    """Has one photo."""

    def thumbnail(self, url: str, size: QSize, _ratio: float) -> SimpleNamespace:
        assert url == "/me.jpg"
        pixmap = QPixmap(size)
        pixmap.fill(RED)
        return SimpleNamespace(pixmap=pixmap)


@pytest.mark.parametrize(("photo", "is_red"), [("/me.jpg", True), ("", False)])
def test_the_photo_stands_in_place_of_the_initials(qtbot, photo: str, is_red: bool) -> None:
    page = dataclasses.replace(sample.PROFILE, photo=photo)
    avatar = Avatar(72)
    qtbot.addWidget(avatar)
    avatar.show_person(page.name, page.member_id, doctor=True)
    avatar.show_portrait(lambda size, ratio: find_photo(page, Thumbnails(), size, ratio))
    avatar.resize(72, 72)
    assert (avatar.grab().toImage().pixelColor(36, 10) == RED) is is_red


def test_before_the_page_is_read_there_is_no_photo() -> None:
    assert find_photo(None, Thumbnails(), QSize(72, 72), 1.0) is None
