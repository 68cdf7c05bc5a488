"""Boxes over a photo while they are drawn: plain arithmetic in the photo's own pixels.

A box takes every pixel that the drawn outline touches, and ends at the photo's edge. What is drawn
with a hand that only clicked is no box.
"""

import math
from collections.abc import Iterable

from workstation.domain.geometry import Point
from workstation.domain.redaction import PixelBox

MIN_DRAWN_PX = 3
KEYBOARD_SHARE = 4
NONE = -1


class BoxEditor:
    """The boxes over one photo, and the one in hand.

    ``boxes`` in the order they were drawn; ``selected`` is the number of one, or ``NONE``.
    """

    def __init__(self, width: int, height: int, boxes: Iterable[PixelBox] = ()) -> None:
        self._width, self._height = width, height
        self.boxes = list(boxes)
        self.selected = NONE
        self._anchor: Point | None = None
        self._grip: Point | None = None
        self._moved: PixelBox | None = None
        self._is_new = False

    def press(self, point: Point, reach: float) -> None:
        """Take hold of a corner, of a box, or begin a new one; ``reach`` is in photo pixels."""
        corner = self._opposite_corner(point, reach)
        if corner is not None:
            self._anchor = corner
            return
        self.selected = self._box_at(point)
        if self.selected != NONE:
            self._grip, self._moved = point, self.boxes[self.selected]
            return
        self._anchor, self._is_new = point, True
        self.boxes.append(self._box_between(point, point))
        self.selected = len(self.boxes) - 1

    def drag(self, point: Point) -> None:
        """Move what is held along."""
        if self._anchor is not None:
            self.boxes[self.selected] = self._box_between(self._anchor, point)
        elif self._grip is not None and self._moved is not None:
            by_x, by_y = round(point.x - self._grip.x), round(point.y - self._grip.y)
            self.boxes[self.selected] = self._shifted(self._moved, by_x, by_y)

    def release(self) -> None:
        """Let go; a new box that is hardly there is gone."""
        if self._is_new:
            box = self.boxes[self.selected]
            if min(box.width, box.height) < min(MIN_DRAWN_PX, self._width, self._height):
                self.remove()
        self._anchor = self._grip = self._moved = None
        self._is_new = False

    def add(self) -> None:
        """Add a box in the middle, for the keyboard."""
        width = max(self._width // KEYBOARD_SHARE, 1)
        height = max(self._height // KEYBOARD_SHARE, 1)
        left, top = (self._width - width) // 2, (self._height - height) // 2
        self._append(PixelBox(left, top, width, height))

    def cover(self) -> None:
        """Put one box over the whole photo, in place of all others."""
        self.boxes.clear()
        self._append(PixelBox(0, 0, self._width, self._height))

    def remove(self) -> None:
        """Take away the selected box, or the last."""
        if self.boxes:
            self.boxes.pop(self.selected)
        self.selected = NONE

    def step(self, by: int) -> None:
        """Select the next or the one before."""
        if self.boxes:
            start = self.selected if self.selected != NONE else (-1 if by > 0 else 0)
            self.selected = (start + by) % len(self.boxes)

    def shift(self, by_x: int, by_y: int) -> None:
        """Move the selected box, in photo pixels."""
        if self.selected != NONE:
            box = self.boxes[self.selected]
            self.boxes[self.selected] = self._shifted(box, by_x, by_y)

    def grow(self, by_x: int, by_y: int) -> None:
        """Move the right and lower edge of the selected box, in photo pixels."""
        if self.selected == NONE:
            return
        box = self.boxes[self.selected]
        width = min(max(box.width + by_x, 1), self._width - box.left)
        height = min(max(box.height + by_y, 1), self._height - box.top)
        self.boxes[self.selected] = PixelBox(box.left, box.top, width, height)

    def _append(self, box: PixelBox) -> None:
        self.boxes.append(box)
        self.selected = len(self.boxes) - 1

    def _box_at(self, point: Point) -> int:
        """The number of the topmost box that the point lies in."""
        for number in reversed(range(len(self.boxes))):
            box = self.boxes[number]
            inside_x = box.left <= point.x < box.left + box.width
            if inside_x and box.top <= point.y < box.top + box.height:
                return number
        return NONE

    def _opposite_corner(self, point: Point, reach: float) -> Point | None:
        """The corner that stays while the one under the point is moved."""
        if self.selected == NONE:
            return None
        box = self.boxes[self.selected]
        xs, ys = (box.left, box.left + box.width), (box.top, box.top + box.height)
        for across, x in enumerate(xs):
            for down, y in enumerate(ys):
                if abs(x - point.x) <= reach and abs(y - point.y) <= reach:
                    return Point(xs[1 - across], ys[1 - down])
        return None

    def _shifted(self, box: PixelBox, by_x: int, by_y: int) -> PixelBox:
        left = min(max(box.left + by_x, 0), self._width - box.width)
        top = min(max(box.top + by_y, 0), self._height - box.height)
        return PixelBox(left, top, box.width, box.height)

    def _box_between(self, one: Point, other: Point) -> PixelBox:
        left = _bounded(math.floor(min(one.x, other.x)), self._width - 1)
        top = _bounded(math.floor(min(one.y, other.y)), self._height - 1)
        right = _bounded(math.ceil(max(one.x, other.x)), self._width)
        bottom = _bounded(math.ceil(max(one.y, other.y)), self._height)
        return PixelBox(left, top, max(right - left, 1), max(bottom - top, 1))


def _bounded(place: int, most: int) -> int:
    return min(max(place, 0), most)
