"""A viewer with five photographs, each there as soon as it is asked for."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QWidget

from tests.ui.still_board import StillBoard
from workstation.domain.measurement import MeasurementSheet
from workstation.ui.viewer.levels import Levels
from workstation.ui.viewer.shot import Shot
from workstation.ui.viewer.viewer import Viewer

PICTURE = QSize(1600, 1200)
SHOTS = tuple(Shot(f"k{number}", f"/{number}.jpg", f"photo {number}") for number in range(1, 6))


def photograph(size: QSize = PICTURE) -> QImage:
    """Red on the left, blue on the right, lighter above."""
    image = QImage(size, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    half, high = size.width() // 2, size.height() // 2
    for x, y, ink in (
        (0, 0, QColor(220, 60, 60)),
        (half, 0, QColor(60, 60, 220)),
        (0, high, QColor(120, 30, 30)),
        (half, high, QColor(30, 30, 120)),
    ):
        painter.fillRect(x, y, half, high, ink)
    painter.end()
    return image


class Shown:
    """A viewer, and what it asked for."""

    def __init__(self) -> None:
        self.viewer = Viewer(StillBoard(), "王小宝")
        self.viewer.setMinimumSize(1, 1)  # as in its place over the frame
        self.asked: list[tuple[str, int]] = []
        self.sheets: dict[str, MeasurementSheet] = {}
        self.measured: list[tuple[str, str, MeasurementSheet]] = []
        self.answer: Callable[[Shot, int], None] = self._show
        self.viewer.wanted.connect(self._wanted)
        self.viewer.measured.connect(
            lambda shot, digest, sheet: self.measured.append((shot.key, digest, sheet))
        )

    def _wanted(self, shot: Shot, side: int) -> None:
        self.answer(shot, side)

    def _show(self, shot: Shot, side: int) -> None:
        self.asked.append((shot.key, side))
        self.show_picture(shot)
        sheet = self.sheets.get(shot.key, MeasurementSheet())
        self.viewer.show_sheet(shot.key, f"digest of {shot.url}", sheet)

    def show_picture(self, shot: Shot) -> None:
        """The picture is there, what was measured in it is not read yet."""
        self.viewer.show_levels(shot.url, Levels(photograph(), f"digest of {shot.url}"))

    def keys(self, side: int | None = None) -> str:
        """Which picture is on a side, the active one without."""
        panes, number = self.viewer.sides.panes, self.viewer.sides.number
        shot = panes[number if side is None else side].shot
        return shot.key if shot is not None else ""


@pytest.fixture
def made(shown: Callable[[QWidget], QWidget]) -> Shown:
    """A wide viewer in an active window, the second picture on show."""
    one = Shown()
    window = shown(one.viewer)
    window.layout().setContentsMargins(0, 0, 0, 0)
    window.resize(1440, 900)
    one.viewer.show_shots(SHOTS, "k2")
    one.viewer.setFocus(Qt.FocusReason.OtherFocusReason)
    return one
