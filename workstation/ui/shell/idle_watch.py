"""Detects that mouse and keyboard were not used for some time.

The events of top-level windows are watched, each from when it first has the focus, not those of all
widgets: a filter in Python on all of them would slow down each painting. Input methods deliver no
key events to the window, but move the caret; so typing Chinese counts as activity, too.
"""

import math
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
LOOK_AGAIN_SECONDS = 15.0
"""For so long at most patients are seen after a sleep that the system did not tell of, with no hand
at the mouse. It ends when other waits do, which wake the computer every five seconds anyway."""
ABSENT_SECONDS = 300.0
"""A long text or photo is looked at for a while with both hands off."""


class IdleWatch(QObject):
    """Watches for a time without mouse and keyboard.

    ``idle`` is emitted then; ``minutes`` gives the current policy, 0 for never. ``touched`` is
    emitted for each key, click and movement, ``returned`` by the first after ``ABSENT_SECONDS``,
    of which ``is_absent`` knows. ``monotonic`` gives seconds, also those of a sleep.
    """

    idle = Signal()
    touched, returned = Signal(), Signal()

    def __init__(
        self,
        window: QWidget,
        minutes: Callable[[], int],
        monotonic: Callable[[], float],
    ) -> None:
        super().__init__(window)
        self._minutes, self._monotonic = minutes, monotonic
        self._touched = self._present_at = monotonic()
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self.check)
        self._watch(window.windowHandle())
        application = QGuiApplication.instance()
        if isinstance(application, QGuiApplication):
            application.focusWindowChanged.connect(self._on_focus)
        QGuiApplication.inputMethod().cursorRectangleChanged.connect(self.touch)
        self.check()

    @property
    def is_absent(self) -> bool:
        """Whether nobody has done anything for so long that nobody need be there."""
        return self._monotonic() - self._present_at >= ABSENT_SECONDS

    def _on_focus(self, window: QWindow | None) -> None:
        """Note that somebody is there: the desktop's own keys brought the window to the front."""
        self._watch(window)
        if window is not None:
            self._note_presence()

    def _note_presence(self) -> None:
        was_absent, self._present_at = self.is_absent, self._monotonic()
        if was_absent:
            self.returned.emit()

    def _watch(self, window: QWindow | None) -> None:
        """Watch the window that gets the focus, also the viewer's own and the system's dialogs."""
        if window is not None:
            window.installEventFilter(self)

    def touch(self) -> None:
        """Note that the doctor did something just now; or somebody else, if the time is long over.

        After a sleep that the system did not tell of, a hand is at the mouse before the timer ends.
        """
        if self._seconds_left() <= 0:
            self.check()
        self._touched = self._monotonic()
        self._note_presence()

    def check(self) -> None:
        """Emit ``idle`` if the time is over; otherwise check again when it may be."""
        if self._seconds_left() <= 0:
            self._touched = self._monotonic()
            self.idle.emit()
        # The policy may change at any time, and 0 minutes are looked at again, too.
        again = aligned_wait(LOOK_AGAIN_SECONDS, time.monotonic())
        self._timer.start(round(min(self._seconds_left(), again) * 1000))

    def _seconds_left(self) -> float:
        limit = self._minutes() * 60.0
        return self._touched + limit - self._monotonic() if limit else math.inf

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: ARG002
        if event.type() in INPUTS:
            self.touch()
            self.touched.emit()
        return False
