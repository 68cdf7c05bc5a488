"""Controls that are drawn small, and take a click from a hand that is not steady.

WCAG 2.2 asks for 24 by 24 pixels (2.5.8). A link is as high as its line, 20, and so is a check box:
a layout that gave them more would move what the design draws around them. So they take the
layout's place, grow over its edges by themselves, and paint where they were put.
"""

from typing import TYPE_CHECKING

from PySide6.QtCore import QMargins, QRect
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

# PySide6 builds one C++ widget for a class: at run time a mixin must not be a second one.
if TYPE_CHECKING:
    Control = QWidget
else:
    Control = object

LEAST_TARGET = 24
"""Pixels, in any size of text: it is the hand that needs them."""


class LargerTarget(Control):
    """A control as large as a hand needs; ``drawn_rect`` is where it was put, and paints itself."""

    _around = QMargins()
    _is_growing = False

    @property
    def drawn_rect(self) -> QRect:
        """The place that its layout gave it."""
        return self.rect().marginsRemoved(self._around)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Grow over the place that it has just been given."""
        super().resizeEvent(event)
        if self._is_growing:
            return
        wide = max(0, min(LEAST_TARGET, self.maximumWidth()) - self.width())
        high = max(0, min(LEAST_TARGET, self.maximumHeight()) - self.height())
        self._around = QMargins(wide // 2, high // 2, wide - wide // 2, high - high // 2)
        if wide or high:
            self._is_growing = True
            self.setGeometry(self.geometry().marginsAdded(self._around))
            self._is_growing = False
