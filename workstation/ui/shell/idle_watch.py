"""Whether the doctor still works here: told once nobody has touched mouse or keyboard for a time.

The events of the program's windows are watched, of each from when it first has the keyboard, and
not those of every widget: a filter in Python on all of them would cost each painting. What an input
method composes never reaches the window as a key, but it moves the caret; so a doctor who writes
Chinese for a quarter of an hour is not taken for gone.
"""

import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QWindow
from PySide6.QtWidgets import QWidget

from workstation.base.aligned_waits import aligned_wait

INPUTS = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.TabletMove,
        QEvent.Type.TouchBegin,
        QEvent.Type.TouchUpdate,
        QEvent.Type.Wheel,
    }
)
LOOK_AGAIN_SECONDS = 60.0


class IdleWatch(QObject):
    """Watches for a time without mouse and keyboard.

    ``idle`` tells it; ``minutes`` gives the current policy, 0 for never. ``touched`` tells each
    key, click and movement. ``monotonic`` gives seconds.
    """

    idle = Signal()
    touched = Signal()

    def __init__(
        self,
        window: QWidget,
        minutes: Callable[[], int],
        monotonic: Callable[[], float],
    ) -> None:
        super().__init__(window)
        self._minutes, self._monotonic = minutes, monotonic
        self._touched = monotonic()
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self.look)
        self._watch(window.windowHandle())
        application = QGuiApplication.instance()
        if isinstance(application, QGuiApplication):
            application.focusWindowChanged.connect(self._watch)
        QGuiApplication.inputMethod().cursorRectangleChanged.connect(self.touch)
        self.look()

    def _watch(self, window: QWindow | None) -> None:
        """Also a window of its own for pictures, and the system's dialogs."""
        if window is not None:
            window.installEventFilter(self)

    def touch(self) -> None:
        """The doctor did something just now."""
        self._touched = self._monotonic()

    def look(self) -> None:
        """Tell if it is time, and look again when it may be."""
        limit = self._minutes() * 60.0
        left = self._touched + limit - self._monotonic()
        if limit and left <= 0:
            self.touch()
            self.idle.emit()
            left = limit
        # The policy may change at any time, and 0 minutes are looked at again, too.
        again = aligned_wait(LOOK_AGAIN_SECONDS, time.monotonic())
        seconds = min(left, again) if limit else again
        self._timer.start(round(seconds * 1000))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: ARG002
        if event.type() in INPUTS:
            self.touch()
            self.touched.emit()
        return False
