"""The viewer where bars come and the window becomes narrower."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.ui.viewer.conftest import SHOTS, Shown
from workstation.ui.kit.painting import line_width
from workstation.ui.kit.strings import Language, formats, set_language, tr
from workstation.ui.kit.theme import SIZE, TextRole, theme
from workstation.ui.viewer.controls import ViewerText
from workstation.ui.viewer.overlay import Way
from workstation.ui.viewer.viewer_photo import ViewerPhoto

NOW_MS = 1_795_600_000_000
LAST_YEAR_MS = NOW_MS - 400 * 86_400_000


def test_the_zoom_said_is_that_of_now_when_bars_and_window_leave_less_room(made: Shown):
    def spoken() -> str:
        return made.viewer.toolbar.percent.accessibleName()

    def true() -> str:
        return f"{round(made.viewer.sides.active.canvas.view.zoom * 100)}%"

    before = made.viewer.sides.active.canvas.view.zoom
    QTest.keyClick(made.viewer, Qt.Key.Key_M)
    QApplication.processEvents()
    assert made.viewer.sides.active.canvas.view.zoom < before
    assert spoken() == true()
    made.viewer.window().resize(900, 640)
    QApplication.processEvents()
    assert spoken() == true()


def test_the_keyboard_stays_with_what_it_was_on_where_a_narrow_bar_has_no_room(made: Shown):
    toolbar = made.viewer.toolbar
    for slider, instead in (
        (toolbar.tone.brightness, toolbar.more_tone),
        (toolbar.zoom, toolbar.more),
    ):
        made.viewer.window().resize(1440, 900)
        QApplication.processEvents()
        slider.setFocus()
        made.viewer.window().resize(720, 560)
        QApplication.processEvents()
        assert instead.hasFocus()


def narrow(made: Shown, percent: int, photo: ViewerPhoto = SHOTS[1]) -> None:
    """Two photos beside each other in the narrowest window."""
    made.viewer.show_photos((photo, SHOTS[2]), photo.key)
    QTest.keyClick(made.viewer, Qt.Key.Key_C)
    made.viewer.bar.show_partial(partial=True)
    theme.set_text_size(percent)
    made.viewer.window().resize(720, 560)
    QApplication.processEvents()


def is_whole(text: ViewerText) -> bool:
    """Whether a line has the room for all of its words."""
    return text.width() >= text.sizeHint().width()


@pytest.mark.parametrize("percent", [100, 150, 200])
def test_the_patients_name_gives_way_last_in_the_narrowest_window(made: Shown, percent: int):
    narrow(made, percent)
    assert is_whole(made.viewer.bar.title)


def test_the_patients_name_gives_way_last_where_the_text_is_made_larger(made: Shown):
    narrow(made, 100)
    theme.set_text_size(200)
    for _ in range(2):  # the bar is fitted, then it is laid out
        QApplication.processEvents()
    assert is_whole(made.viewer.bar.title)


@pytest.mark.parametrize("percent", [100, 150, 200])
def test_a_narrow_side_says_which_one_it_is_before_what_the_strip_says(made: Shown, percent: int):
    narrow(made, percent, replace(SHOTS[1], where="This consultation"))
    pane = made.viewer.sides.panes[0]
    assert is_whole(pane.head.side)
    assert not pane.head.where.isVisible()


def test_a_narrow_side_goes_on_saying_that_a_photo_is_of_another_consultation(made: Shown):
    narrow(made, 150, replace(SHOTS[1], where="2 September", present=False))
    assert made.viewer.sides.panes[0].head.where.isVisible()


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("percent", [100, 150, 200])
@pytest.mark.parametrize("present", [True, False])
def test_which_consultation_a_photo_is_of_is_said_whole_or_by_a_mark(
    made: Shown, percent: int, present: bool, language: Language
):
    set_language(language)
    day = tr("viewer.where_present") if present else formats.day_time(LAST_YEAR_MS, NOW_MS)
    narrow(made, percent, replace(SHOTS[1], caption="From 王秀英", where=day, present=present))
    made.viewer.sides.activate(0)
    QTest.keyClick(made.viewer, Qt.Key.Key_I)
    head = made.viewer.sides.panes[0].head
    for width in range(720, 2640, 60):
        made.viewer.window().resize(width, 768)
        QApplication.processEvents()
        whole = line_width(day, theme.font(TextRole.CAPTION, strong=not present))
        if head.where.isVisible() and head.where.width() < whole:
            assert not present
            assert head.where.width() == SIZE.chip
    assert head.where.isVisible()


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("percent", [100, 150, 200])
def test_a_narrow_side_says_when_its_photo_came_before_anything_else(
    made: Shown, percent: int, language: Language
):
    set_language(language)
    when = formats.day_time(LAST_YEAR_MS, NOW_MS)
    narrow(made, percent, replace(SHOTS[1], caption="From 王秀英", when=when, may_ask=True))
    pane = made.viewer.sides.panes[0]
    made.viewer.sides.activate(0)
    QTest.keyClick(made.viewer, Qt.Key.Key_I)
    QApplication.processEvents()
    assert pane.head.when.isVisible()
    assert is_whole(pane.head.when)
    assert is_whole(pane.head.side)
    assert pane.head.rect().contains(pane.better.geometry())
    assert tr("viewer.display_only") in pane.head.note_icon.toolTip()


@pytest.mark.parametrize("language", Language)
def test_a_button_with_words_says_them_in_the_narrowest_window(made: Shown, language: Language):
    set_language(language)
    narrow(made, 200)
    reset = made.viewer.toolbar.reset
    assert reset.width() >= line_width(reset.text(), theme.font(TextRole.LABEL, strong=True))


def test_the_buttons_of_two_photos_of_one_sender_are_told_apart(made: Shown):
    both = [
        replace(shot, caption="From 王秀英", when=when)
        for shot, when in ((SHOTS[1], "10:52"), (SHOTS[2], "11:04"))
    ]
    made.viewer.show_photos(both, SHOTS[1].key)
    QTest.keyClick(made.viewer, Qt.Key.Key_C)
    first, second = (pane.better.accessibleDescription() for pane in made.viewer.sides.panes)
    assert first != second


@pytest.mark.parametrize("language", Language)
def test_the_bar_of_aligning_fits_a_large_text_as_soon_as_it_is_there(
    made: Shown, language: Language
):
    set_language(language)
    theme.set_text_size(150)
    made.viewer.window().resize(1366, 768)
    QTest.keyClick(made.viewer, Qt.Key.Key_C)
    QApplication.processEvents()
    QTest.keyClick(made.viewer, Qt.Key.Key_G)
    QApplication.processEvents()
    aligning = made.viewer.modes.aligning
    assert aligning is not None
    bar = aligning.bar
    assert not bar.ways[Way.SWIPE].text()
    assert is_whole(bar.hint)
    for way in Way:
        bar.show_way(way, 0.5, aligned=True)
        bar.show_words(tr(f"align.hint.{way.value}"), ())
        QApplication.processEvents()
        assert is_whole(bar.hint)
