"""How a picture lies on the screen: pure arithmetic, no widgets.

Picture coordinates are the stored picture's own pixels, its EXIF turn already applied. Screen
coordinates are logical pixels of the canvas. A ``View`` says which picture point lies in the
middle of the canvas, so resizing a window moves nothing that one looks at.

From picture to screen: move ``centre`` to the origin, zoom, mirror, turn, move to the canvas's
middle. Mirroring comes before turning; what the doctor asks for is what is seen, left for right.
Of a picture that lies on its side that is another axis, hence the turned quarters in ``mirror``:
at one quarter, mirroring gives three quarters and mirrored.

Invariant: zooming keeps the picture point under the cursor where it is, unless ``clamp`` has to
keep the picture from leaving the canvas.

Tests: ``test_the_point_under_the_cursor_stays_while_the_picture_fills_the_canvas``,
``test_mirroring_swaps_left_and_right_on_the_screen``,
``test_a_picture_cannot_be_dragged_out_of_sight``.
"""

from dataclasses import field, replace

from PySide6.QtCore import QPointF, QRectF, QSizeF
from PySide6.QtGui import QTransform

from workstation.domain.value import Value

MIN_ZOOM = 0.05
MAX_ZOOM = 8.0
STEP = 1.25


class View(Value):
    """How a picture lies: zoom (screen per picture pixels), the picture point in the middle, turn.

    ``quarters`` counts clockwise quarter turns, ``mirrored`` flips left and right before turning.
    ``fitted`` keeps the whole picture in sight while the canvas changes its size.
    """

    zoom: float = 1.0
    centre: QPointF = field(default_factory=QPointF)
    quarters: int = 0
    mirrored: bool = False
    fitted: bool = True

    def matrix(self, canvas: QSizeF) -> QTransform:
        """The map from picture to screen."""
        matrix = QTransform()
        matrix.translate(canvas.width() / 2, canvas.height() / 2)
        matrix.rotate(90 * self.quarters)
        matrix.scale(-self.zoom if self.mirrored else self.zoom, self.zoom)
        matrix.translate(-self.centre.x(), -self.centre.y())
        return matrix

    def to_picture(self, point: QPointF, canvas: QSizeF) -> QPointF:
        """The picture point under a screen point."""
        inverse, _possible = self.matrix(canvas).inverted()
        return inverse.map(point)

    def visible(self, canvas: QSizeF, picture: QSizeF) -> QRectF:
        """The part of the picture that the canvas shows."""
        inverse, _possible = self.matrix(canvas).inverted()
        shown_part = inverse.mapRect(QRectF(QPointF(), canvas))
        return shown_part.intersected(QRectF(QPointF(), picture))


def turned_size(picture: QSizeF, quarters: int) -> QSizeF:
    """The picture's size after so many quarter turns."""
    return picture.transposed() if quarters % 2 else picture


def fit_zoom(picture: QSizeF, canvas: QSizeF, quarters: int) -> float:
    """The zoom (screen to picture pixels) at which all of it is seen; never above 1."""
    size = turned_size(picture, quarters)
    if size.isEmpty() or canvas.isEmpty():
        return 1.0
    zoom = min(canvas.width() / size.width(), canvas.height() / size.height())
    return min(max(zoom, MIN_ZOOM), 1.0)


def fit(view: View, picture: QSizeF, canvas: QSizeF) -> View:
    """The view of all of the picture, in the middle."""
    middle = QPointF(picture.width() / 2, picture.height() / 2)
    zoom = fit_zoom(picture, canvas, view.quarters)
    return replace(view, zoom=zoom, centre=middle, fitted=True)


def show(view: View, part: QRectF, picture: QSizeF, canvas: QSizeF) -> View:
    """The view of a part in the middle, as large as there is room for and its pixels give."""
    zoom = max(
        fit_zoom(part.size(), canvas, view.quarters), fit_zoom(picture, canvas, view.quarters)
    )
    return clamp(replace(view, zoom=zoom, centre=part.center(), fitted=False), canvas, picture)


def zoom_at(view: View, factor: float, point: QPointF, canvas: QSizeF, picture: QSizeF) -> View:
    """The view zoomed by ``factor``, with the picture point under ``point`` where it was."""
    zoom = min(max(view.zoom * factor, MIN_ZOOM), MAX_ZOOM)
    anchor = view.to_picture(point, canvas)
    zoomed = replace(view, zoom=zoom, fitted=False)
    moved = anchor - zoomed.to_picture(point, canvas)
    return clamp(replace(zoomed, centre=zoomed.centre + moved), canvas, picture)


def pan(view: View, by: QPointF, canvas: QSizeF, picture: QSizeF) -> View:
    """The view with the picture dragged by a screen distance."""
    start = view.to_picture(QPointF(), canvas)
    end = view.to_picture(by, canvas)
    return clamp(replace(view, centre=view.centre + start - end, fitted=False), canvas, picture)


def turn(view: View, quarters: int, canvas: QSizeF, picture: QSizeF) -> View:
    """The view turned clockwise; a fitted picture stays fitted."""
    return fit_or_clamp(replace(view, quarters=(view.quarters + quarters) % 4), canvas, picture)


def mirror(view: View) -> View:
    """The view with left and right swapped as seen on the screen."""
    quarters = (-view.quarters) % 4 if view.quarters % 2 else view.quarters
    return replace(view, mirrored=not view.mirrored, quarters=quarters)


def upend(view: View) -> View:
    """The view with top and bottom swapped as seen on the screen."""
    flipped = mirror(view)
    return replace(flipped, quarters=(flipped.quarters + 2) % 4)


def clamp(view: View, canvas: QSizeF, picture: QSizeF) -> View:
    """The view with the picture not lost: a smaller one is whole, a larger one fills."""
    half = turned_size(QSizeF(canvas.width(), canvas.height()), view.quarters) / (2 * view.zoom)
    return replace(
        view,
        centre=QPointF(
            _clamped(view.centre.x(), half.width(), picture.width()),
            _clamped(view.centre.y(), half.height(), picture.height()),
        ),
    )


def fit_or_clamp(view: View, canvas: QSizeF, picture: QSizeF) -> View:
    """The view on another canvas size: a fitted picture fits again, any other is in sight."""
    return fit(view, picture, canvas) if view.fitted else clamp(view, canvas, picture)


def _clamped(middle: float, half: float, length: float) -> float:
    low, high = min(half, length / 2), max(length - half, length / 2)
    return min(max(middle, low), high)
