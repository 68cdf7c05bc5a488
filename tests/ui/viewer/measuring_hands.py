"""What a doctor's hand does who measures in a photograph."""

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from tests.ui.viewer.conftest import Shown
from workstation.ui.viewer.pane import ViewerPane
from workstation.ui.viewer.tone_controls import ViewerPopover


def at(pane: ViewerPane, x: float, y: float) -> QPoint:
    """Where a point of the picture lies on its canvas."""
    return pane.canvas.view.matrix(pane.canvas.extent).map(QPointF(x, y)).toPoint()


def click(pane: ViewerPane, *places: tuple[float, float]) -> None:
    """Click on these points of the picture, one after another."""
    for place in places:
        QTest.mouseClick(pane.canvas, Qt.MouseButton.LeftButton, pos=at(pane, *place))


def choose(made: Shown, word: str) -> None:
    """Take a thing of known size out of the list."""
    made.viewer.measures.reference.click()
    popover = made.viewer.window().findChild(ViewerPopover)
    assert popover is not None
    next(part for part in popover.findChildren(QWidget) if word in part.accessibleName()).click()
