"""A frame of the picture viewer with 12 megapixels: moved, zoomed, compared, adjusted, measured.

A frame is the step of the hand and all painting that follows it, the bars' included. The goal is
50 frames a second.
"""

import itertools
from collections.abc import Callable, Iterator

from desk import in_window
from measurement import Row, median, percentile, seconds
from PySide6.QtCore import QCoreApplication, QPointF, QSize, Qt
from PySide6.QtGui import QImage, QLinearGradient, QPainter

from workstation.base.heap_limits import return_freed_memory
from workstation.domain.geometry import Point
from workstation.domain.measurement import MeasurementSheet, Scale, Shape, ShapeKind
from workstation.ui.media.media_lookup import MediaPhase, Thumbnail
from workstation.ui.viewer.levels import Adjustment, Levels
from workstation.ui.viewer.viewer import Viewer
from workstation.ui.viewer.viewer_photo import ViewerPhoto

PICTURE, WINDOW = QSize(4_000, 3_000), QSize(1_440, 900)
FRAMES, GOAL_MS = 120, 20.0
SHOTS = [ViewerPhoto(f"k{number}", f"/{number}.jpg", f"photo {number}") for number in range(5)]
STEPS = [QPointF(7, 3), QPointF(-5, 4), QPointF(4, -6), QPointF(-6, -1)]


def rows() -> Iterator[Row]:
    return_freed_memory()  # as the program does, in which every frame's pieces are painted
    picture = drawn()
    yield Row("halving a picture of 12 MP", median(seconds(lambda: Levels(picture))) * 1000, "ms")
    levels = Levels(picture)
    for name, prepare, act in (
        ("moved, 1:1", lambda _: None, moved),
        ("moved, 0.7:1", lambda viewer: viewer.sides.active.canvas.zoom_to(0.7), moved),
        ("moved, turned", lambda viewer: viewer.sides.active.canvas.turn(1), moved),
        ("zoomed from 5 % to 800 %", lambda _: None, zoomed),
        ("moved, adjusted", adjusted, moved),
        ("brightness dragged", lambda _: None, brightened),
        ("two compared, moved as one", compared, moved),
        ("two compared and adjusted", lambda viewer: (compared(viewer), adjusted(viewer)), moved),
        ("measured, moved", measured, moved),
    ):
        taken = in_window(lambda prepare=prepare, act=act: frames(levels, prepare, act))
        yield Row(f"viewer frame, 12 MP, {name}: p95", percentile(taken, 95), "ms", most=GOAL_MS)
        yield Row("  the same, median", median(taken), "ms")


async def frames(
    levels: Levels, prepare: Callable[[Viewer], object], act: Callable[[Viewer], Iterator[None]]
) -> list[float]:
    """Milliseconds of each frame."""
    viewer = Viewer(NoThumbnails(), "王小宝")
    viewer.requested.connect(lambda photo: viewer.show_levels(photo.url, levels))
    viewer.resize(WINDOW)
    viewer.show_photos(SHOTS, "k0")
    viewer.show()
    viewer.sides.active.canvas.zoom_to(1.0)
    prepare(viewer)
    steps = act(viewer)
    painted(steps)
    taken = seconds(lambda: painted(steps), FRAMES)
    viewer.close()
    viewer.deleteLater()
    return [second * 1000 for second in taken]


def painted(steps: Iterator[None]) -> None:
    """One step, painted."""
    next(steps)
    QCoreApplication.processEvents()


def moved(viewer: Viewer) -> Iterator[None]:
    """A frame for each step of a picture that is dragged."""
    for step in itertools.cycle(STEPS):
        yield viewer.sides.active.canvas.pan(step)


def zoomed(viewer: Viewer) -> Iterator[None]:
    """A frame for each step from 5 % to 800 %."""
    canvas = viewer.sides.active.canvas
    canvas.zoom_to(0.05)
    factor = (8.0 / 0.05) ** (1 / FRAMES)
    while True:
        yield canvas.zoom(factor, QPointF(700, 300))


def brightened(viewer: Viewer) -> Iterator[None]:
    """A frame for each step of a slider over its whole range."""
    for value in itertools.cycle(range(-100, 101, 7)):
        yield viewer.toolbar.adjusted.emit(Adjustment(brightness=value))


def compared(viewer: Viewer) -> None:
    """Two pictures side by side."""
    viewer.set_compare(on=True)
    viewer.sides.active.canvas.zoom_to(0.7)


def adjusted(viewer: Viewer) -> None:
    """Both with contrast, brightness and inversion."""
    for pane in viewer.sides.panes:
        pane.adjust(Adjustment(12, 20, inverted=True))


def measured(viewer: Viewer) -> None:
    """A scale, a length and an area of thirty corners drawn over it."""
    corners = tuple(Point(1_500 + 40 * number, 1_200 + number**2) for number in range(30))
    sheet = MeasurementSheet(
        Scale(Point(1_400, 1_700), Point(1_800, 1_720), 25.0),
        (Shape(ShapeKind.LENGTH, corners[:2]), Shape(ShapeKind.AREA, corners)),
    )
    viewer.show_sheet("k0", "", sheet)
    viewer.bar.measure.click()


class NoThumbnails:
    """The strip's pictures never come."""

    def thumbnail(self, _url: str, _size: QSize, _ratio: float) -> Thumbnail:
        return Thumbnail(MediaPhase.LOADING)


def drawn() -> QImage:
    """A photograph that is nowhere of one colour."""
    image = QImage(PICTURE, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    shade = QLinearGradient(QPointF(0, 0), QPointF(PICTURE.width(), PICTURE.height()))
    shade.setColorAt(0, Qt.GlobalColor.white)
    shade.setColorAt(1, Qt.GlobalColor.darkRed)
    painter.fillRect(image.rect(), shade)
    for spot in range(4_000):
        x, y = spot * 977 % PICTURE.width(), spot * 661 % PICTURE.height()
        painter.fillRect(x, y, 40, 30, spot * 7919 % 0xFFFFFF)
    painter.end()
    return image
