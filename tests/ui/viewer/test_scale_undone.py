"""A scale whose end is undone goes on with the thing of known size that its first points are on."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.ui.viewer.conftest import Shown
from tests.ui.viewer.hands import choose, click, press
from workstation.domain.card import Card
from workstation.domain.geometry import Point
from workstation.domain.measurement import MeasurementSheet, Reference, Scale
from workstation.ui.viewer.measure_bar import CARD_SIDES
from workstation.ui.viewer.pane import ViewerPane
from workstation.ui.viewer.sketch import Grip, Sketch, Tool

Key = Qt.Key
CONTROL = Qt.KeyboardModifier.ControlModifier
CARD_LENGTH, RULER_LENGTH = 85.6, 10.0
CORNERS = ((700, 500), (1128, 500), (1128, 770), (700, 770))
RULER = Scale(Point(400, 900), Point(600, 900), RULER_LENGTH)
CARD = Card(tuple(Point(*corner) for corner in CORNERS), *CARD_SIDES)


def open_with(made: Shown, scale: Scale | Card) -> ViewerPane:
    """Measure in a photo that has a scale; one picture pixel a screen pixel."""
    made.sheets["k3"] = MeasurementSheet(scale)
    press(made, Key.Key_M)
    press(made, Key.Key_Right)
    press(made, Key.Key_1)
    return made.viewer.sides.active


def test_the_second_end_on_a_card_is_undone_and_set_elsewhere(made: Shown) -> None:
    """The ruler's 10 mm became the length of a card of 85.6 mm."""
    pane = open_with(made, RULER)
    choose(made, "银行卡长边")
    click(pane, CORNERS[0], CORNERS[2])
    press(made, Key.Key_Z, CONTROL)
    assert pane.sketch.sheet.scale == RULER
    assert "银行卡" in made.viewer.measures.reference.text()
    click(pane, CORNERS[1])
    scale = pane.sketch.sheet.scale
    assert isinstance(scale, Scale)
    assert (scale.reference, scale.millimetres) == (Reference.BANK_CARD, CARD_LENGTH)


def test_the_first_end_on_a_card_is_undone_too_and_both_are_set_again(made: Shown) -> None:
    pane = open_with(made, RULER)
    choose(made, "银行卡长边")
    click(pane, CORNERS[0], CORNERS[2])
    press(made, Key.Key_Z, CONTROL, times=2)
    click(pane, CORNERS[0], CORNERS[1])
    scale = pane.sketch.sheet.scale
    assert isinstance(scale, Scale)
    assert scale.millimetres == CARD_LENGTH


def test_the_fourth_corner_of_a_card_is_undone_and_set_elsewhere(made: Shown) -> None:
    """The other three were lost, and one of them came back as a ruler's end."""
    pane = open_with(made, RULER)
    choose(made, "银行卡四角")
    click(pane, *CORNERS)
    press(made, Key.Key_Z, CONTROL)
    assert len(pane.sketch.open_points) == len(CORNERS) - 1
    press(made, Key.Key_Z, CONTROL)
    click(pane, *CORNERS[2:])
    assert isinstance(pane.sketch.sheet.scale, Card)
    assert pane.sketch.sheet.scale.long_mm == CARD_LENGTH


def test_the_second_end_on_a_ruler_is_undone_and_set_elsewhere(made: Shown) -> None:
    """The ruler's first end became corner 1 of the card that was there before."""
    pane = open_with(made, CARD)
    choose(made, "尺子")
    click(pane, (400, 900), (700, 900))
    press(made, Key.Key_Z, CONTROL)
    assert pane.sketch.sheet.scale == CARD
    click(pane, (600, 900))
    scale = pane.sketch.sheet.scale
    assert isinstance(scale, Scale)
    assert (scale.reference, scale.millimetres) == (Reference.RULER, RULER_LENGTH)


def test_an_undone_scale_is_taken_up_again_after_another_thing_was_chosen(made: Shown) -> None:
    pane = open_with(made, RULER)
    choose(made, "银行卡长边")
    click(pane, CORNERS[0], CORNERS[2])
    choose(made, "尺子")
    press(made, Key.Key_Z, CONTROL)
    assert "银行卡" in made.viewer.measures.reference.text()
    assert not made.viewer.measures.number.isVisible()
    click(pane, CORNERS[1])
    assert pane.sketch.sheet.scale is not None
    assert pane.sketch.size[1] == CARD_LENGTH


