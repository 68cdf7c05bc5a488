"""What the doctor draws over a picture while measuring; no widgets, no screen.

Points are the upright picture's own pixels, so turning, zooming and flipping change no
measurement. A length in millimetres needs a scale: two points on a thing of known size. Without
one, shapes are kept and nothing is claimed of their size.

``open_points`` are those of a shape that is not ended yet; ``sheet`` holds what is ended and is
all that is kept. Every change first notes sheet and open points, and equal notes are noted once:
so each step back is one thing that the doctor did, and a drag of a hundred moves is one step. The
tool is noted with them, and the thing of known size: open points that come back are gone on with
by those they were set with, or a card would be measured as what was marked before it.

Example: tool SCALE, two points on a coin of 25 mm; the tool becomes LENGTH by itself; two points
80 pixels apart where the coin is 100 wide: 20 mm.

Tests: ``test_every_step_can_be_undone_back_to_the_sheet_that_was_there``,
``test_turn_zoom_and_flip_change_no_measurement``, ``test_without_a_scale_nothing_is_claimed``,
``test_a_scale_of_two_points_too_near_is_refused_and_the_old_one_stays``.
"""

import enum
from collections.abc import Iterator
from dataclasses import replace

from workstation.domain.alignment import LANDMARKS
from workstation.domain.card import Card
from workstation.domain.errors import InputError
from workstation.domain.geometry import Point
from workstation.domain.measurement import (
    CORNERS,
    ENDS,
    MAX_CORNERS,
    MAX_SHAPES,
    MeasurementSheet,
    Reference,
    Scale,
    Shape,
    ShapeKind,
)
from workstation.domain.plane_map import check_apart, check_corners
from workstation.domain.value import Value

MAX_UNDO_STEPS = 200
SCALE_ROW, LANDMARK_ROW = -1, -2
"""Stand for scale and landmarks where shapes are numbered."""

Size = tuple[Reference, float, float]
"""A thing of known size, its length in mm, and its other side, which is 0 without corners."""


class Tool(enum.Enum):
    """The tools: what a click does."""

    MOVE = "move"
    SCALE = "scale"
    LENGTH = "length"
    AREA = "area"
    LANDMARK = "landmark"


class Grip(Value):
    """A point that is there: of a shape by its number, of the scale, or a landmark."""

    row: int
    corner: int


