"""A viewer with five photographs, each there as soon as it is asked for."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QWidget

from tests.ui.still_board import StillBoard
from tests.ui.viewer.desk import Desk, Kept
from workstation.domain.measurement import MeasurementSheet
from workstation.ui.viewer.levels import Levels
from workstation.ui.viewer.viewer import Viewer
from workstation.ui.viewer.viewer_photo import ViewerPhoto

PICTURE = QSize(1600, 1200)
SHOTS = tuple(
    ViewerPhoto(f"k{number}", f"/{number}.jpg", f"photo {number}") for number in range(1, 6)
)


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
        self.answer: Callable[[ViewerPhoto, int], None] = self.show
        self.viewer.requested.connect(self._on_wanted)
        self.viewer.measured.connect(
            lambda photo, digest, sheet: self.measured.append((photo.key, digest, sheet))
        )

    def _on_wanted(self, photo: ViewerPhoto, side: int) -> None:
        self.answer(photo, side)

    def show(self, photo: ViewerPhoto, side: int) -> None:
        """Answer as a quick disk does: with the picture, and what was measured in it."""
        self.asked.append((photo.key, side))
        self.show_picture(photo)
        sheet = self.sheets.get(photo.key, MeasurementSheet())
        self.viewer.show_sheet(photo.key, f"digest of {photo.url}", sheet)

    def show_picture(self, photo: ViewerPhoto) -> None:
        """The picture is there, what was measured in it is not read yet."""
        self.viewer.show_levels(photo.url, Levels(photograph(), f"digest of {photo.url}"))

    def keys(self, side: int | None = None) -> str:
        """Which picture is on a side, the active one without."""
        panes, number = self.viewer.sides.panes, self.viewer.sides.number
        photo = panes[number if side is None else side].photo
        return photo.key if photo is not None else ""


@pytest.fixture
def made(show_widget: Callable[[QWidget], QWidget]) -> Shown:
    """A wide viewer in an active window, the second picture on show."""
    one = Shown()
    window = show_widget(one.viewer)
    window.layout().setContentsMargins(0, 0, 0, 0)
    window.resize(1440, 900)
    one.viewer.show_photos(SHOTS, "k2")
    one.viewer.setFocus(Qt.FocusReason.OtherFocusReason)
    return one


@pytest.fixture
def desk(qtbot, qloop, tmp_path):  # noqa: ARG001
    """A window with the viewer wired to photographs in memory."""
    made = Desk(qtbot, Kept(), tmp_path)
    yield made
    made.wiring.close()
    made.scope.close()
