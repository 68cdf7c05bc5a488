"""The keyboard goes back to where it was before something lay over the page."""

import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget


def restore_focus(came_from: QWidget | None, otherwise: QWidget) -> None:
    """Focus what had the keyboard; ``otherwise`` if that is gone, hidden or disabled meanwhile."""
    focus_target(came_from, otherwise).setFocus(Qt.FocusReason.PopupFocusReason)


def focus_target(came_from: QWidget | None, otherwise: QWidget) -> QWidget:
    """``came_from``, if it can take the keyboard still; else ``otherwise``."""
    there = (
        came_from is not None
        and shiboken6.isValid(came_from)
        and came_from.isVisible()
        and came_from.isEnabled()
    )
    return came_from if there and came_from is not None else otherwise
