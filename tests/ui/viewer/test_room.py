"""The viewer where bars come and the window becomes narrower."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.ui.viewer.conftest import Shown


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
