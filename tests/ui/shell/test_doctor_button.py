"""Who is signed in is read in the rail: photo or initials, name, department."""

from PySide6.QtGui import QColor, QPixmap

from workstation.ui.kit.theme import SIZE
from workstation.ui.kit.widgets.avatar import Presence
from workstation.ui.shell.doctor_button import DoctorButton

ORANGE = QColor("#c08050")


def portrait(size, ratio):
    photo = QPixmap(size * ratio)
    photo.setDevicePixelRatio(ratio)
    photo.fill(ORANGE)
    return photo


def middle(button):
    image = button.grab().toImage()
    return image.pixelColor(image.width() // 2, SIZE.avatar_lg // 2 - 12)


def test_name_and_department_are_seen_and_said(show_widget):
    button = DoctorButton()
    show_widget(button)
    button.show_person("", 7)
    alone = button.sizeHint().height()
    button.show_person("林若川", 7, "儿童皮肤科")
    assert button.sizeHint().height() > alone
    assert "林若川" in button.accessibleName()
    assert "儿童皮肤科" in button.accessibleName()
    button.set_compact(True)
    assert button.sizeHint().height() == alone


def test_a_photo_stands_in_place_of_initials_once_it_is_there(show_widget):
    button = DoctorButton()
    show_widget(button)
    button.show_person("林若川", 7, "", lambda _size, _ratio: None)
    assert middle(button) != ORANGE
    button.show_person("林若川", 7, "", portrait)
    assert middle(button) == ORANGE


def test_the_ring_of_the_keyboard_runs_through_neither_photo_nor_words(show_widget):
    """It cut the top of the circle and the feet of the department."""
    button = DoctorButton()
    show_widget(button)
    button.show_person("林若川", 7, "儿科", portrait)
    button.resize(button.sizeHint())
    image, ring = button.grab().toImage(), SIZE.focus_ring
    for row in (*range(ring + 1), *range(image.height() - ring - 1, image.height())):
        assert len({image.pixelColor(x, row).rgb() for x in range(image.width())}) == 1


def test_a_connection_that_stays_as_it_is_paints_nothing_anew(show_widget, monkeypatch):
    """Of an outage the rail is told each second."""
    button, paintings = DoctorButton(), []
    show_widget(button)
    monkeypatch.setattr(button, "update", lambda: paintings.append(None))
    for presence in (Presence.OFFLINE, Presence.OFFLINE, Presence.ONLINE):
        button.show_presence(presence)
    assert len(paintings) == 2
