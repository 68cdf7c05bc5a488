"""What a control that paints itself remembers of the mouse and of the keyboard's focus."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent
from PySide6.QtGui import QEnterEvent, QFocusEvent
from PySide6.QtWidgets import QWidget

from workstation.ui.kit.widgets.focus_ring import is_to_be_ringed

# PySide6 builds one C++ widget for a class: at run time a mixin must not be a second one.
if TYPE_CHECKING:
    Control = QWidget
else:
    Control = object


class Hovering(Control):
    """Knows whether the mouse is over it, and paints itself again when that changes."""

    _hovered = False

    def enterEvent(self, event: QEnterEvent) -> None:
        self._hovered = True
        self.update()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._hovered = False
        self.update()
        super().leaveEvent(event)


class InnerRinged(Control):
    """Knows whether the keyboard brought it the focus: for a ring drawn inside its edge."""

    _ringed = False

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._ringed = is_to_be_ringed(event.reason())
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._ringed = False
        super().focusOutEvent(event)
