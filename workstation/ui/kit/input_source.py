"""Whether a widget was last used by the keyboard or by the mouse.

Who uses the mouse needs no ring where the keyboard goes; who uses keys does, wherever the pointer
may rest meanwhile. Only the widget that was used can say which it was: once its page hides it, Qt
gives the keyboard on for reasons of its own.
"""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QWidget

# PySide6 builds one C++ widget for a class: at run time a mixin must not be a second one.
if TYPE_CHECKING:
    Control = QWidget
else:
    Control = object

COME_BACK = {Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason}
"""A window that comes to the front, or what lay over the page closes: neither key nor click."""


class KnowsInput(Control):
    """Knows how it was last used, from the way the keyboard came, and each key and click since."""

    _by_keyboard = False

    @property
    def is_used_by_keyboard(self) -> bool:
        """Whether it was a key, or what stands for one, and no click."""
        return self._by_keyboard

    def note_use(self, *, by_keyboard: bool) -> None:
        """It is used now by a key, or by the mouse."""
        self._by_keyboard = by_keyboard

    def note_focus(self, reason: Qt.FocusReason) -> None:
        """The keyboard came for that reason."""
        if reason not in COME_BACK:
            self.note_use(by_keyboard=reason is not Qt.FocusReason.MouseFocusReason)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self.note_focus(event.reason())
        super().focusInEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self.note_use(by_keyboard=True)
        super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.note_use(by_keyboard=False)
        super().mousePressEvent(event)
