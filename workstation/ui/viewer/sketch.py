"""What the doctor draws over a picture while measuring; no widgets, no screen.

Points are the upright picture's own pixels, so turning, zooming and flipping change no
measurement. A length in millimetres needs a scale: two points on a thing of known size. Without
one, shapes are kept and nothing is claimed of their size.

``open_points`` are those of a shape that is not ended yet; ``sheet`` holds what is ended and is
all that is kept. Every change first notes sheet and open points, and equal notes are noted once:
so each step back is one thing that the doctor did, and a drag of a hundred moves is one step.

Example: tool SCALE, two points on a coin of 25 mm; the tool becomes LENGTH by itself; two points
80 pixels apart where the coin is 100 wide: 20 mm.

Red without it: ``test_every_step_can_be_undone_back_to_the_sheet_that_was_there``,
``test_turn_zoom_and_flip_change_no_measurement``, ``test_without_a_scale_nothing_is_claimed``,
``test_a_scale_of_two_points_too_near_is_refused_and_the_old_one_stays``.
"""

import enum
from collections.abc import Iterator
from dataclasses import replace

from workstation.domain.geometry import Point
from workstation.domain.measurement import (
    MAX_CORNERS,
    MAX_SHAPES,
    MeasurementSheet,
    Reference,
    Scale,
    Shape,
    ShapeKind,
)
from workstation.domain.value import value

MAX_UNDO_STEPS = 200
SCALE_ROW = -1
"""Stands for the scale where shapes are numbered."""


class Tool(enum.Enum):
    """What a click does."""

    MOVE = "move"
    SCALE = "scale"
    LENGTH = "length"
    AREA = "area"


@value
class Grip:
    """One point that is there: of a shape by its number, or of the scale."""

    row: int
    corner: int


