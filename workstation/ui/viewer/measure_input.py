"""Mouse and keys while measuring: they become points of the sketch.

The canvas asks in a fixed order, and what is taken here does not move the picture: a press on a
point that is there takes it (``press``), a drag with it moves it, and only a click that moved
nothing sets a new one; else a drag moves the picture. "On a point" is within 10 logical
pixels of the screen, however far one has zoomed in, so distances are compared on the screen and
points are set in the picture, never outside of it.

The keyboard does all of it, too: Space brings a pen, arrows move it by a pixel of the screen,
Space sets a point, Page Up and Down take a point in hand, Escape lets go from the inside out.

Tests: ``test_a_drag_still_moves_the_picture_and_sets_no_point``,
``test_a_point_can_be_dragged_elsewhere``, ``test_all_of_it_by_the_keyboard``,
``test_escape_goes_outwards_one_step_at_a_time``.
"""

from collections.abc import Callable

from PySide6.QtCore import QPointF, QSizeF, Qt
from PySide6.QtGui import QKeyEvent

from workstation.domain.card import is_cut
from workstation.domain.geometry import Point, distance
from workstation.ui.viewer.measurement_painter import Drawing
from workstation.ui.viewer.sketch import Grip, Sketch, Tool
from workstation.ui.viewer.transform import View

REACH_PX = 10.0
"""Pixels of the screen within which a point is meant."""

FAR_STEP = 10.0
BESIDE = 40.0

ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


