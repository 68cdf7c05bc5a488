"""Two photos laid over each other by two landmarks in each, by a card, or by both."""

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest

from tests.ui.viewer.conftest import PICTURE, SHOTS, Shown
from workstation.domain.card import Card
from workstation.domain.geometry import Point
from workstation.domain.measurement import MeasurementSheet, Scale, Shape, ShapeKind
from workstation.ui.kit.theme import theme
from workstation.ui.viewer.aligning import Aligning
from workstation.ui.viewer.levels import Levels
from workstation.ui.viewer.overlay import Way
from workstation.ui.viewer.pane import ViewerPane

Key = Qt.Key
LEFT = Qt.MouseButton.LeftButton
OLD = (Point(400, 300), Point(1200, 900))
NEW = (Point(300, 200), Point(700, 500))
"""The same moles, half as far apart."""

CORNERS = tuple(Point(x, y) for x, y in ((700, 200), (1128, 200), (1128, 470), (700, 470)))


def at(pane: ViewerPane, point: Point) -> QPoint:
    """Where a point of the picture lies on its canvas."""
    view, extent = pane.canvas.view, pane.canvas.extent
    return view.matrix(extent).map(QPointF(point.x, point.y)).toPoint()


def click(pane: ViewerPane, *points: Point) -> None:
    for point in points:
        QTest.mouseClick(pane.canvas, LEFT, pos=at(pane, point))


def press(made: Shown, *keys: Qt.Key) -> None:
    for key in keys:
        QTest.keyClick(made.viewer, key)


def hint(made: Shown) -> str:
    return aligning_of(made).bar.hint.accessibleName()


def aligning_of(made: Shown) -> Aligning:
    aligning = made.viewer.modes.aligning
    assert aligning is not None
    return aligning


def colour(pane: ViewerPane, point: Point) -> str:
    """What is painted where a point of the left picture lies."""
    ratio = pane.canvas.devicePixelRatioF()
    place = at(pane, point) * ratio
    return pane.canvas.grab().toImage().pixelColor(place).name()


def one_colour(name: str) -> Levels:
    image = QImage(PICTURE, QImage.Format.Format_RGB32)
    image.fill(QColor(name))
    return Levels(image, "digest of /3.jpg")


@pytest.fixture
def panes(made: Shown) -> tuple[ViewerPane, ViewerPane]:
    """Two pictures beside each other, to be aligned; the right one is green all over."""
    answer = made.answer

    def show(photo, side):
        if photo.key == "k3":
            made.viewer.show_levels(photo.url, one_colour("#208040"))
            sheet = made.sheets.get("k3", MeasurementSheet())
            made.viewer.show_sheet("k3", "digest of /3.jpg", sheet)
        else:
            answer(photo, side)

    made.answer = show
    press(made, Key.Key_C, Key.Key_G)
    return made.viewer.sides.panes


@pytest.fixture
def aligned(made: Shown, panes) -> Aligning:
    click(panes[0], *OLD)
    click(panes[1], *NEW)
    return aligning_of(made)


def test_nothing_of_it_is_made_before_it_is_wanted(made: Shown):
    press(made, Key.Key_G)
    assert made.viewer.modes.aligning is None
    assert not made.viewer.bar.align.isVisible()
    press(made, Key.Key_C)
    assert made.viewer.bar.align.isVisible()
    assert made.viewer.modes.aligning is None
    made.viewer.bar.may_align = False  # as by a policy
    press(made, Key.Key_C, Key.Key_C, Key.Key_G)
    assert not made.viewer.bar.align.isVisible()
    assert made.viewer.modes.aligning is None


def test_two_landmarks_in_each_photo_and_the_ways_open(made: Shown, panes):
    bar = aligning_of(made).bar
    assert "左 0/2，右 0/2" in hint(made)
    click(panes[0], *OLD)
    click(panes[1], NEW[0])
    assert "左 2/2，右 1/2" in hint(made)
    assert not bar.ways[Way.SWIPE].isEnabled()
    click(panes[1], NEW[1])
    assert "约" in hint(made)
    assert all(button.isEnabled() for button in bar.ways.values())
    assert [sheet.landmarks != () for _, _, sheet in made.measured[-2:]] == [True, True]


