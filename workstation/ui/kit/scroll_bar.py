"""The bar at the side of what scrolls."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QAbstractScrollArea, QScrollBar

from workstation.ui.kit.theme import SPACE


class ScrollBar(QScrollBar):
    """As wide as the style sheet makes it, also before it is in a window that has one.

    What is measured before it is shown, such as a sheet of a form, would otherwise be measured
    beside a wider bar.
    """

    def sizeHint(self) -> QSize:
        return QSize(SPACE.x3, super().sizeHint().height())


def use_own_bar(area: QAbstractScrollArea) -> None:
    """Let ``area`` scroll down with a bar of the design's width."""
    area.setVerticalScrollBar(ScrollBar(Qt.Orientation.Vertical))