class MeasureInput:
    """Mouse and keys for one picture's sketch; ``on_changes`` is called after each change.

    ``view`` and ``canvas`` tell how the picture lies at that moment; ``picture`` is its size.
    """

    cursor = Qt.CursorShape.CrossCursor

    def __init__(
        self,
        sketch: Sketch,
        view: Callable[[], View],
        canvas: Callable[[], QSizeF],
        picture: Callable[[], QSizeF],
        on_changes: Callable[[], None],
    ) -> None:
        self.sketch = sketch
        self._view, self._canvas, self._picture = view, canvas, picture
        self._on_changes = on_changes
        self.pen: Point | None = None
        self._hover: Point | None = None

    def make_drawing(self, echo: Point | None) -> Drawing:
        """What is to be painted while measuring; ``echo`` is a linked picture's cursor."""
        sketch = self.sketch
        return Drawing(
            sketch.sheet,
            sketch.open_points,
            closing=sketch.tool is Tool.AREA and len(sketch.open_points) > 2,  # noqa: PLR2004 - closable
            held_point=sketch.held_point,
            pen=self.pen,
            rubber=self.pen or self._hover,
            echo=echo,
            editing=True,
        )

    def press(self, at: QPointF) -> bool:
        """Take the point under the mouse, if there is one to be moved there; whether there is."""
        if self.sketch.open_points:
            return False
        grip = self._grip_at(at)
        if grip is None:
            return False
        self.pen = None
        self.sketch.take(grip)
        self._on_changes()
        return True

    def drag(self, at: QPointF) -> None:
        """Move the point in hand along."""
        self._move(self._point(at))
        self._on_changes()

    def click(self, at: QPointF) -> None:
        """Set a point; a click on an outline's first corner closes it."""
        self.pen = None
        begun = self.sketch.open_points
        if self.sketch.tool is Tool.AREA and len(begun) > 2 and self._near(begun[0], at):  # noqa: PLR2004
            self.sketch.close()
        elif self.sketch.tool is Tool.MOVE:
            self.sketch.grip = None
        else:
            self._put(self._point(at))
        self._on_changes()

    def close_outline(self) -> bool:
        """End an outline (double click, Enter); false where none could be ended."""
        before = self.sketch.open_points
        self.sketch.close()
        self._on_changes()
        return self.sketch.open_points != before

    def hover(self, at: QPointF) -> bool:
        """Move the line to where a click would set a point; whether anything is to be repainted."""
        self._hover = self._point(at)
        return bool(self.sketch.open_points)

    def handle_key(self, event: QKeyEvent) -> bool:
        """Whether a key was meant for measuring."""
        key, modifiers = Qt.Key(event.key()), event.modifiers()
        control = bool(modifiers & Qt.KeyboardModifier.ControlModifier)
        if modifiers & Qt.KeyboardModifier.ShiftModifier:
            return False
        done = self._arrow(key, FAR_STEP if control else 1.0) if key in ARROWS else False
        if not done:
            act = (UNDO_KEYS if control else PLAIN_KEYS).get(key)
            done = act is not None and act(self)
        if done:
            self._on_changes()
        return done

    def _arrow(self, key: Qt.Key, step: float) -> bool:
        point = self.sketch.held_point or self.pen
        if point is None:
            return False
        right, down = ARROWS[key]
        place = self._screen(point) + QPointF(right * step, down * step)
        if self.sketch.held_point is not None:
            self._move(self._point(place))
        else:
            self.pen = self._point(place)
        return True

    def use_pen(self) -> bool:
        """Bring the pen, or set a point with it and go a little aside for the next one."""
        if self.sketch.tool is Tool.MOVE:
            return False
        self.sketch.grip = None
        if self.pen is None:
            size = self._canvas()
            self.pen = self._point(QPointF(size.width() / 2, size.height() / 2))
            return True
        self._put(self.pen)
        self.pen = self._point(self._screen(self.pen) + QPointF(BESIDE, 0))
        return True

    def delete(self) -> bool:
        """Take away the last point begun, or the shape in hand."""
        self.sketch.delete()
        return True

    def undo(self) -> bool:
        """Go back by one step; whether there was one."""
        self.sketch.undo()
        return True

    def step(self, by: int) -> bool:
        """Take the next point in hand with 1, the one before with -1. True: the key is used up."""
        self.pen = None
        self.sketch.step(by)
        return True

    def let_go(self) -> bool:
        """Give up the innermost of what is in hand; false where nothing was."""
        if self.pen is not None:
            self.pen = None
            return True
        return self.sketch.let_go()

    def _put(self, point: Point) -> None:
        """Set a point, unless it is a card's corner where the photo's edge may cut the card off."""
        if self.sketch.marks_card and self._is_cut(point):
            self.sketch.refuse("cut")
        else:
            self.sketch.put(point)

    def _move(self, point: Point) -> None:
        if self.sketch.holds_card and self._is_cut(point):
            self.sketch.refuse("cut")
        else:
            self.sketch.move(point)

    def _is_cut(self, point: Point) -> bool:
        size = self._picture()
        return is_cut(point, size.width(), size.height())

    def _grip_at(self, at: QPointF) -> Grip | None:
        near = [grip for grip, point in self.sketch.grips() if self._near(point, at)]
        return near[-1] if near else None

    def _near(self, point: Point, at: QPointF) -> bool:
        place = self._screen(point)
        return distance(Point(place.x(), place.y()), Point(at.x(), at.y())) <= REACH_PX

    def _screen(self, point: Point) -> QPointF:
        return self._view().matrix(self._canvas()).map(QPointF(point.x, point.y))

    def _point(self, at: QPointF) -> Point:
        """The picture's point under a place of the screen, never outside the picture."""
        place, size = self._view().to_picture(at, self._canvas()), self._picture()
        return Point(
            min(max(place.x(), 0.0), size.width()), min(max(place.y(), 0.0), size.height())
        )


PLAIN_KEYS: dict[Qt.Key, Callable[[MeasureInput], bool]] = {
    Qt.Key.Key_Space: MeasureInput.use_pen,
    Qt.Key.Key_Return: MeasureInput.close_outline,
    Qt.Key.Key_Enter: MeasureInput.close_outline,
    Qt.Key.Key_Delete: MeasureInput.delete,
    Qt.Key.Key_Backspace: MeasureInput.delete,
    Qt.Key.Key_PageDown: lambda measuring: measuring.step(1),
    Qt.Key.Key_PageUp: lambda measuring: measuring.step(-1),
    Qt.Key.Key_Escape: MeasureInput.let_go,
}
UNDO_KEYS: dict[Qt.Key, Callable[[MeasureInput], bool]] = {Qt.Key.Key_Z: MeasureInput.undo}
