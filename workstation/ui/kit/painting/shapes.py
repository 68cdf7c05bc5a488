"""Boxes, rings and shadows on whole pixels."""

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPaintDevice, QPainter, QPainterPath, QPen

from workstation.ui.kit.theme import RADIUS, SIZE, theme


@contextmanager
def painting(device: QPaintDevice) -> Iterator[QPainter]:
    """A smooth painter on ``device`` that ends when the block does."""
    painter = QPainter(device)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    try:
        yield painter
    finally:
        painter.end()


@contextmanager
def clipped(painter: QPainter, box: QRect) -> Iterator[None]:
    """Keep anything from being painted outside of ``box`` until the block ends.

    Accents that are piled on each other reach far up: no row is written over by another's words.
    """
    painter.save()
    painter.setClipRect(box)
    yield
    painter.restore()


def fill_round(painter: QPainter, rect: QRectF, colour: QColor, radius: float) -> None:
    """Fill a rounded box without a border; a radius beyond the half makes a pill."""
    radius = min(radius, rect.height() / 2, rect.width() / 2)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawRoundedRect(rect, radius, radius)


def draw_box(  # noqa: PLR0913
    painter: QPainter,
    rect: QRectF,
    *,
    fill: QColor | None = None,
    border: QColor | None = None,
    width: float = SIZE.hairline,
    radius: float = RADIUS.sm,
) -> None:
    """Draw a box whose border lies wholly inside ``rect``."""
    inset = width / 2 if border is not None else 0.0
    inner = rect.adjusted(inset, inset, -inset, -inset)
    radius = max(0.0, min(radius, rect.height() / 2, rect.width() / 2) - inset)
    painter.setPen(QPen(border, width) if border is not None else Qt.PenStyle.NoPen)
    painter.setBrush(fill if fill is not None else Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(inner, radius, radius)


def draw_inner_ring(painter: QPainter, rect: QRectF, radius: float = 0.0) -> None:
    """Draw the keyboard's focus on a row: a 2 px ring inside it."""
    draw_box(painter, rect, border=theme.colours.focus, width=SIZE.focus_ring, radius=radius)


def draw_outer_ring(painter: QPainter, rect: QRectF, radius: float = 0.0, *, gap: int = 0) -> None:
    """Draw the keyboard's focus on a picture: a 2 px ring around it, as nothing may lie on one.

    On a control it has a ``gap`` of as much again.
    """
    out = float(gap + SIZE.focus_ring)
    ring = rect.adjusted(-out, -out, out, out)
    draw_box(painter, ring, border=theme.colours.focus, width=SIZE.focus_ring, radius=radius + out)


def bubble_path(rect: QRectF, *, tail: Qt.Corner | None) -> QPainterPath:
    """A bubble's outline; the corner ``tail`` is the sharper one."""
    radii = {
        corner: RADIUS.xs if corner is tail else RADIUS.lg
        for corner in (
            Qt.Corner.TopLeftCorner,
            Qt.Corner.TopRightCorner,
            Qt.Corner.BottomRightCorner,
            Qt.Corner.BottomLeftCorner,
        )
    }
    return _outline(rect, list(radii.values()))


def _outline(rect: QRectF, radii: list[int]) -> QPainterPath:
    """The outline of a rounded box, clockwise from the top left corner."""
    top_left, top_right, bottom_right, bottom_left = radii
    left, top, right, bottom = rect.left(), rect.top(), rect.right(), rect.bottom()
    path = QPainterPath()
    path.moveTo(left + top_left, top)
    path.arcTo(right - 2 * top_right, top, 2 * top_right, 2 * top_right, 90, -90)
    path.arcTo(
        right - 2 * bottom_right,
        bottom - 2 * bottom_right,
        2 * bottom_right,
        2 * bottom_right,
        0,
        -90,
    )
    path.arcTo(left, bottom - 2 * bottom_left, 2 * bottom_left, 2 * bottom_left, -90, -90)
    path.arcTo(left, top, 2 * top_left, 2 * top_left, 180, -90)
    path.closeSubpath()
    return path
