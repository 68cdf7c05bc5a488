"""What each key and button of the viewer does."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.ui.viewer.conftest import SHOTS, Shown
from tests.ui.viewer.hands import press, view
from workstation.ui.kit.announcer import announcer
from workstation.ui.kit.theme import VIEWER, Appearance, theme
from workstation.ui.viewer.levels import PLAIN, Adjustment
from workstation.ui.viewer.tone_controls import ToneControls
from workstation.ui.viewer.transform import MAX_ZOOM, MIN_ZOOM
from workstation.ui.viewer.viewer_photo import ViewerPhoto

Key, Mod = Qt.Key, Qt.KeyboardModifier
NONE, SHIFT, CONTROL = Mod.NoModifier, Mod.ShiftModifier, Mod.ControlModifier


def test_arrows_home_and_end_walk_through_the_strip_and_stop_at_its_ends(made: Shown):
    walked = []
    for key in (
        Key.Key_Right,
        Key.Key_End,
        Key.Key_Right,
        Key.Key_Left,
        Key.Key_Home,
        Key.Key_Left,
    ):
        press(made, key)
        walked.append(made.keys())
    assert walked == ["k3", "k5", "k5", "k4", "k1", "k1"]


@pytest.mark.usefixtures("screen_reader")
def test_a_screen_reader_hears_which_of_how_many_and_that_there_is_no_more(made: Shown):
    press(made, Key.Key_End)
    assert made.viewer.accessibleName().endswith(f"，第 {len(SHOTS)} 张，共 {len(SHOTS)} 张")
    assert announcer.recent == ()
    press(made, Key.Key_Right)
    assert announcer.recent == ("没有更多图片",)


def test_plus_and_minus_zoom_within_bounds_and_nought_fits(made: Shown):
    fitted = view(made).zoom
    press(made, Key.Key_Plus, SHIFT)
    assert view(made).zoom == pytest.approx(fitted * 1.25)
    press(made, Key.Key_Equal, times=30)
    assert view(made).zoom == MAX_ZOOM
    assert made.viewer.toolbar.percent.accessibleName() == "800%"
    assert made.viewer.toolbar.zoom.value() == 800, "a screen reader hears percent"
    press(made, Key.Key_Minus, times=40)
    assert view(made).zoom == MIN_ZOOM
    assert made.viewer.toolbar.percent.accessibleName() == "5%"
    press(made, Key.Key_0)
    assert view(made).zoom == pytest.approx(fitted)
    press(made, Key.Key_1)
    assert view(made).zoom == 1.0


@pytest.mark.parametrize(
    ("key", "modifiers", "quarters", "mirrored"),
    [
        (Key.Key_R, NONE, 1, False),
        (Key.Key_R, SHIFT, 3, False),
        (Key.Key_F, NONE, 0, True),
        (Key.Key_F, SHIFT, 2, True),
    ],
)
def test_r_turns_and_f_flips(
    made: Shown, key: Qt.Key, modifiers: Qt.KeyboardModifier, quarters: int, *, mirrored: bool
):
    press(made, key, modifiers)
    assert (view(made).quarters, view(made).mirrored) == (quarters, mirrored)
    text = made.viewer.sides.active.head.note.accessibleName()
    assert ("已翻转" in text) is mirrored


def test_shift_and_arrows_drag_the_picture(made: Shown):
    press(made, Key.Key_1)
    before = view(made).centre
    press(made, Key.Key_Right, SHIFT)
    assert view(made).centre == before + QPointF(48, 0)
    press(made, Key.Key_Up, SHIFT)
    assert view(made).centre == before + QPointF(48, -48)
    assert made.keys() == "k2"


def test_the_picture_is_adjusted_for_the_eye_alone_and_says_so(made: Shown):
    pane = made.viewer.sides.active
    press(made, Key.Key_I)
    assert pane.adjustment == Adjustment(inverted=True)
    assert "已反相" in pane.head.note.accessibleName()
    assert "原图不变" in pane.head.note.accessibleName()
    made.viewer.toolbar.tone.brightness.moved.emit(0)
    press(made, Key.Key_B)
    assert QApplication.focusWidget() is made.viewer.toolbar.tone.brightness
    QTest.keyClick(made.viewer.toolbar.tone.brightness, Key.Key_Right)
    assert pane.adjustment == Adjustment(brightness=5, inverted=True)
    made.viewer.toolbar.reset.click()
    assert pane.adjustment == PLAIN
    assert not pane.head.note.accessibleName()


def test_in_a_narrow_viewer_the_sliders_open_in_a_popover(made: Shown):
    made.viewer.window().resize(1024, 700)
    QApplication.processEvents()
    assert not made.viewer.toolbar.tone.isVisible()
    press(made, Key.Key_B)
    tone = made.viewer.window().findChildren(ToneControls)[-1]
    tone.contrast.set_at(20)
    tone.contrast.moved.emit(20)
    assert made.viewer.sides.active.adjustment == Adjustment(contrast=20)
    tone.parentWidget().close_now()


def test_what_is_out_of_sight_is_let_go(made: Shown):
    for _ in range(3):
        press(made, Key.Key_Right)
    assert made.viewer.levels_of("/5.jpg") is not None
    assert made.viewer.levels_of("/2.jpg") is None


@pytest.mark.parametrize(
    ("key", "modifiers", "signal"),
    [
        (Key.Key_S, CONTROL, "save_asked"),
        (Key.Key_C, CONTROL, "copy_asked"),
        (Key.Key_Escape, NONE, "closed"),
    ],
)
def test_saving_copying_and_closing_are_asked_for(
    made: Shown, key: Qt.Key, modifiers: Qt.KeyboardModifier, signal: str
):
    emitted: list[tuple[object, ...]] = []
    getattr(made.viewer, signal).connect(lambda *values: emitted.append(values))
    press(made, key, modifiers)
    assert len(emitted) == 1


def test_f6_goes_round_the_bars(made: Shown):
    seen = []
    for _ in range(4):
        focused = QApplication.focusWidget()
        press(made, Key.Key_F6)
        seen.append(focused is not QApplication.focusWidget())
    assert all(seen)
    assert QApplication.focusWidget() is made.viewer
    press(made, Key.Key_F6, SHIFT)
    assert made.viewer.film.isAncestorOf(QApplication.focusWidget())


def test_a_failure_is_a_card_with_the_reason_that_can_be_tried_again_or_saved(made: Shown):
    saved: list[ViewerPhoto] = []
    made.viewer.save_asked.connect(saved.append)
    made.answer = lambda photo, _side: made.viewer.show_failure(photo.url, "HEIC", "why")
    press(made, Key.Key_Right)
    card = made.viewer.sides.active.card
    assert (card.title.accessibleName(), card.reason.accessibleName()) == ("HEIC", "why")
    assert not made.viewer.bar.copy.isEnabled()
    card.save.click()
    assert saved == [SHOTS[2]]
    made.answer = made.show
    card.retry.click()
    assert made.viewer.sides.active.ready


def test_a_picture_that_comes_late_does_not_take_the_place_of_another(made: Shown):
    waiting: list[ViewerPhoto] = []
    made.answer = lambda photo, _side: waiting.append(photo)
    press(made, Key.Key_Right)
    press(made, Key.Key_Right)
    made.show(waiting[0], 0)
    assert not made.viewer.sides.active.ready
    made.show(waiting[1], 0)
    assert made.viewer.sides.active.ready


def test_an_own_picture_stays_on_show_when_it_is_uploaded(made: Shown):
    own = ViewerPhoto("k9", "own:abc", "me")
    made.viewer.show_photos([*SHOTS, own], "k9")
    made.asked.clear()
    made.viewer.show_photos([*SHOTS, ViewerPhoto("k9", "/9.jpg", "me")])
    assert made.asked == []
    assert made.viewer.sides.active.photo == ViewerPhoto("k9", "/9.jpg", "me")


def test_a_corrected_picture_is_loaded_anew(made: Shown):
    made.asked.clear()
    made.viewer.show_photos([SHOTS[0], ViewerPhoto("k2", "/better.jpg", "photo 2"), *SHOTS[2:]])
    assert made.asked == [("k2", 0)]
    assert made.viewer.sides.active.digest == "digest of /better.jpg"


def test_f6_passes_over_what_a_single_photo_cannot_do(made: Shown):
    made.viewer.show_photos(SHOTS[:1])
    assert not made.viewer.bar.compare.isEnabled()
    made.viewer.setFocus()
    press(made, Key.Key_F6)
    assert made.viewer.bar.isAncestorOf(QApplication.focusWidget())


def test_the_head_says_which_of_how_many(made: Shown):
    place = made.viewer.bar.place
    assert place.accessibleName() == "第 2 张，共 5 张"
    press(made, Key.Key_C)
    assert place.accessibleName() == "对比 2 张，共 5 张"
    made.viewer.show_photos(SHOTS, left_out=7, partial=True)
    assert "7 张" in place.accessibleName()
    assert made.viewer.bar.partial.isVisible()


@pytest.mark.parametrize("appearance", [Appearance.LIGHT, Appearance.DARK])
def test_the_ground_is_the_same_grey_in_both_themes(
    made: Shown,
    appearance: Appearance,
    dressed: Callable[..., object],  # noqa: ARG001
):
    theme.set_appearance(appearance)
    image = made.viewer.grab().toImage()
    ground = made.viewer.sides.mapTo(made.viewer, made.viewer.sides.rect().topLeft())
    assert image.pixelColor(ground.x() + 8, ground.y() + 60) == VIEWER.bg
    assert image.pixelColor(4, 4) == VIEWER.bar
    grey = VIEWER.bg.getRgb()[:3]
    assert max(grey) - min(grey) == 0


def test_a_low_viewer_has_no_strip(made: Shown):
    assert made.viewer.film.isVisible()
    made.viewer.window().resize(1440, 600)
    QApplication.processEvents()
    assert not made.viewer.film.isVisible()
