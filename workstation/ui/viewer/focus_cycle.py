"""Where the keyboard goes: by F6 from bar to bar, and to the pictures from what goes away."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from workstation.ui.kit.widgets.tab_order import put_before_in_tab_order

# PySide6 builds one C++ widget for a class: at run time a mixin must not be a second one.
if TYPE_CHECKING:
    Control = QWidget
else:
    Control = object

KEYBOARD_REASONS = {
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
}


def insert_above(column: QVBoxLayout, bar: QWidget, below: QWidget, first: QWidget) -> None:
    """Lay ``bar`` over another one, whose ``first`` stop Tab comes to after those of ``bar``."""
    column.insertWidget(column.indexOf(below), bar)
    put_before_in_tab_order(first, [bar])


class YieldsKeyboard(Control):
    """Leaves the keyboard to the pictures once it is disabled or hidden with it.

    Qt would give it to the next button: of two quick presses of "undo" the second deleted.
    """

    def focusNextPrevChild(self, next_one: bool) -> bool:  # noqa: FBT001
        """Pass the keyboard on: by Tab, or to what holds this control when it can have none."""
        if self.isVisible() and self.isEnabled():
            return super().focusNextPrevChild(next_one)
        part = self.parentWidget()
        while part is not None and not _takes_keyboard(part):
            part = part.parentWidget()
        if part is None:
            return super().focusNextPrevChild(next_one)
        part.setFocus(Qt.FocusReason.TabFocusReason)
        return True


def cycle_focus(home: QWidget, bars: Sequence[QWidget], by: int) -> None:
    """Bring the keyboard to the next bar that is seen; ``home``, which holds them, is one too."""
    parts = [home, *(bar for bar in bars if bar.isVisible())]
    focused = QApplication.focusWidget()
    focused_bars = [part for part in parts[1:] if focused and part.isAncestorOf(focused)]
    at = parts.index(focused_bars[0]) if focused_bars else 0
    _enter(parts[(at + by) % len(parts)])


def _enter(part: QWidget) -> None:
    """Give the keyboard to a part itself, or to the first thing in it that takes it."""
    reason = Qt.FocusReason.TabFocusReason
    if part.focusPolicy() & Qt.FocusPolicy.TabFocus:
        part.setFocus(reason)
        return
    for child in part.findChildren(QWidget):
        if _takes_keyboard(child):
            child.setFocus(reason)
            return


def _takes_keyboard(part: QWidget) -> bool:
    takes_tab = bool(part.focusPolicy() & Qt.FocusPolicy.TabFocus)
    return takes_tab and part.isVisible() and part.isEnabled()
