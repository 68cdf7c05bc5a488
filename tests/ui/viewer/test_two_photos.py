"""Two photos beside each other in the viewer: which is active, and what they do together."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.ui.viewer.conftest import Shown
from tests.ui.viewer.hands import press, view
from workstation.ui.viewer.levels import PLAIN, Adjustment

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


def test_the_last_picture_stands_right_of_the_one_before_which_the_arrows_change(made: Shown):
    press(made, Key.Key_End)
    press(made, Key.Key_C)
    assert (made.keys(0), made.keys(1)) == ("k4", "k5")
    press(made, Key.Key_Left)
    assert (made.keys(0), made.keys(1)) == ("k3", "k5")


def test_a_picture_that_goes_to_the_right_stays_as_the_doctor_had_it(made: Shown):
    press(made, Key.Key_End)
    press(made, Key.Key_R)
    made.viewer.sides.adjust(Adjustment(12, 20))
    press(made, Key.Key_C)
    left, right = made.viewer.sides.panes
    assert (view(made, 0).quarters, view(made, 1).quarters) == (0, 1)
    assert (left.adjustment, right.adjustment) == (PLAIN, Adjustment(12, 20))
    assert right.canvas.view.fitted


def test_comparing_again_puts_the_earlier_one_left_and_never_one_picture_beside_itself(
    made: Shown,
):
    press(made, Key.Key_C)
    press(made, Key.Key_C)
    press(made, Key.Key_End)
    press(made, Key.Key_C)
    assert (made.keys(0), made.keys(1)) == ("k3", "k5")
    press(made, Key.Key_C)
    made.viewer.show_in(0, 4)
    press(made, Key.Key_C)
    assert (made.keys(0), made.keys(1)) == ("k4", "k5")


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


def test_a_second_click_on_compare_meets_compare_again(made: Shown):
    bar = made.viewer.bar
    place = bar.compare.mapTo(bar, bar.compare.rect().center())
    for comparing in (True, False):
        QTest.mouseClick(bar.childAt(place), Qt.MouseButton.LeftButton)
        QApplication.processEvents()
        assert made.viewer.sides.comparing is comparing
        assert bar.childAt(place) is bar.compare
