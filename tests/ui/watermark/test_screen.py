"""The watermark over the window: above everything, in nobody's way, painted once a minute."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QAccessible, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QVBoxLayout, QWidget
from shiboken6 import delete

from workstation.base.clock import MINUTE_MS
from workstation.config import Settings
from workstation.ui.kit.layers.dialog import Dialog
from workstation.ui.kit.layers.menu import Menu
from workstation.ui.kit.strings import Language, set_language
from workstation.ui.kit.theme import Appearance, theme
from workstation.ui.settings.appearance import apply_settings
from workstation.ui.shell.window import ShellWindow
from workstation.ui.watermark.mark import mark_text
from workstation.ui.watermark.screen import ScreenWatermark


class Paints(QObject):
    """Counts how often a widget is painted."""

    def __init__(self, watched: QWidget) -> None:
        super().__init__(watched)
        self.count = 0
        watched.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        self.count += event.type() is QEvent.Type.Paint
        return False


class MarkedWindow:
    """A window with a button, and the watermark over it; ``now_ms`` is the clock."""

    def __init__(self) -> None:
        self.now_ms = 90 * MINUTE_MS + 15_000
        self.window = ShellWindow()
        self.frame = QWidget()
        self.button = QPushButton("回复", self.frame)
        QVBoxLayout(self.frame).addWidget(self.button)
        self.window.show_only(self.frame)
        self.watermark = ScreenWatermark(
            self.window, self.frame, lambda: mark_text("林若川", 1001, self.now_ms), self.clock
        )
        self.window.show()
        QTest.qWaitForWindowExposed(self.window)

    def clock(self) -> int:
        return self.now_ms

    def picture(self) -> QImage:
        return self.window.grab().toImage()

    def top(self) -> QObject:
        """What lies above all else in the window."""
        return [each for each in self.window.children() if isinstance(each, QWidget)][-1]


@pytest.fixture
def marked(screen_reader: None) -> Iterator[MarkedWindow]:  # noqa: ARG001
    theme.set_watermarked(True)
    made = MarkedWindow()
    yield made
    theme.set_watermarked(False)
    made.window.close()
    made.window.deleteLater()


def test_it_is_there_by_policy_alone(marked: MarkedWindow) -> None:
    with_mark = marked.picture()
    apply_settings(Settings(theme="light"))
    assert not marked.watermark.isVisible()
    without = marked.picture()
    assert with_mark != without
    apply_settings(Settings(theme="light", screen_watermark=True))
    assert marked.picture() == with_mark


def test_menus_and_dialogs_lie_below_it(marked: MarkedWindow) -> None:
    menu = Menu(marked.button)
    menu.add("x", lambda: None)
    menu.open()
    assert menu.isVisible()
    assert marked.top() is marked.watermark
    menu.close_now()
    dialog = Dialog(marked.window, "x")
    dialog.add_button("y", "y")
    dialog.open()
    assert marked.top() is marked.watermark
    other = Menu(marked.button)
    other.add("x", lambda: None)
    other.open()
    dialog.raise_()
    assert marked.top() is marked.watermark
    other.close_now()
    dialog.answer("y")


def test_neither_mouse_nor_keyboard_nor_a_screen_reader_meet_it(marked: MarkedWindow) -> None:
    clicked: list[bool] = []
    marked.button.clicked.connect(lambda: clicked.append(True))
    at = marked.button.mapTo(marked.window, marked.button.rect().center())
    assert marked.window.childAt(at) is marked.button
    QTest.mouseClick(marked.window.childAt(at), Qt.MouseButton.LeftButton)
    assert len(clicked) == 1
    assert marked.watermark.focusPolicy() is Qt.FocusPolicy.NoFocus
    inside = QAccessible.queryAccessibleInterface(marked.window)
    parts = [inside.child(number).object() for number in range(inside.childCount())]
    assert parts
    assert marked.watermark not in parts
    assert inside.childAt(*marked.window.mapToGlobal(at).toTuple()).object() is not marked.watermark


def test_it_follows_the_size_of_the_window(marked: MarkedWindow) -> None:
    marked.window.resize(1_000, 700)
    assert marked.watermark.geometry() == marked.window.rect()


def test_it_is_painted_anew_when_the_minute_is_over_and_not_before(marked: MarkedWindow) -> None:
    assert 0 < marked.watermark._timer.remainingTime() <= MINUTE_MS - 15_000
    before = marked.picture()
    paints = Paints(marked.watermark)
    marked.now_ms += 30_000
    marked.watermark.refresh()
    QApplication.sendPostedEvents(marked.window, QEvent.Type.UpdateRequest)
    assert paints.count == 0
    marked.now_ms += 30_000
    marked.watermark.refresh()
    QApplication.sendPostedEvents(marked.window, QEvent.Type.UpdateRequest)
    assert paints.count == 1
    assert marked.picture() != before


def test_only_what_is_repainted_is_drawn_over(marked: MarkedWindow) -> None:
    paints = Paints(marked.watermark)
    QApplication.sendPostedEvents(marked.window, QEvent.Type.UpdateRequest)
    paints.count = 0
    before = marked.picture()
    paints.count = 0
    marked.button.update()
    QApplication.sendPostedEvents(marked.window, QEvent.Type.UpdateRequest)
    assert paints.count == 1
    assert marked.picture() == before


def test_it_follows_language_and_theme(marked: MarkedWindow) -> None:
    chinese = marked.watermark._drawn
    set_language(Language.EN)
    marked.watermark.retranslate()
    english = marked.watermark._drawn
    theme.set_appearance(Appearance.DARK)
    dark = marked.watermark._drawn
    assert chinese[0][1].startswith("电脑")
    assert english[0][1].startswith("PC")
    assert (english[1], dark[1]) == (False, True)


def test_a_window_that_shows_nobody_bears_none(marked: MarkedWindow) -> None:
    other = QWidget()
    marked.window.cover(other)
    covered = marked.picture()
    apply_settings(Settings(theme="light"))
    assert marked.picture() == covered
    marked.window.uncover()


def test_it_goes_with_the_sign_in(marked: MarkedWindow) -> None:
    gone: list[bool] = []
    marked.watermark.destroyed.connect(lambda: gone.append(True))
    marked.window.show_only(QWidget())
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert gone
    assert marked.window.childAt(QPoint(10, 10)) is not None


@pytest.mark.parametrize("watermarked", [True, False])
def test_two_marks_in_one_window_leave_each_other_in_peace(
    marked: MarkedWindow, watermarked: bool
) -> None:
    """As for a moment when a sign-in is moved to another store."""
    theme.set_watermarked(watermarked)
    second = ScreenWatermark(
        marked.window, marked.frame, lambda: mark_text("林若川", 1001, 0), marked.clock
    )
    for mark in (marked.watermark, second, marked.frame, second, marked.watermark):
        mark.raise_()
    assert isinstance(marked.top(), ScreenWatermark)


def test_it_outlives_its_frame_for_a_moment(marked: MarkedWindow) -> None:
    """Qt deletes one after the other, and may paint between."""
    delete(marked.frame)
    marked.watermark.repaint()
    assert marked.watermark.isVisible()
