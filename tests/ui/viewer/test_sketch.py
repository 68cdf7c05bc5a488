"""What clicks with each tool become, and that every step can be taken back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workstation.domain.geometry import Point
from workstation.domain.measurement import (
    MAX_CORNERS,
    MAX_SHAPES,
    MeasurementSheet,
    Reference,
    Scale,
    ShapeKind,
)
from workstation.ui.viewer.sketch import SCALE_ROW, Grip, Sketch, Tool

COIN = Scale(Point(0, 0), Point(100, 0), 25.0, Reference.YUAN_1999)
places = st.builds(Point, st.integers(0, 999), st.integers(0, 999))


def put(sketch: Sketch, *places: tuple[float, float]) -> None:
    for place in places:
        sketch.put(Point(*place))


def test_two_clicks_on_a_known_thing_give_the_scale_and_the_tool_for_a_length():
    sketch = Sketch()
    sketch.set_reference(Reference.BANK_CARD, 85.6)
    sketch.choose(Tool.SCALE)
    put(sketch, (0, 0), (856, 0))
    assert sketch.sheet.scale == Scale(Point(0, 0), Point(856, 0), 85.6, Reference.BANK_CARD)
    assert sketch.tool is Tool.LENGTH


def test_two_clicks_give_a_length_and_a_closed_outline_an_area():
    sketch = Sketch(MeasurementSheet(COIN))
    sketch.choose(Tool.LENGTH)
    put(sketch, (0, 0), (0, 48))
    sketch.choose(Tool.AREA)
    put(sketch, (0, 0), (40, 0), (40, 40), (0, 40))
    assert len(sketch.sheet.shapes) == 1
    sketch.close()
    sizes = [(shape.kind, sketch.sheet.size_of(shape)) for shape in sketch.sheet.shapes]
    assert sizes == [(ShapeKind.LENGTH, 12.0), (ShapeKind.AREA, 100.0)]


def test_an_outline_of_two_corners_does_not_close():
    sketch = Sketch(MeasurementSheet(COIN))
    sketch.choose(Tool.AREA)
    put(sketch, (0, 0), (40, 0))
    sketch.close()
    assert not sketch.sheet.shapes
    assert len(sketch.open_points) == 2


def test_a_scale_of_two_points_too_near_is_refused_and_the_old_one_stays():
    sketch = Sketch(MeasurementSheet(COIN))
    sketch.choose(Tool.SCALE)
    put(sketch, (0, 0), (5, 0))
    assert sketch.refusal == "too_near"
    assert sketch.sheet.scale == COIN


def test_only_a_ruler_can_be_corrected():
    sketch = Sketch(MeasurementSheet(COIN))
    sketch.correct_scale(10)
    assert sketch.sheet.scale == COIN
    ruler = Sketch(MeasurementSheet(Scale(Point(0, 0), Point(100, 0), 10)))
    ruler.correct_scale(20)
    assert ruler.sheet.scale is not None
    assert ruler.sheet.scale.millimetres == 20


def test_a_point_is_moved_and_a_shape_deleted():
    sketch = Sketch(MeasurementSheet(COIN))
    sketch.choose(Tool.LENGTH)
    put(sketch, (0, 0), (0, 48))
    sketch.take(Grip(0, 1))
    sketch.move(Point(0, 96))
    assert sketch.sheet.size_of(sketch.sheet.shapes[0]) == 24.0
    sketch.delete()
    assert not sketch.sheet.shapes
    sketch.take(Grip(SCALE_ROW, 0))
    sketch.delete()
    assert not sketch.sheet


def test_points_are_taken_in_turn():
    sketch = Sketch(MeasurementSheet(COIN))
    sketch.choose(Tool.LENGTH)
    put(sketch, (3, 4), (5, 6))
    seen = []
    for _ in range(5):
        sketch.step(1)
        seen.append(sketch.held_point)
    around = [COIN.start, COIN.end, Point(3, 4), Point(5, 6)]
    assert seen == [*around, COIN.start]
    sketch.step(-1)
    assert sketch.held_point == Point(5, 6)


def test_what_is_in_hand_is_let_go_from_the_inside_out():
    sketch = Sketch(MeasurementSheet(COIN))
    sketch.choose(Tool.AREA)
    put(sketch, (0, 0))
    assert [sketch.let_go(), sketch.let_go(), sketch.let_go()] == [True, True, False]
    assert sketch.tool is Tool.MOVE


def test_there_are_only_so_many_shapes():
    sketch = Sketch(MeasurementSheet(COIN))
    sketch.choose(Tool.LENGTH)
    for number in range(MAX_SHAPES + 3):
        put(sketch, (number, 0), (number, 50))
    assert len(sketch.sheet.shapes) == MAX_SHAPES


def test_an_outline_has_only_so_many_corners():
    sketch = Sketch(MeasurementSheet(COIN))
    sketch.choose(Tool.AREA)
    put(sketch, *((number, number * number) for number in range(MAX_CORNERS + 3)))
    assert len(sketch.open_points) == MAX_CORNERS
    sketch.close()
    assert [len(shape.points) for shape in sketch.sheet.shapes] == [MAX_CORNERS]


steps = st.one_of(
    st.tuples(st.just("choose"), st.sampled_from(Tool)),
    st.tuples(st.just("put"), places),
    st.tuples(st.just("close")),
    st.tuples(st.just("step"), st.sampled_from([1, -1])),
    st.tuples(st.just("move"), places),
    st.tuples(st.just("delete")),
    st.tuples(st.just("correct_scale"), st.floats(0.5, 100)),
)


@given(st.lists(steps, max_size=40))
def test_every_step_can_be_undone_back_to_the_sheet_that_was_there(drawn: list[tuple[object, ...]]):
    sketch = Sketch(MeasurementSheet(COIN))
    for name, *values in drawn:
        getattr(sketch, str(name))(*values)
    for _ in range(len(drawn) + 1):
        sketch.undo()
    assert sketch.sheet == MeasurementSheet(COIN)
    assert not sketch.undoable


@pytest.mark.parametrize("tool", [Tool.SCALE, Tool.LENGTH, Tool.AREA])
def test_another_tool_lets_go_of_what_was_begun(tool: Tool):
    sketch = Sketch()
    sketch.choose(tool)
    put(sketch, (9, 9))
    sketch.choose(Tool.MOVE)
    assert sketch.open_points == ()


def test_a_scale_that_was_undone_is_gone_on_with_as_a_scale():
    """The second end became one of a length, and the photo had no scale."""
    sketch = Sketch()
    sketch.choose(Tool.SCALE)
    put(sketch, (0, 0), (90, 0))
    sketch.undo()
    assert sketch.tool is Tool.SCALE
    put(sketch, (100, 0))
    assert sketch.sheet == MeasurementSheet(Scale(Point(0, 0), Point(100, 0), 10, Reference.RULER))


def test_an_outline_that_was_undone_with_another_tool_is_gone_on_with_as_an_outline():
    """Points were added to it as to a length of many ends, which nothing could end."""
    sketch = Sketch(MeasurementSheet(COIN))
    sketch.choose(Tool.AREA)
    put(sketch, (0, 0), (40, 0), (40, 40))
    sketch.close()
    sketch.choose(Tool.LENGTH)
    sketch.undo()
    assert sketch.tool is Tool.AREA
    put(sketch, (0, 40))
    sketch.close()
    assert [len(shape.points) for shape in sketch.sheet.shapes] == [4]


def test_while_landmarks_are_set_no_shape_is_begun_again():
    sketch = Sketch(MeasurementSheet(COIN))
    sketch.choose(Tool.AREA)
    put(sketch, (0, 0), (40, 0), (40, 40))
    sketch.close()
    sketch.choose(Tool.LANDMARK)
    sketch.undo()
    assert (sketch.tool, sketch.open_points, sketch.sheet.shapes) == (Tool.LANDMARK, (), ())


def test_corners_of_a_card_are_no_ends_of_a_ruler():
    sketch = Sketch()
    sketch.set_reference(Reference.BANK_CARD, 85.6, 54.0)
    sketch.choose(Tool.SCALE)
    put(sketch, (0, 0), (90, 0), (90, 50))
    sketch.set_reference(Reference.RULER, 10.0)
    put(sketch, (0, 0), (100, 0))
    assert sketch.sheet.scale == Scale(Point(0, 0), Point(100, 0), 10, Reference.RULER)
    sketch.undo()
    sketch.undo()
    sketch.undo()
    assert sketch.open_points == (Point(0, 0), Point(90, 0))
    assert sketch.size == (Reference.BANK_CARD, 85.6, 54.0)
    put(sketch, (90, 50), (0, 50))
    assert sketch.sheet.card is not None
