"""Whether a widget, or the whole program, was last used by the keyboard or by the mouse.

Who uses the mouse needs no ring where the keyboard goes; who uses keys does, wherever the pointer
may rest meanwhile. Only the widget that was used can say which it was: once its page hides it, Qt
gives the keyboard on for reasons of its own.

Where the program itself moves the keyboard, as into a dialog that a key opened, no widget can say
so: ``last_input`` can, which sees each key and click before any widget does.
"""

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QFocusEvent, QGuiApplication, QKeyEvent, QMouseEvent, QWindow
from PySide6.QtWidgets import QWidget

# PySide6 builds one C++ widget for a class: at run time a mixin must not be a second one.
if TYPE_CHECKING:
    Control = QWidget
else:
    Control = object

COME_BACK = {Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason}
"""A window that comes to the front, or what lay over the page closes: neither key nor click."""

KEYS = {QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride}  # a shortcut comes by the second only
CLICKS = {QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick, QEvent.Type.TouchBegin}
MODIFIERS = {Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_Meta}
"""Pressed for a click, or for Alt Tab to another window: they say nothing of this one."""


class LastInput(QObject):
    """Whether the last thing done in a window of the program was a key, and no click."""

    def __init__(self) -> None:
        super().__init__()
        self.is_key = False
        self._watches = False

    def watch_windows(self, first: QWindow | None) -> None:
        """Watch ``first``, and each other window from when it first has the keyboard."""
        self._watch(first)
        application = QGuiApplication.instance()
        if isinstance(application, QGuiApplication) and not self._watches:
            self._watches = True
            application.focusWindowChanged.connect(self._watch)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: ARG002
        kind = event.type()
        if kind in CLICKS:
            self.is_key = False
        elif kind in KEYS and isinstance(event, QKeyEvent) and event.key() not in MODIFIERS:
            self.is_key = True
        return False

    def _watch(self, window: QWindow | None) -> None:
        if window is not None:
            window.installEventFilter(self)


last_input = LastInput()


class KnowsInput(Control):
    """Knows how a widget was last used, by how the keyboard came, and each key and click since."""

    _by_keyboard = False

    @property
    def is_used_by_keyboard(self) -> bool:
        """Whether the last use was by a key, or what stands for one, and no click."""
        return self._by_keyboard

    def note_use(self, *, by_keyboard: bool) -> None:
        """Note that the widget is used now by a key, or by the mouse."""
        self._by_keyboard = by_keyboard

    def note_focus(self, reason: Qt.FocusReason) -> None:
        """Note for which reason the keyboard came."""
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
