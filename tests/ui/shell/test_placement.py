"""The window comes back where it was, and always onto a screen that is there."""

import subprocess
import sys
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QEvent, QRect, QSize
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget

from workstation.ui.shell import placement
from workstation.ui.shell.placement import FILE, FRAME, MAX_BYTES, WindowPlacement

MINIMUM = (300, 200)
LEFT_OPEN = """
import sys
from pathlib import Path
from PySide6.QtWidgets import QApplication, QWidget
from workstation.ui.shell.placement import WindowPlacement
application = QApplication([])
window = QWidget()
WindowPlacement(window, Path(sys.argv[1]))
window.show()
"""


@pytest.fixture
def window(qapp):  # noqa: ARG001
    """Windows that are closed at the end."""
    made = []

    def make(file, geometry=None):
        window = QWidget()
        window.setMinimumSize(*MINIMUM)
        window.resize(1440, 900)
        made.append(window)
        placement = WindowPlacement(window, file)
        window.show()
        if geometry is not None:
            window.setGeometry(QRect(*geometry))
        return window, placement

    yield make
    for one in made:
        one.removeEventFilter(one.findChild(WindowPlacement))
        one.hide()
        one.deleteLater()


def close(window, placement):
    window.hide()
    assert not placement._settled.isActive()


def test_it_comes_back_where_it_was(window, tmp_path):
    first, placement = window(tmp_path / FILE, (120, 90, 500, 400))
    close(first, placement)
    second, placement = window(tmp_path / FILE)
    assert second.geometry() == QRect(120, 90, 500, 400)
    close(second, placement)


def test_a_kill_forgets_no_more_than_the_last_second(window, tmp_path, qtbot, monkeypatch):
    monkeypatch.setattr(placement, "SETTLED_MS", 1)
    first, first_placement = window(tmp_path / FILE)
    first.setGeometry(10, 20, 400, 300)
    qtbot.waitUntil(lambda: (tmp_path / FILE).exists() and not first_placement._settled.isActive())
    second, other = window(tmp_path / FILE)
    assert second.size().width() == 400
    close(first, first_placement)
    close(second, other)


@pytest.mark.parametrize(
    "geometry", [(9_000, 9_000, 500, 400), (-3_000, -2_000, 500, 400), (0, 0, 5_000, 4_000)]
)
def test_a_screen_that_is_gone_keeps_no_window(window, tmp_path, geometry):
    first, placement = window(tmp_path / FILE, geometry)
    close(first, placement)
    second, placement = window(tmp_path / FILE)
    screen = second.screen().availableGeometry()
    assert screen.contains(second.geometry())
    close(second, placement)


def test_a_maximized_window_comes_back_maximized(window, tmp_path, qtbot):
    first, placement = window(tmp_path / FILE, (50, 60, 500, 400))
    first.showMaximized()
    qtbot.waitUntil(first.isMaximized)
    close(first, placement)
    second, placement = window(tmp_path / FILE)
    assert second.isMaximized()
    second.showNormal()
    assert second.size().width() == 500
    close(second, placement)


@pytest.mark.parametrize(
    "content", [None, b"", b"no geometry", b"\x01\xd9\xd0\xcb", bytes(MAX_BYTES * 2)]
)
def test_without_a_place_that_is_one_it_begins_within_the_screen(window, tmp_path, content):
    if content is not None:
        (tmp_path / FILE).write_bytes(content)
    first, placement = window(tmp_path / FILE)
    available = first.screen().availableSize() - FRAME
    assert first.width() <= available.width()
    assert first.height() <= available.height()
    close(first, placement)


@pytest.mark.parametrize("fills", [False, True])
def test_a_window_has_as_many_dots_after_the_desktop_s_scale_is_set(
    window, tmp_path, qtbot, monkeypatch, fills
):
    """Under X it keeps them, and Qt laid it out beyond its edges: the reply could not be seen."""
    monkeypatch.setattr(QGuiApplication, "platformName", lambda: "xcb")
    shell, placed = window(tmp_path / FILE, (20, 30, 750, 600))
    if fills:
        shell.showMaximized()
        qtbot.waitUntil(shell.isMaximized)
    sizes = []
    monkeypatch.setattr(shell, "resize", sizes.append)
    for ratio in (1.25, 1.0):
        before = shell.size() * shell.devicePixelRatioF()
        monkeypatch.setattr(shell, "devicePixelRatioF", lambda ratio=ratio: ratio)
        for _ in range(2):  # of the window, and of its screen
            QApplication.sendEvent(shell, QEvent(QEvent.Type.DevicePixelRatioChange))
        QApplication.processEvents()
        assert sizes == [before / ratio]
        assert shell.isMaximized() is fills
        sizes.clear()
    close(shell, placed)


def a_screen(name, *room):
    """A screen with its panel, as far as a window asks about it."""
    return SimpleNamespace(
        name=lambda: name,
        availableGeometry=lambda: QRect(*room),
        availableSize=lambda: QRect(*room).size(),
    )


def test_a_window_moved_to_a_screen_of_another_scale_is_seen_whole(
    window, tmp_path, qtbot, monkeypatch
):
    """Under X it keeps its dots: laid out for its least size, the reply lay below its edge."""
    monkeypatch.setattr(QGuiApplication, "platformName", lambda: "xcb")
    monkeypatch.setattr(placement, "SETTLED_MS", 1)
    shell, placed = window(tmp_path / FILE, (20, 30, 750, 600))

    def move(screen, ratio, *dots_kept):
        monkeypatch.setattr(shell, "screen", lambda: screen)
        monkeypatch.setattr(shell, "devicePixelRatioF", lambda: ratio)
        shell.setMinimumSize(0, 0)  # its dots are those of before, whatever they say there
        shell.setGeometry(*dots_kept)
        for kind in (QEvent.Type.ScreenChangeInternal, QEvent.Type.DevicePixelRatioChange):
            QApplication.sendEvent(shell, QEvent(kind))
        qtbot.waitUntil(lambda: shell.minimumSize() == placement.least_size(shell))
        qtbot.waitUntil(lambda: not placed._settled.isActive())

    move(a_screen("dense", 0, 0, 1_143, 686), 1.75, 300, 29, 428, 342)
    assert shell.geometry() == QRect(300, 29, 720, 560)
    move(a_screen("low", 0, 0, 1_366, 600), 1.0, 300, 29, 1_260, 980)
    assert shell.geometry() == QRect(106, 29, 1_260, 552), "no larger than it, and all on it"
    move(a_screen("tiny", 0, 0, 683, 360), 2.0, 0, 0, 630, 276)
    assert shell.minimumSize() == shell.size() == QSize(667, 312)
    close(shell, placed)


def test_a_program_that_ends_with_its_window_open_ends_well(tmp_path):
    command = [sys.executable, "-c", LEFT_OPEN, str(tmp_path / FILE)]
    done = subprocess.run(command, check=False, capture_output=True, timeout=60)  # noqa: S603
    assert done.returncode == 0, done.stderr.decode()