class Sketch:
    """A sheet and what is being drawn on it. Every change can be undone, one step each."""

    def __init__(self, sheet: MeasurementSheet | None = None) -> None:
        self.sheet = sheet or MeasurementSheet()
        self.tool = Tool.MOVE
        self.reference = Reference.RULER
        self.millimetres = 10.0
        self.open_points: tuple[Point, ...] = ()
        self.grip: Grip | None = None
        self.too_near = False
        self._undo_steps: list[tuple[MeasurementSheet, tuple[Point, ...]]] = []

    @property
    def first_tool(self) -> Tool:
        """What measuring begins with: a length means nothing before there is a scale."""
        return Tool.SCALE if self.sheet.scale is None else Tool.LENGTH

    def choose(self, tool: Tool) -> None:
        """Take up another tool; what was begun is let go."""
        self.tool, self.open_points, self.grip, self.too_near = tool, (), None, False

    def set_reference(self, reference: Reference, millimetres: float) -> None:
        """What the next scale is taken from."""
        self.reference, self.millimetres = reference, millimetres

    def correct_scale(self, millimetres: float) -> None:
        """The piece of ruler that was marked is of another length."""
        scale = self.sheet.scale
        if scale is not None and scale.reference is Reference.RULER:
            self._remember()
            self.sheet = replace(self.sheet, scale=replace(scale, millimetres=millimetres))

    def put(self, point: Point) -> None:
        """Set a point with the tool in hand."""
        if self.tool is Tool.MOVE or len(self.open_points) >= MAX_CORNERS:
            return
        if self.tool is not Tool.SCALE and len(self.sheet.shapes) >= MAX_SHAPES:
            return
        self._remember()
        self.grip, self.too_near = None, False
        self.open_points = (*self.open_points, point)
        if self.tool is Tool.SCALE and len(self.open_points) == 2:  # noqa: PLR2004 - its two ends
            self._end_scale()
        elif self.tool is Tool.LENGTH and len(self.open_points) == 2:  # noqa: PLR2004 - its two ends
            self._end_shape(ShapeKind.LENGTH)

    def close(self) -> None:
        """End an outline of three corners or more."""
        if self.tool is Tool.AREA and len(self.open_points) > 2:  # noqa: PLR2004 - a triangle at least
            self._remember()
            self._end_shape(ShapeKind.AREA)

    def grips(self) -> Iterator[tuple[Grip, Point]]:
        """All points that can be moved, those of the scale in front."""
        if (scale := self.sheet.scale) is not None:
            yield Grip(SCALE_ROW, 0), scale.start
            yield Grip(SCALE_ROW, 1), scale.end
        for row, shape in enumerate(self.sheet.shapes):
            for corner, point in enumerate(shape.points):
                yield Grip(row, corner), point

    def take(self, grip: Grip) -> None:
        """Begin to move a point: all moves until the next ``take`` are undone at once."""
        self._remember()
        self.open_points, self.grip = (), grip

    def step(self, by: int) -> None:
        """Take the next point in hand with 1, the one before with -1."""
        grips = [grip for grip, _ in self.grips()]
        if grips:
            at = grips.index(self.grip) + by if self.grip in grips else min(by, 0)
            self.take(grips[at % len(grips)])

    def move(self, to: Point) -> None:
        """Put the point in hand elsewhere."""
        if self.grip is None:
            return
        row, corner = self.grip.row, self.grip.corner
        if row == SCALE_ROW:
            self._move_scale(corner, to)
            return
        shape = self.sheet.shapes[row]
        points = (*shape.points[:corner], to, *shape.points[corner + 1 :])
        self._replace(row, replace(shape, points=points))

    @property
    def held_point(self) -> Point | None:
        """Where the point in hand is."""
        return next((point for grip, point in self.grips() if grip == self.grip), None)

    def delete(self) -> None:
        """Take away the last point begun, or all of the shape whose point is in hand."""
        if not self.open_points and self.grip is None:
            return
        self._remember()
        if self.open_points:
            self.open_points = self.open_points[:-1]
        elif self.grip is not None:
            row, self.grip = self.grip.row, None
            if row == SCALE_ROW:
                self.sheet = replace(self.sheet, scale=None)
            else:
                shapes = self.sheet.shapes
                self.sheet = replace(self.sheet, shapes=shapes[:row] + shapes[row + 1 :])

    @property
    def undoable(self) -> bool:
        """Whether there is a step to undo."""
        return bool(self._undo_steps)

    def undo(self) -> None:
        """Back by one step; steps that changed nothing are passed over."""
        while self._undo_steps:
            before = self._undo_steps.pop()
            if before != (self.sheet, self.open_points):
                self.sheet, self.open_points = before
                self.grip, self.too_near = None, False
                return

    def let_go(self) -> bool:
        """Give up what is in hand, the innermost first; false where nothing was."""
        if self.open_points:
            self.open_points = ()
        elif self.grip is not None:
            self.grip = None
        elif self.tool is not Tool.MOVE:
            self.tool = Tool.MOVE
        else:
            return False
        return True

    def _end_scale(self) -> None:
        start, end = self.open_points
        scale = Scale(start, end, self.millimetres, self.reference)
        self.open_points = ()
        self.too_near = not scale.usable
        if scale.usable:
            self.sheet = replace(self.sheet, scale=scale)
            self.tool = Tool.LENGTH

    def _end_shape(self, kind: ShapeKind) -> None:
        shape = Shape(kind, self.open_points)
        self.open_points = ()
        self.sheet = replace(self.sheet, shapes=(*self.sheet.shapes, shape))

    def _move_scale(self, corner: int, to: Point) -> None:
        scale = self.sheet.scale
        if scale is None:
            return
        moved = replace(scale, start=to) if corner == 0 else replace(scale, end=to)
        self.too_near = not moved.usable
        if moved.usable:
            self.sheet = replace(self.sheet, scale=moved)

    def _replace(self, row: int, shape: Shape) -> None:
        shapes = self.sheet.shapes
        self.sheet = replace(self.sheet, shapes=(*shapes[:row], shape, *shapes[row + 1 :]))

    def _remember(self) -> None:
        now = (self.sheet, self.open_points)
        if not self._undo_steps or self._undo_steps[-1] != now:
            self._undo_steps.append(now)
            del self._undo_steps[:-MAX_UNDO_STEPS]
