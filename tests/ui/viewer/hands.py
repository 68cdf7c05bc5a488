"""What a doctor's hands do in the viewer."""

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from tests.ui.viewer.conftest import Shown
from workstation.ui.viewer.pane import ViewerPane
from workstation.ui.viewer.tone_controls import ViewerPopover
from workstation.ui.viewer.transform import View


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


def press(
    made: Shown,
    key: Qt.Key,
    modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
    times: int = 1,
) -> None:
    """Press a key that many times."""
    for _ in range(times):
        QTest.keyClick(made.viewer, key, modifiers)


def view(made: Shown, side: int | None = None) -> View:
    """How the photograph of a side lies, the active one's without."""
    sides = made.viewer.sides
    return sides.panes[sides.number if side is None else side].canvas.view
