"""F6: the keyboard goes from bar to bar."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

KEYBOARD_REASONS = {
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
}


def cycle_focus(home: QWidget, bars: Sequence[QWidget], by: int) -> None:
    """Bring the keyboard to the next bar that is seen; ``home``, which holds them, is one too."""
    parts = [home, *(bar for bar in bars if bar.isVisible())]
    focused = QApplication.focusWidget()
    focused_bars = [part for part in parts[1:] if focused and part.isAncestorOf(focused)]
    at = parts.index(focused_bars[0]) if focused_bars else 0
    _enter(parts[(at + by) % len(parts)])


def _enter(part: QWidget) -> None:
    """The keyboard goes to a part itself, or to the first thing in it that takes it."""
    reason = Qt.FocusReason.TabFocusReason
    if part.focusPolicy() & Qt.FocusPolicy.TabFocus:
        part.setFocus(reason)
        return
    for child in part.findChildren(QWidget):
        takes_keyboard = child.isVisible() and child.isEnabled()
        if child.focusPolicy() & Qt.FocusPolicy.TabFocus and takes_keyboard:
            child.setFocus(reason)
            return