def test_swiping_shows_each_photo_on_its_side_of_the_line(made: Shown, panes, aligned: Aligning):
    left = panes[0]
    aligned.bar.ways[Way.SWIPE].click()
    assert not panes[1].isVisible()
    assert colour(left, Point(300, 500)) == "#dc3c3c"
    assert colour(left, Point(1300, 500)) == "#208040"
    QTest.mousePress(left.canvas, LEFT, pos=QPoint(round(aligned.overlay.line_x), 200))
    QTest.mouseMove(left.canvas, at(left, Point(1500, 500)))
    QTest.mouseRelease(left.canvas, LEFT, pos=at(left, Point(1500, 500)))
    assert colour(left, Point(1300, 500)) == "#3c3cdc"
    before = aligned.overlay.share
    press(made, Key.Key_Left)
    assert aligned.overlay.share == pytest.approx(before - 0.05)
    assert aligned.bar.share.at == pytest.approx(aligned.overlay.share, abs=0.01)


def test_blending_shows_both_at_once(panes, aligned: Aligning):
    aligned.bar.ways[Way.BLEND].click()
    aligned.bar.share.moved.emit(0.0)
    assert colour(panes[0], Point(300, 500)) == "#dc3c3c"
    aligned.bar.share.moved.emit(1.0)
    assert colour(panes[0], Point(1300, 500)) == "#208040"
    aligned.bar.share.moved.emit(0.5)
    assert colour(panes[0], Point(1300, 500)) not in {"#208040", "#3c3cdc"}


def test_flicker_is_slow_and_waits_for_a_key_where_motion_is_reduced(
    made: Shown, panes, aligned: Aligning
):
    aligned.show_way(Way.FLICKER)
    assert aligned.turns.interval() >= 334
    assert aligned.turns.isActive() == bool(theme.duration(1))
    theme.set_reduced_motion(True)
    try:
        aligned.show_way(Way.FLICKER)
        assert not aligned.turns.isActive()
        assert colour(panes[0], Point(1300, 500)) == "#3c3cdc"
        press(made, Key.Key_Space)
        assert colour(panes[0], Point(1300, 500)) == "#208040"
        press(made, Key.Key_W)
        assert aligned.overlay.way is Way.BESIDE
    finally:
        theme.set_reduced_motion(False)


def test_what_one_points_at_is_marked_in_the_other_photo(panes, aligned: Aligning):
    left, right = panes
    QTest.mouseMove(left.canvas, at(left, OLD[0]))
    assert abs(right.echo.x - NEW[0].x) < 5
    assert abs(right.echo.y - NEW[0].y) < 5
    QTest.mouseMove(right.canvas, at(right, NEW[1]))
    assert abs(left.echo.x - OLD[1].x) < 5
    right.canvas.left.emit()
    assert left.echo is None
    assert aligned.on


def test_all_of_it_by_the_keyboard(made: Shown, panes):
    for _side in panes:
        made.viewer.setFocus()
        press(made, Key.Key_Space, Key.Key_Space, Key.Key_Down, Key.Key_Space, Key.Key_Tab)
    assert [len(pane.sketch.sheet.landmarks) for pane in panes] == [2, 2]
    press(made, Key.Key_W)
    assert aligning_of(made).overlay.way is Way.SWIPE
    press(made, Key.Key_Escape)
    assert not made.viewer.bar.align.isChecked()
    assert panes[1].isVisible()


def test_a_third_click_sets_nothing_and_a_step_back_takes_one_away(panes, aligned: Aligning):
    click(panes[0], Point(800, 300))
    assert len(panes[0].sketch.sheet.landmarks) == 2
    aligned._sides.activate(0)
    aligned.bar.undo.click()
    assert len(panes[0].sketch.sheet.landmarks) == 1
    assert not aligned.bar.ways[Way.BLEND].isEnabled()


