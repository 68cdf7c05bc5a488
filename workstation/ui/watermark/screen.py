"""The watermark over a window: above everything in it, and in nobody's way.

It is one widget over all of the window, so no part that shows a patient can be forgotten, menus
and dialogs included. While the frame of the sign-in is not shown (the lock, signing in) it paints
nothing. It takes no mouse and no keyboard, and is not in the accessible tree. Once a minute it is
painted anew; between, only what the window repaints anyway is drawn over, from a finished picture.

A sign-in that is moved to another store has two frames in the window for a moment, so two marks.
They do not watch each other: each would raise itself above the other for ever
(``test_two_marks_in_one_window_leave_each_other_in_peace``).
"""

from collections.abc import Callable

from PySide6.QtCore import QChildEvent, QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QPaintEvent, QPixmap
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from workstation.base.clock import MINUTE_MS
from workstation.ui.kit.painting import painting
from workstation.ui.kit.theme import theme
from workstation.ui.watermark.mark import MarkText, WatermarkShape

NOT_ACCESSIBLE = "qt_rubberband"
"""The name by which Qt's accessible tree passes over what only lies on top of others."""


class ScreenWatermark(QWidget):
    """The watermark over a window.

    It is there while ``frame`` is shown and the policy wants it (``theme.watermarked``).
    ``text`` gives the lines of this moment.
    """

    def __init__(
        self,
        window: QWidget,
        frame: QWidget,
        text: Callable[[], MarkText],
        now_ms: Callable[[], int],
    ) -> None:
        super().__init__(window)
        self._window, self._frame, self._text, self._now_ms = window, frame, text, now_ms
        self._drawn: tuple[MarkText, bool, float] | None = None
        self._shape, self._picture = WatermarkShape.of(()), QPixmap()
        self.setObjectName(NOT_ACCESSIBLE)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        self._timer = QTimer(self, singleShot=True, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self.refresh)
        window.installEventFilter(self)
        for child in window.children():
            self._watch(child)
        frame.destroyed.connect(self.deleteLater)
        theme.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show what is true now; painted anew only where that is something else."""
        self.setVisible(theme.watermarked)
        if not theme.watermarked:
            self._timer.stop()
            return
        self._timer.start(MINUTE_MS - self._now_ms() % MINUTE_MS)
        now = (self._text(), theme.dark, self.devicePixelRatioF())
        if now != self._drawn:
            self._drawn = now
            self._draw(*now)
            self.update()

    def retranslate(self) -> None:
        """Set the text in the current language."""
        self.refresh()

    def paintEvent(self, event: QPaintEvent) -> None:
        if not isValid(self._frame) or not self._frame.isVisible():
            return  # one that is gone takes this with it, though not in the same moment
        with painting(self) as painter:
            for place in self._shape.places(event.rect()):
                painter.drawPixmap(place, self._picture)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay over all of the window, and above what comes into it or is raised in it."""
        window = self._window
        match event.type():
            case QEvent.Type.Resize if watched is window:
                self.setGeometry(window.rect())
            case QEvent.Type.ChildPolished if watched is window and isinstance(event, QChildEvent):
                self._watch(event.child())
                self._stay_above()
            case QEvent.Type.ZOrderChange if watched is not window:
                self._stay_above()
        return False

    def _watch(self, child: QObject) -> None:
        if not isinstance(child, ScreenWatermark):
            child.installEventFilter(self)

    def _stay_above(self) -> None:
        if theme.watermarked:
            self.raise_()

    def _draw(self, text: MarkText, light: bool, ratio: float) -> None:  # noqa: FBT001
        self.setGeometry(self._window.rect())
        self.raise_()
        self._shape = WatermarkShape.of(text)
        self._picture = self._shape.picture(ratio, light=light)
