"""The four corners of a card give a scale that corrects the camera's tilt."""

from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from tests.ui.viewer.conftest import Shown
from workstation.domain.geometry import Point
from workstation.ui.viewer.pane import ViewerPane
from workstation.ui.viewer.tone_controls import ViewerPopover

Key = Qt.Key
CORNERS = tuple(Point(x, y) for x, y in ((700, 200), (1128, 200), (1128, 470), (700, 470)))


def click(pane: ViewerPane, *points: Point) -> None:
    matrix = pane.canvas.view.matrix(pane.canvas.extent)
    for point in points:
        place = matrix.map(QPointF(point.x, point.y)).toPoint()
        QTest.mouseClick(pane.canvas, Qt.MouseButton.LeftButton, pos=place)


def press(made: Shown, *keys: Qt.Key) -> None:
    for key in keys:
        QTest.keyClick(made.viewer, key)


def choose(made: Shown, word: str) -> None:
    made.viewer.measures.reference.click()
    popover = made.viewer.window().findChild(ViewerPopover)
    next(part for part in popover.findChildren(QWidget) if word in part.accessibleName()).click()


def test_four_corners_of_a_card_give_the_scale(made: Shown):
    press(made, Key.Key_M, Key.Key_1)
    pane, measures = made.viewer.sides.active, made.viewer.measures
    choose(made, "银行卡四角")
    assert "第 1 个，共 4 个" in measures.hint.accessibleName()
    click(pane, *CORNERS)
    assert pane.sketch.sheet.card is not None
    click(pane, Point(800, 600), Point(920, 600))
    assert measures.result.accessibleName() == "约 24 mm"


def test_a_corner_on_the_edge_is_refused_since_the_card_may_be_cut(made: Shown):
    press(made, Key.Key_M)
    pane, measures = made.viewer.sides.active, made.viewer.measures
    choose(made, "银行卡四角")
    click(pane, CORNERS[0], Point(1600, 200))
    assert "没有拍全" in measures.hint.accessibleName()
    assert len(pane.sketch.open_points) == 1
    click(pane, *(CORNERS[0].moved(step, 0) for step in (100, 200, 300)))
    assert "一条直线" in measures.hint.accessibleName()
    assert pane.sketch.sheet.scale is None
    click(pane, *CORNERS)
    assert pane.sketch.sheet.card is not None


def test_another_card_has_the_sides_that_are_typed(made: Shown):
    press(made, Key.Key_M)
    pane, measures = made.viewer.sides.active, made.viewer.measures
    choose(made, "其他卡片")
    measures.number.setText("")
    QTest.keyClicks(measures.number, "30x")
    assert "两条边长" in measures.hint.accessibleName()
    QTest.keyClicks(measures.number, "50")
    click(pane, *CORNERS)
    card = pane.sketch.sheet.card
    assert (card.long_mm, card.short_mm) == (50, 30)
    measures.number.setText("")
    QTest.keyClicks(measures.number, "60×30")
    assert pane.sketch.sheet.card.long_mm == 60