def test_a_photo_that_went_is_laid_over_nothing(made: Shown, panes, aligned: Aligning):
    for leave in (
        lambda: made.viewer.show_failure("/3.jpg", "gone", "taken back"),
        lambda: made.viewer.show_in(1, 4),
    ):
        aligned.show_way(Way.BLEND)
        panes[0].canvas.grab()
        assert not aligned.overlay._layer.isNull()
        leave()
        assert aligned.overlay.way is Way.BESIDE
        assert panes[1].isVisible()
        assert aligned.overlay._layer.isNull()
        made.viewer.show_in(1, 2)
        panes[1].show_sheet(MeasurementSheet(landmarks=NEW))
    aligned.show_way(Way.BLEND)
    panes[0].canvas.grab()
    made.viewer.release_pictures()
    assert aligned.overlay._layer.isNull(), "a locked window keeps no picture"


def test_a_photo_of_one_pixel_is_refused(made: Shown, panes):
    tiny = QImage(1, 1, QImage.Format.Format_RGB32)
    tiny.fill(0)
    pane = panes[1]
    pane.show_photo(SHOTS[4])
    pane.show_levels(Levels(tiny, "tiny"))
    pane.show_sheet(MeasurementSheet())
    click(panes[0], *OLD)
    for point in (Point(0, 0), Point(1, 1)):
        pane.sketch.put(point)
    made.viewer.modes.show()
    assert len(pane.sketch.sheet.landmarks) == 1
    assert not aligning_of(made).bar.ways[Way.SWIPE].isEnabled()
    made.viewer.sides.activate(1)
    assert "太近" in hint(made)


def test_while_one_measures_nothing_is_aligned(made: Shown, panes, aligned: Aligning):
    aligned.show_way(Way.SWIPE)
    press(made, Key.Key_M)
    assert not aligned.on
    assert not aligned.bar.isVisible()
    assert panes[1].isVisible()
    press(made, Key.Key_G)
    assert not made.viewer.measuring.on
    assert len(panes[0].sketch.sheet.landmarks) == 2


def measured(scale, length: float) -> MeasurementSheet:
    line = Shape(ShapeKind.LENGTH, (Point(800, 300), Point(800 + length, 300)))
    return MeasurementSheet(scale, (line,))


@pytest.mark.parametrize("swapped", [False, True])
def test_change_is_told_from_the_older_photo_to_the_newer(made: Shown, panes, swapped: bool):
    card = Card(CORNERS, 85.6, 53.98)
    sheets = [measured(card, 60), measured(card, 90)]
    if swapped:
        made.viewer.show_in(0, 2)
        made.viewer.show_in(1, 1)
        sheets.reverse()
    for pane, sheet in zip(panes, sheets, strict=True):
        pane.show_sheet(sheet)
    made.viewer.modes.show()
    result = aligning_of(made).bar.result.accessibleName()
    assert result == "长度约 12 → 18 mm（+50%）"
    assert aligning_of(made).bar.ways[Way.SWIPE].isEnabled(), "the cards are landmarks enough"
    ruler = Scale(Point(0, 0), Point(50, 0), 10)
    for pane, length in zip(panes, (50, 50), strict=True):
        pane.show_sheet(measured(ruler, length))
    made.viewer.modes.show()
    result = aligning_of(made).bar.result.accessibleName()
    assert result == "长度约 10 → 10 mm（+0%，未校正倾斜）"


def test_which_photo_is_seen_where_is_said_above_both_and_on_neither(panes, aligned: Aligning):
    left = panes[0]
    aligned.show_way(Way.BLEND)
    aligned.overlay.share = 0.0
    left.canvas.zoom(8.0)
    overlaid = left.canvas.grab().toImage()
    left.canvas.paint_overlay = None
    assert left.canvas.grab().toImage() == overlaid
    above = left.names
    assert above.isVisible()
    assert above.left.text().startswith("左")
    assert above.right.text().startswith("右")
    assert above.geometry().bottom() < left.canvas.mapTo(left, QPoint()).y()
    aligned.show_way(Way.BESIDE)
    assert not above.isVisible()


def test_of_photos_seen_in_turn_the_one_that_is_seen_is_named(panes, aligned: Aligning):
    theme.set_reduced_motion(True)
    aligned.show_way(Way.FLICKER)
    above = panes[0].names
    assert (above.left.isVisible(), above.right.isVisible()) == (True, False)
    aligned._take_turns()
    assert (above.left.isVisible(), above.right.isVisible()) == (False, True)
