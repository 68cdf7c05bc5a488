"""The keyboard goes back to where it was before something lay over the page."""

from typing import TypeGuard

import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget


def restore_focus(came_from: QWidget | None, otherwise: QWidget) -> None:
    """Focus what had the keyboard; ``otherwise`` if that is gone, hidden or disabled meanwhile."""
    focus_target(came_from, otherwise).setFocus(Qt.FocusReason.PopupFocusReason)


def focus_target(came_from: QWidget | None, otherwise: QWidget) -> QWidget:
    """``came_from``, if it can take the keyboard still; else ``otherwise``."""
    return came_from if is_usable(came_from) and came_from.isVisible() else otherwise


def is_usable(widget: QWidget | None) -> TypeGuard[QWidget]:
    """Whether a widget is there still, and takes the keyboard once it is in sight."""
    return widget is not None and shiboken6.isValid(widget) and widget.isEnabled()
