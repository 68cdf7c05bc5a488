"""Measuring by mouse and by keys, always called approximate, kept with the picture it is of."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest

from tests.ui.viewer.conftest import SHOTS, Shown
from tests.ui.viewer.hands import at, choose, click
from workstation.domain.geometry import Point
from workstation.domain.ids import ConsultationId
from workstation.domain.measurement import MeasurementSheet, Reference, Scale, Shape, ShapeKind
from workstation.ui.viewer.measurement_painter import size_text, with_measurements
from workstation.ui.viewer.pane import ViewerPane
from workstation.ui.viewer.sketch import Tool
from workstation.ui.viewer.tone_controls import ViewerPopover

Key = Qt.Key
LEFT = Qt.MouseButton.LeftButton
RULER = Scale(Point(100, 100), Point(500, 100), 20.0)


@pytest.fixture
def pane(made: Shown) -> ViewerPane:
    """One picture pixel a screen pixel, so that clicks are exact."""
    QTest.keyClick(made.viewer, Key.Key_M)
    QTest.keyClick(made.viewer, Key.Key_1)
    return made.viewer.sides.active


def sizes(pane: ViewerPane) -> list[str]:
    return [size_text(pane.sketch.sheet, shape) for shape in pane.sketch.sheet.shapes]


def test_two_clicks_on_a_coin_then_length_and_area(made: Shown, pane: ViewerPane):
    choose(made, "1 元硬币（2019")
    assert pane.sketch.tool is Tool.SCALE
    click(pane, (400, 500), (400 + 445, 500))
    assert pane.sketch.sheet.scale is not None
    click(pane, (500, 600), (500, 840))
    QTest.keyClick(made.viewer, Key.Key_A)
    click(pane, (700, 600), (900, 600), (900, 800), (700, 800), (700, 600))
    assert sizes(pane) == ["约 12 mm", "约 100 mm²"]
    assert made.viewer.measures.result.accessibleName() == "约 12 mm  约 100 mm²"


def test_measuring_begins_with_the_reference_so_that_two_clicks_do_what_the_hint_says(
    made: Shown, pane: ViewerPane
):
    assert "参照物的一端，再点击另一端" in made.viewer.measures.hint.accessibleName()
    click(pane, (400, 500), (800, 500))
    assert pane.sketch.sheet.scale is not None
    click(pane, (500, 600), (500, 840))
    assert len(pane.sketch.sheet.shapes) == 1


def test_where_a_scale_is_known_measuring_begins_with_a_length(made: Shown, pane: ViewerPane):
    pane.show_sheet(MeasurementSheet(scale=RULER))
    assert pane.sketch.tool is Tool.LENGTH
    for key in (Key.Key_V, Key.Key_M, Key.Key_M):
        QTest.keyClick(made.viewer, key)
    click(pane, (500, 600), (500, 840))
    assert len(pane.sketch.sheet.shapes) == 1


@pytest.mark.usefixtures("pane")
def test_with_the_hand_and_no_scale_the_hint_names_the_tool_that_is_missing(made: Shown):
    QTest.keyClick(made.viewer, Key.Key_V)
    assert "请先用“标定”" in made.viewer.measures.hint.accessibleName()


def test_each_change_is_told_with_the_content_it_was_measured_in(made: Shown, pane: ViewerPane):
    made.viewer.measuring.take_tool(Tool.LENGTH)
    click(pane, (500, 600), (500, 700))
    key, digest, sheet = made.measured[-1]
    assert (key, digest) == ("k2", "digest of /2.jpg")
    assert sheet == pane.sketch.sheet
    assert len(sheet.shapes) == 1


def test_without_a_scale_nothing_is_claimed(made: Shown, pane: ViewerPane):
    made.viewer.measuring.take_tool(Tool.LENGTH)
    click(pane, (500, 600), (500, 700))
    assert sizes(pane) == ["未标定"]


def test_turn_zoom_and_flip_change_no_measurement(made: Shown, pane: ViewerPane):
    choose(made, "银行卡")
    click(pane, (400, 500), (400 + 428, 500))
    QTest.keyClick(made.viewer, Key.Key_R)
    QTest.keyClick(made.viewer, Key.Key_F)
    QTest.keyClick(made.viewer, Key.Key_0)
    made.viewer.measuring.take_tool(Tool.LENGTH)
    click(pane, (600, 400), (600, 800))
    (shape,) = pane.sketch.sheet.shapes
    assert pane.sketch.sheet.size_of(shape) == pytest.approx(80, rel=0.01)


def test_a_drag_still_moves_the_picture_and_sets_no_point(made: Shown, pane: ViewerPane):
    made.viewer.measuring.take_tool(Tool.LENGTH)
    before = pane.canvas.view.centre
    start = at(pane, 800, 600)
    QTest.mousePress(pane.canvas, LEFT, pos=start)
    QTest.mouseMove(pane.canvas, start + QPoint(60, 0))
    QTest.mouseRelease(pane.canvas, LEFT, pos=start + QPoint(60, 0))
    assert pane.canvas.view.centre == before - QPointF(60, 0)
    assert pane.sketch.open_points == ()


def test_a_point_can_be_dragged_elsewhere(made: Shown, pane: ViewerPane):
    made.viewer.measuring.take_tool(Tool.LENGTH)
    click(pane, (500, 600), (500, 700))
    end = at(pane, 500, 700)
    QTest.mousePress(pane.canvas, LEFT, pos=end)
    QTest.mouseMove(pane.canvas, end + QPoint(0, 50))
    QTest.mouseRelease(pane.canvas, LEFT, pos=end + QPoint(0, 50))
    (shape,) = pane.sketch.sheet.shapes
    assert shape.points[1].y == pytest.approx(750, abs=1)


def test_all_of_it_by_the_keyboard(made: Shown, pane: ViewerPane):
    for key in (Key.Key_K, Key.Key_Space, Key.Key_Space):
        QTest.keyClick(made.viewer, key)
    assert len(pane.sketch.open_points) == 1
    QTest.keyClick(made.viewer, Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(made.viewer, Key.Key_Right)
    QTest.keyClick(made.viewer, Key.Key_Space)
    scale = pane.sketch.sheet.scale
    assert scale is not None
    assert scale.end.x - scale.start.x == pytest.approx(51, abs=0.1)
    QTest.keyClick(made.viewer, Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert pane.sketch.sheet.scale is None


def test_escape_goes_outwards_one_step_at_a_time(made: Shown, pane: ViewerPane):
    closed: list[object] = []
    made.viewer.closed.connect(lambda: closed.append(1))
    made.viewer.measuring.take_tool(Tool.AREA)
    click(pane, (500, 600))
    states = []
    for _ in range(4):
        QTest.keyClick(made.viewer, Key.Key_Escape)
        states.append((len(pane.sketch.open_points), pane.sketch.tool, made.viewer.measuring.on))
    assert states[:3] == [(0, Tool.AREA, True), (0, Tool.MOVE, True), (0, Tool.MOVE, False)]
    assert closed == [1]


def test_a_typed_length_is_taken_or_refused_in_words(made: Shown, pane: ViewerPane):
    choose(made, "尺子")
    number = made.viewer.measures.number
    number.selectAll()
    QTest.keyClicks(number, "30")
    click(pane, (400, 500), (1000, 500))
    assert pane.sketch.sheet.scale is not None
    assert pane.sketch.sheet.scale.millimetres == 30.0
    number.selectAll()
    QTest.keyClicks(number, "x")
    assert "0.5" in made.viewer.measures.hint.accessibleName()
    assert pane.sketch.sheet.scale.millimetres == 30.0


def test_the_bar_says_what_the_kept_scale_was_taken_from(made: Shown):
    made.sheets["k3"] = MeasurementSheet(RULER)
    made.sheets["k4"] = MeasurementSheet(
        Scale(Point(0, 0), Point(90, 0), 25.0, Reference.YUAN_1999)
    )
    QTest.keyClick(made.viewer, Key.Key_M)
    bar = made.viewer.measures
    QTest.keyClick(made.viewer, Key.Key_Right)
    assert (bar.number.text(), "尺子" in bar.reference.text()) == ("20", True)
    QTest.keyClick(made.viewer, Key.Key_Right)
    assert "1999" in bar.reference.text()
    assert not bar.number.isVisible()
    assert made.viewer.sides.active.sketch.reference is Reference.YUAN_1999


def test_choosing_a_ruler_leaves_the_scale_that_is_there(made: Shown):
    made.sheets["k3"] = MeasurementSheet(RULER)
    QTest.keyClick(made.viewer, Key.Key_M)
    QTest.keyClick(made.viewer, Key.Key_Right)
    choose(made, "尺子")
    assert made.viewer.sides.active.sketch.sheet.scale == RULER


def test_a_length_typed_for_one_picture_leaves_the_other_ones_scale(made: Shown):
    made.sheets = {"k2": MeasurementSheet(RULER), "k3": MeasurementSheet(RULER)}
    made.viewer.show_in(0, 1)
    QTest.keyClick(made.viewer, Key.Key_M)
    QTest.keyClick(made.viewer, Key.Key_C)
    number = made.viewer.measures.number
    number.selectAll()
    QTest.keyClicks(number, "50")
    left, right = made.viewer.sides.panes
    assert left.sketch.sheet.scale == RULER
    assert right.sketch.sheet.scale is not None
    assert right.sketch.sheet.scale.millimetres == 50


def test_one_picture_on_both_sides_has_one_sheet(made: Shown, pane: ViewerPane):
    made.viewer.set_compare(on=True)
    made.viewer.show_in(1, 1)
    made.viewer.measuring.take_tool(Tool.LENGTH)
    right = made.viewer.sides.panes[1]
    click(right, (500, 600), (500, 700))
    assert right.sketch.sheet.shapes
    assert pane.sketch.sheet == right.sketch.sheet


def test_nothing_can_be_added_until_the_kept_sheet_is_known(made: Shown):
    made.answer = lambda photo, _side: made.show_picture(photo)
    QTest.keyClick(made.viewer, Key.Key_Right)
    QTest.keyClick(made.viewer, Key.Key_M)
    pane = made.viewer.sides.active
    made.viewer.measuring.take_tool(Tool.LENGTH)
    click(pane, (800, 500), (800, 700))
    assert not pane.sketch.sheet
    made.viewer.show_sheet("k3", "digest of /3.jpg", MeasurementSheet(RULER))
    made.viewer.measuring.take_tool(Tool.LENGTH)
    click(pane, (800, 500), (800, 700))
    assert len(pane.sketch.sheet.shapes) == 1


def test_a_sheet_of_other_content_is_not_laid_over_this_one(made: Shown):
    made.viewer.show_sheet("k2", "digest of another", MeasurementSheet(RULER))
    assert not made.viewer.sides.active.sketch.sheet


def test_measured_pictures_are_saved_plain_or_with_what_was_measured(made: Shown):
    made.sheets["k3"] = MeasurementSheet(
        RULER, (Shape(ShapeKind.LENGTH, (Point(0, 0), Point(0, 200))),)
    )
    QTest.keyClick(made.viewer, Key.Key_Right)
    plain: list[object] = []
    drawn: list[tuple[object, ...]] = []
    made.viewer.save_asked.connect(plain.append)
    made.viewer.measured_save_asked.connect(lambda *values: drawn.append(values))
    for number in (0, 1):
        QTest.keyClick(made.viewer, Key.Key_S, Qt.KeyboardModifier.ControlModifier)
        popover = made.viewer.window().findChildren(ViewerPopover)[-1]
        popover.body.itemAt(number).widget().click()
    assert plain == [SHOTS[2]]
    assert drawn[0][0] == SHOTS[2]
    assert drawn[0][2] == made.sheets["k3"]


def test_a_saved_copy_says_below_what_its_numbers_are_worth(made: Shown):
    levels = made.viewer.levels_of("/2.jpg")
    assert levels is not None
    untouched = levels.original.copy()
    sheet = MeasurementSheet(RULER, (Shape(ShapeKind.LENGTH, (Point(300, 500), Point(300, 700))),))
    copy = with_measurements(levels.original, sheet)
    assert copy.width() == levels.width
    assert copy.height() > levels.height
    foot = {copy.pixel(x, copy.height() - 40) for x in range(copy.width())}
    assert len(foot) > 1
    assert copy.pixelColor(300, 560) != untouched.pixelColor(300, 560)
    assert levels.original == untouched


def test_undoing_brings_nothing_over_from_the_picture_before(made: Shown, pane: ViewerPane):
    made.viewer.measuring.take_tool(Tool.LENGTH)
    click(pane, (500, 600), (500, 700))
    pane.sketch.step(1)
    QTest.keyClick(made.viewer, Key.Key_Delete)
    assert not pane.sketch.sheet
    made.viewer.step(1)
    QTest.keyClick(made.viewer, Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert not pane.sketch.sheet
    assert not made.viewer.measures.undo.isEnabled()
    assert pane.sketch.tool is Tool.LENGTH


def test_one_content_shown_as_two_pictures_has_one_sheet(made: Shown):
    twin = replace(SHOTS[1], key="sent again")
    made.viewer.show_photos([*SHOTS, twin])
    made.viewer.set_compare(on=True)
    made.viewer.show_in(1, len(SHOTS))
    QTest.keyClick(made.viewer, Key.Key_M)
    made.viewer.measuring.take_tool(Tool.LENGTH)
    left, right = made.viewer.sides.panes
    click(right, (500, 600), (500, 700))
    assert right.sketch.sheet.shapes
    assert left.sketch.sheet == right.sketch.sheet


def test_a_photo_sent_in_two_consultations_is_measured_in_each_for_itself(made: Shown):
    elsewhere = replace(SHOTS[1], key="sent there", consultation_id=ConsultationId(5))
    made.viewer.show_photos([*SHOTS, elsewhere])
    made.viewer.set_compare(on=True)
    made.viewer.show_in(1, len(SHOTS))
    QTest.keyClick(made.viewer, Key.Key_M)
    made.viewer.measuring.take_tool(Tool.LENGTH)
    left, right = made.viewer.sides.panes
    click(right, (500, 600), (500, 700))
    assert right.sketch.sheet.shapes
    assert not left.sketch.sheet