class Sketch:
    """A sheet and what is being drawn on it; every change can be undone, one step each."""

    def __init__(self, sheet: MeasurementSheet | None = None) -> None:
        self.sheet = sheet or MeasurementSheet()
        self.tool = Tool.MOVE
        self.reference = Reference.RULER
        self.millimetres = 10.0
        self.across = 0.0
        self.open_points: tuple[Point, ...] = ()
        self.grip: Grip | None = None
        self.refusal = ""
        self._undo_steps: list[tuple[MeasurementSheet, tuple[Point, ...], Tool, Size]] = []

    @property
    def first_tool(self) -> Tool:
        """What measuring begins with: a length means nothing before there is a scale."""
        return Tool.SCALE if self.sheet.scale is None else Tool.LENGTH

    def choose(self, tool: Tool) -> None:
        """Take up another tool; what was begun is let go."""
        self.tool, self.open_points, self.grip, self.refusal = tool, (), None, ""

    def set_reference(self, reference: Reference, millimetres: float, across: float = 0.0) -> None:
        """Set what the next scale is taken from; ``across`` is the other side of what has corners.

        Points on another thing are let go; a length that is typed is of the thing they are on.
        """
        if self.marks_scale and reference is not self.reference:
            self.open_points = ()
        self.reference, self.millimetres, self.across = reference, millimetres, across

    @property
    def size(self) -> Size:
        """The size that the next scale is taken from."""
        return self.reference, self.millimetres, self.across

    @property
    def marks_scale(self) -> bool:
        """Whether a scale is begun and not ended."""
        return self.tool is Tool.SCALE and bool(self.open_points)

    def correct_scale(self, millimetres: float, across: float = 0.0) -> None:
        """Give the ruler or card that was marked another size; not while another is begun."""
        scale = None if self.marks_scale else self.sheet.scale
        if isinstance(scale, Card) and across:
            self._remember()
            self.sheet = replace(self.sheet, scale=Card(scale.points, millimetres, across))
        elif isinstance(scale, Scale) and scale.reference is Reference.RULER and not across:
            self._remember()
            self.sheet = replace(self.sheet, scale=replace(scale, millimetres=millimetres))

    def put(self, point: Point) -> None:
        """Set a point with the tool in hand."""
        if self.tool is Tool.MOVE or len(self.open_points) >= MAX_CORNERS:
            return
        if self.tool is Tool.LANDMARK:
            self._put_landmark(point)
            return
        if self.tool is not Tool.SCALE and len(self.sheet.shapes) >= MAX_SHAPES:
            return
        self._remember()
        self.grip, self.refusal = None, ""
        self.open_points = (*self.open_points, point)
        if self.tool is Tool.SCALE and len(self.open_points) == self._scale_points:
            self._end_scale()
        elif self.tool is Tool.LENGTH and len(self.open_points) == 2:  # noqa: PLR2004 - its two ends
            self._end_shape(ShapeKind.LENGTH)

    @property
    def marks_card(self) -> bool:
        """Whether the next point is a corner of a card."""
        return self.tool is Tool.SCALE and bool(self.across)

    @property
    def holds_card(self) -> bool:
        """Whether the point in hand is a corner of a card."""
        on_scale = self.grip is not None and self.grip.row == SCALE_ROW
        return on_scale and self.sheet.card is not None

    def refuse(self, why: str) -> None:
        """Say why a point was not taken, until the next one is."""
        self.refusal = why

    def close(self) -> None:
        """End an outline of three corners or more."""
        if self.tool is Tool.AREA and len(self.open_points) > 2:  # noqa: PLR2004 - a triangle at least
            self._remember()
            self._end_shape(ShapeKind.AREA)

    def grips(self) -> Iterator[tuple[Grip, Point]]:
        """All points that can be moved, those of the scale in front."""
        scale = self.sheet.scale
        for corner, point in enumerate(scale.points if scale is not None else ()):
            yield Grip(SCALE_ROW, corner), point
        for number, point in enumerate(self.sheet.landmarks):
            yield Grip(LANDMARK_ROW, number), point
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
        if row == LANDMARK_ROW:
            self._set_landmarks(
                (*self.sheet.landmarks[:corner], to, *self.sheet.landmarks[corner + 1 :])
            )
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
            grip, self.grip = self.grip, None
            self._delete_row(grip)

    @property
    def undoable(self) -> bool:
        """Whether there is a step to undo."""
        return bool(self._undo_steps)

    def undo(self) -> None:
        """Go back by one step; steps that changed nothing are passed over.

        While landmarks are set only the sheet goes back: a shape cannot be gone on with there.
        """
        while self._undo_steps:
            sheet, points, tool, size = self._undo_steps.pop()
            if self.tool is Tool.LANDMARK:
                points = ()
            if (sheet, points) != (self.sheet, self.open_points):
                self.sheet, self.open_points = sheet, points
                self.tool = tool if points else self.tool
                if self.marks_scale:
                    self.reference, self.millimetres, self.across = size
                self.grip, self.refusal = None, ""
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

    @property
    def _scale_points(self) -> int:
        return CORNERS if self.across else ENDS

    def _put_landmark(self, point: Point) -> None:
        """Set a landmark; two are enough, and those that are there are moved."""
        if len(self.sheet.landmarks) < LANDMARKS:
            self._remember()
            self.grip = None
            self._set_landmarks((*self.sheet.landmarks, point))

    def _set_landmarks(self, landmarks: tuple[Point, ...]) -> None:
        self.refusal = _refusal(landmarks)
        if not self.refusal:
            self.sheet = replace(self.sheet, landmarks=landmarks)

    def _delete_row(self, grip: Grip) -> None:
        """Delete all of a shape or of the scale, or one of the landmarks."""
        sheet, row = self.sheet, grip.row
        if row == SCALE_ROW:
            self.sheet = replace(sheet, scale=None)
        elif row == LANDMARK_ROW:
            left = sheet.landmarks[: grip.corner] + sheet.landmarks[grip.corner + 1 :]
            self.sheet = replace(sheet, landmarks=left)
        else:
            self.sheet = replace(sheet, shapes=sheet.shapes[:row] + sheet.shapes[row + 1 :])

    def _end_scale(self) -> None:
        points, self.open_points = self.open_points, ()
        self.refusal = _refusal(points)
        if not self.refusal:
            self.sheet = replace(self.sheet, scale=self._scale_of(points))
            self.tool = Tool.LENGTH

    def _scale_of(self, points: tuple[Point, ...]) -> Scale | Card:
        if self.across:
            return Card(points, self.millimetres, self.across)
        return Scale(points[0], points[1], self.millimetres, self.reference)

    def _end_shape(self, kind: ShapeKind) -> None:
        shape = Shape(kind, self.open_points)
        self.open_points = ()
        self.sheet = replace(self.sheet, shapes=(*self.sheet.shapes, shape))

    def _move_scale(self, corner: int, to: Point) -> None:
        scale = self.sheet.scale
        if scale is None:
            return
        moved = scale.moved(corner, to)
        self.refusal = _refusal(moved.points)
        if not self.refusal:
            self.sheet = replace(self.sheet, scale=moved)

    def _replace(self, row: int, shape: Shape) -> None:
        shapes = self.sheet.shapes
        self.sheet = replace(self.sheet, shapes=(*shapes[:row], shape, *shapes[row + 1 :]))

    def _remember(self) -> None:
        now = (self.sheet, self.open_points, self.tool, self.size)
        if not self._undo_steps or self._undo_steps[-1] != now:
            self._undo_steps.append(now)
            del self._undo_steps[:-MAX_UNDO_STEPS]


def _refusal(points: tuple[Point, ...]) -> str:
    """Why points give no scale or shape; empty where they do."""
    try:
        (check_corners if len(points) == CORNERS else check_apart)(points)
    except InputError as error:
        return error.reason
    return ""