def test_a_length_typed_after_the_first_end_is_of_that_ruler(made: Shown) -> None:
    pane = open_with(made, RULER)
    choose(made, "尺子")
    click(pane, (400, 900))
    made.viewer.measures.number.selectAll()
    QTest.keyClicks(made.viewer.measures.number, "30")
    click(pane, (1000, 900))
    assert isinstance(pane.sketch.sheet.scale, Scale)
    assert pane.sketch.sheet.scale.millimetres == 30


def test_a_length_typed_for_a_ruler_that_is_given_up_leaves_the_old_one(made: Shown) -> None:
    """All that was measured by it was three times as long."""
    pane = open_with(made, RULER)
    choose(made, "尺子")
    click(pane, CORNERS[0])
    assert pane.sketch.marks_scale
    made.viewer.measures.number.selectAll()
    QTest.keyClicks(made.viewer.measures.number, "30")
    assert pane.sketch.sheet.scale == RULER


def test_the_scale_of_a_photo_is_taken_up_again_on_coming_back(made: Shown) -> None:
    pane = open_with(made, RULER)
    choose(made, "银行卡长边")
    none = Sketch(MeasurementSheet())
    none.choose(Tool.SCALE)
    made.viewer.measures.show_sketch(none)
    pane.sketch.choose(Tool.LENGTH)
    made.viewer.measures.show_sketch(pane.sketch)
    assert "尺子" in made.viewer.measures.reference.text()


def test_what_is_in_hand_stays_while_the_old_scale_is_moved(made: Shown) -> None:
    """The moved ruler counted as a new one, and the card was marked as if it were a ruler."""
    pane = open_with(made, RULER)
    choose(made, "银行卡长边")
    pane.sketch.step(1)
    press(made, Key.Key_Right)
    assert pane.sketch.sheet.scale not in {None, RULER}
    assert pane.sketch.reference is Reference.BANK_CARD


def test_what_is_in_hand_is_marked_on_the_other_side_too(made: Shown) -> None:
    """The click that made the side the active one took up the scale that was there."""
    made.sheets["k3"] = MeasurementSheet(RULER)
    made.viewer.show_in(0, 1)
    press(made, Key.Key_M)
    press(made, Key.Key_C)
    made.viewer.sides.activate(0)
    choose(made, "银行卡长边")
    made.viewer.sides.activate(1)
    assert made.viewer.sides.active.sketch.sheet.scale == RULER
    assert made.viewer.sides.active.sketch.reference is Reference.BANK_CARD


@pytest.mark.parametrize("side", [0, 1])
def test_points_on_one_thing_are_none_of_another(made: Shown, side: int) -> None:
    """Those on the other side, too, whose end would have been of another length."""
    press(made, Key.Key_C)
    press(made, Key.Key_M)
    made.viewer.sides.activate(side)
    for pane in made.viewer.sides.panes:
        pane.sketch.choose(Tool.SCALE)
        pane.sketch.put(Point(*CORNERS[0]))
    made.viewer.measuring._set_reference(Reference.RULER, 20.0, 0.0)
    left = [len(pane.sketch.open_points) for pane in made.viewer.sides.panes]
    assert left == [int(side == 0), int(side == 1)]
    made.viewer.measuring._set_reference(Reference.CARD, *CARD_SIDES)
    assert not any(pane.sketch.open_points for pane in made.viewer.sides.panes)


def test_corners_that_come_back_are_corners_of_their_card() -> None:
    sketch = Sketch(MeasurementSheet(RULER))
    sketch.set_reference(Reference.CARD, *CARD_SIDES)
    sketch.choose(Tool.SCALE)
    for corner in CORNERS:
        sketch.put(Point(*corner))
    sketch.set_reference(Reference.RULER, RULER_LENGTH)
    sketch.undo()
    assert sketch.size == (Reference.CARD, *CARD_SIDES)
    sketch.put(Point(*CORNERS[3]))
    assert sketch.sheet.scale == CARD
    assert Grip(-1, 3) in [grip for grip, _ in sketch.grips()]


@pytest.mark.parametrize("tool", [Key.Key_K, Key.Key_D])
def test_the_box_says_the_length_again_whose_correction_is_undone(made: Shown, tool: Key) -> None:
    pane = open_with(made, RULER)
    press(made, tool)
    bar = made.viewer.measures
    bar.number.selectAll()
    QTest.keyClicks(bar.number, "25")
    bar.undo.click()
    bar.undo.click()
    assert pane.sketch.sheet.scale == RULER
    assert bar.number.text() == "10"
    assert pane.sketch.millimetres == RULER_LENGTH
