"""Two pictures moved as one: what one does on the screen, the other does too."""

from dataclasses import replace

from PySide6.QtCore import QPointF, QSizeF

from workstation.ui.viewer.transform import MAX_ZOOM, MIN_ZOOM, View, clamp, fit


def follow_linked(before: View, after: View, own: View, canvas: QSizeF, picture: QSizeF) -> View:
    """The view of a linked picture after the same step; it keeps its own turn and offset.

    Photos of one lesion are never taken from the same place. So the step on the screen is repeated,
    not the place in the picture: what was brought into line by hand stays in line.
    """
    if picture.isEmpty():
        return own
    if after.fitted:
        return fit(own, picture, canvas)
    zoom = min(max(own.zoom * after.zoom / before.zoom, MIN_ZOOM), MAX_ZOOM)
    step = _linear(after, before.centre - after.centre)
    moved = _inverse(replace(own, zoom=zoom), step)
    return clamp(replace(own, zoom=zoom, centre=own.centre - moved, fitted=False), canvas, picture)


def _linear(view: View, step: QPointF) -> QPointF:
    """A step in the picture as a step on the screen."""
    matrix = view.matrix(QSizeF())
    return matrix.map(step) - matrix.map(QPointF())


def _inverse(view: View, step: QPointF) -> QPointF:
    """A step on the screen as a step in the picture."""
    return view.to_picture(step, QSizeF()) - view.to_picture(QPointF(), QSizeF())
