"""Two photos beside each other in the viewer: which is active, and what they do together."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.ui.viewer.conftest import Shown
from tests.ui.viewer.hands import press, view

Key, SHIFT = Qt.Key, Qt.KeyboardModifier.ShiftModifier


def test_two_are_compared_side_by_side_and_tab_changes_the_active_one(made: Shown):
    press(made, Key.Key_C)
    assert (made.keys(0), made.keys(1)) == ("k2", "k3")
    assert made.viewer.sides.number == 1
    QTest.keyClick(made.viewer, Key.Key_Tab)
    press(made, Key.Key_Left)
    assert (made.keys(0), made.keys(1)) == ("k1", "k3")
    press(made, Key.Key_C)
    assert not made.viewer.sides.panes[1].isVisible()


def test_the_last_picture_is_compared_with_the_one_before(made: Shown):
    press(made, Key.Key_End)
    press(made, Key.Key_C)
    assert (made.keys(0), made.keys(1)) == ("k5", "k4")


def test_linked_pictures_zoom_and_move_as_one(made: Shown):
    press(made, Key.Key_C)
    press(made, Key.Key_1)
    assert view(made, 0).zoom == view(made, 1).zoom == 1.0
    press(made, Key.Key_Left, SHIFT)
    assert view(made, 0).centre == view(made, 1).centre
    press(made, Key.Key_L)
    press(made, Key.Key_Plus, SHIFT)
    assert view(made, 0).zoom == 1.0
    assert view(made, 1).zoom == 1.25


def test_turning_one_of_two_linked_turns_it_alone(made: Shown):
    press(made, Key.Key_C)
    press(made, Key.Key_R)
    assert (view(made, 0).quarters, view(made, 1).quarters) == (0, 1)


def test_one_picture_on_both_sides_is_adjusted_on_one(made: Shown):
    press(made, Key.Key_C)
    press(made, Key.Key_Left)
    assert (made.keys(0), made.keys(1)) == ("k2", "k2")
    press(made, Key.Key_I)
    left, right = (pane.canvas.grab().toImage() for pane in made.viewer.sides.panes)
    middle = left.rect().center()
    assert left.pixelColor(middle) != right.pixelColor(middle)


def test_a_click_on_a_side_makes_it_the_active_one(made: Shown):
    press(made, Key.Key_C)
    left = made.viewer.sides.panes[0].canvas
    QTest.mouseClick(left, Qt.MouseButton.LeftButton, pos=left.rect().center())
    assert made.viewer.sides.number == 0


def test_the_buttons_of_two_photos_say_which_photo_they_are_about(made: Shown):
    press(made, Key.Key_C)
    panes = made.viewer.sides.panes
    for button in ("read", "better"):
        descriptions = [getattr(pane, button).accessibleDescription() for pane in panes]
        assert descriptions == [pane.photo.caption for pane in panes]
        assert len({*descriptions}) == 2
