"""Where the keyboard is among the panes of the window, and where it comes into one."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget


def holds(pane: QWidget, focused: QWidget | None) -> bool:
    """Whether the keyboard is in ``pane``."""
    return focused is not None and (pane is focused or pane.isAncestorOf(focused))


def entrance_of(pane: QWidget) -> QWidget | None:
    """``pane`` or the first thing in it that takes the keyboard now."""
    if pane.focusPolicy() != Qt.FocusPolicy.NoFocus or pane.focusProxy() is not None:
        return pane if _is_open(pane) else None
    return next(
        (
            child
            for child in pane.findChildren(QWidget)
            if child.focusPolicy() & Qt.FocusPolicy.TabFocus and _is_open(child)
        ),
        None,
    )


def _is_open(widget: QWidget) -> bool:
    return widget.isVisible() and widget.isEnabled()
