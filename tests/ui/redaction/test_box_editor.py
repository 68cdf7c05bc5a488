"""Boxes while they are drawn: never beyond the photo, and every pixel that was touched."""

import random

import pytest

from workstation.domain.geometry import Point
from workstation.domain.redaction import PixelBox
from workstation.ui.redaction.box_editor import NONE, BoxEditor

WIDTH, HEIGHT, REACH = 100, 80, 4.0


def drawn(editor: BoxEditor, *spots: tuple[float, float]) -> list[PixelBox]:
    """Pressed at the first of these, dragged over the others, let go at the last."""
    editor.press(Point(*spots[0]), REACH)
    for point in spots[1:]:
        editor.drag(Point(*point))
    editor.release()
    return editor.boxes


def test_a_drag_in_any_direction_takes_every_pixel_it_touched():
    for start, end in (((10.6, 10.6), (29.2, 19.1)), ((29.2, 19.1), (10.6, 10.6))):
        assert drawn(BoxEditor(WIDTH, HEIGHT), start, end) == [PixelBox(10, 10, 20, 10)]


def test_a_click_is_no_box():
    assert drawn(BoxEditor(WIDTH, HEIGHT), (50, 50)) == []
    assert drawn(BoxEditor(WIDTH, HEIGHT), (50, 50), (51, 51)) == []


def test_a_photo_of_one_pixel_can_be_covered():
    editor = BoxEditor(1, 1)
    assert drawn(editor, (0.5, 0.5), (0.6, 0.6)) == [PixelBox(0, 0, 1, 1)]
    editor.cover()
    assert editor.boxes == [PixelBox(0, 0, 1, 1)]


def test_a_box_is_moved_by_its_inside_and_changed_by_its_corner():
    editor = BoxEditor(WIDTH, HEIGHT, [PixelBox(20, 20, 20, 20)])
    assert drawn(editor, (30, 30), (40, 35)) == [PixelBox(30, 25, 20, 20)]
    assert drawn(editor, (49, 44), (60, 60)) == [PixelBox(30, 25, 30, 35)]
    assert drawn(editor, (30, 25), (10, 5)) == [PixelBox(10, 5, 50, 55)]


def test_the_keyboard_draws_moves_and_removes():
    editor = BoxEditor(WIDTH, HEIGHT)
    editor.add()
    assert editor.boxes == [PixelBox(37, 30, 25, 20)]
    editor.shift(-500, 3)
    editor.grow(5, 500)
    assert editor.boxes == [PixelBox(0, 33, 30, 47)]
    editor.add()
    editor.step(1)
    assert editor.selected == 0
    editor.remove()
    assert len(editor.boxes) == 1
    editor.remove()
    editor.remove()
    assert (editor.boxes, editor.selected) == ([], NONE)


@pytest.mark.parametrize("seed", range(20))
def test_no_box_ever_lies_beyond_the_photo(seed):
    chance = random.Random(seed)  # noqa: S311 - to repeat a run
    editor = BoxEditor(chance.randint(1, 60), chance.randint(1, 60))
    width, height = editor._width, editor._height

    def point() -> tuple[float, float]:
        return chance.uniform(-90, 150), chance.uniform(-90, 150)

    for _ in range(60):
        drawn(editor, *(point() for _ in range(chance.randint(1, 4))))
        chance.choice((
            editor.add, editor.cover, editor.remove, lambda: editor.step(chance.choice((-1, 1))),
            lambda: editor.shift(chance.randint(-99, 99), chance.randint(-99, 99)),
            lambda: editor.grow(chance.randint(-99, 99), chance.randint(-99, 99)),
        ))()  # fmt: skip
        for box in editor.boxes:
            assert min(box.left, box.top) >= 0
            assert min(box.width, box.height) >= 1
            assert box.left + box.width <= width
            assert box.top + box.height <= height
