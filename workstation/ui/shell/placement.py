"""Where the window stood last time, and where it may stand on the screens that are there now."""

from collections.abc import Callable, Iterable
from pathlib import Path

from PySide6.QtCore import QByteArray, QEvent, QObject, QPoint, QRect, QSize, QTimer
from PySide6.QtGui import QGuiApplication, QScreen
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from workstation.base.write_behind import window_files

FILE = "window.geometry"
SETTLED_MS = 1_000
MAX_BYTES = 4_096
MINIMUM = (720, 560)
"""In logical pixels; a screen may have fewer."""
FRAME = QSize(16, 48)
"""An upper bound for borders and title bar, which are known only once a window is shown."""
TITLE_CORNER = QPoint(8, 40)
"""Where the inside begins, so that the title bar is on the screen, too."""
MIN_HOLD = 64
"""So much of the upper edge must be on a screen, or no mouse can take the window by it."""


def least_size(widget: QWidget) -> QSize:
    """The smallest size of a window, bounded by its screen.

    A screen of 1366 by 768 scaled by 200 % has only 683 by 384 logical pixels; a larger window
    could not be seen in full.
    """
    return QSize(*MINIMUM).boundedTo(widget.screen().availableSize() - FRAME)


class WindowPlacement(QObject):
    """Restores the position of ``window``, and stores it in ``file``.

    Qt places a restored window on an existing screen, but does not move one whose screen is
    removed. Under X it also does not notice that a window keeps its dots when the desktop's scale
    changes, or when it is moved to a screen of another scale: laid out for its least size, it would
    have the composer below its edge. The first time, a window that belongs ``beside`` another one
    fills another screen, if there is one.
    """

    def __init__(self, window: QWidget, file: Path, beside: QWidget | None = None) -> None:
        super().__init__(window)
        self._window, self._file, self._beside = window, file, beside
        self._settled = QTimer(self, singleShot=True, interval=SETTLED_MS)
        self._settled.timeout.connect(self._on_settled)
        if not window.restoreGeometry(QByteArray(window_files.read(file, MAX_BYTES) or b"")):
            self._place_first()
        self._scale = self._scale_now()
        self._is_to_fit = False
        window.installEventFilter(self)
        application = QGuiApplication.instance()
        if isinstance(application, QGuiApplication):
            application.screenRemoved.connect(self._on_screen_removed)

    def save(self) -> None:
        """Write down where the window stands; a disk that takes nothing costs no more than this."""
        if not isValid(self._window):  # it goes with the program: Qt would crash
            return
        self._settled.stop()
        window_files.put(self._file, bytes(self._window.saveGeometry().data()))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Save the window's place once moving or resizing is over, at once when it goes."""
        kind = event.type()
        if kind in {QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.WindowStateChange}:
            self._settled.start()
        elif kind in {QEvent.Type.DevicePixelRatioChange, QEvent.Type.ScreenChangeInternal}:
            QTimer.singleShot(0, self, self._follow_screen)
        elif kind is QEvent.Type.Hide and not event.spontaneous():
            self.save()
        return super().eventFilter(watched, event)

    def _place_first(self) -> None:
        window = self._window
        own = self._beside.screen() if self._beside is not None else None
        free = next((one for one in QGuiApplication.screens() if one is not own), None)
        if own is None or free is None:
            keep_on_screen(window)
            return
        from PySide6.QtCore import Qt

        window.setGeometry(free.availableGeometry())
        window.setWindowState(Qt.WindowState.WindowMaximized)

    def _on_screen_removed(self, _screen: QScreen) -> None:
        """Come back in the next turn of the loop: until then the removed screen is still listed."""
        QTimer.singleShot(0, self, self._come_back)

    def _come_back(self) -> None:
        """Move a window from a screen that was removed to the one it belongs beside."""
        window = self._window
        there = [screen.availableGeometry() for screen in QGuiApplication.screens()]
        if is_reachable(window.geometry(), there):
            return
        screen = self._beside.screen() if self._beside is not None else None
        room = (screen or QGuiApplication.primaryScreen()).availableGeometry()
        size = window.size().boundedTo(room.size() - FRAME)
        self._arrange(lambda: window.setGeometry(QRect(room.topLeft() + TITLE_CORNER, size)))

    def _scale_now(self) -> tuple[str, float]:
        """The screen that the window stands on, and how many dots a length of 1 has there."""
        return self._window.screen().name(), self._window.devicePixelRatioF()

    def _follow_screen(self) -> None:
        """Follow to another screen or scale: as many dots as before are fewer lengths, or more."""
        window = self._window
        (before, ratio), self._scale = self._scale, self._scale_now()
        screen, now = self._scale
        window.setMinimumSize(least_size(window))
        if QGuiApplication.platformName() != "xcb" or now == ratio:
            return
        if screen == before:
            self._arrange(lambda: window.resize(window.size() * (ratio / now)))
        else:
            self._is_to_fit = True
            self._settled.start()

    def _on_settled(self) -> None:
        """Fit and save once it rests: resized in a drag, it would jump between two screens."""
        if self._is_to_fit:
            self._is_to_fit = False
            self._fit()
        self.save()

    def _fit(self) -> None:
        """Make it no smaller than all of it needs, and no larger than the screen it came to."""
        window = self._window
        room = window.screen().availableGeometry()
        size = window.size().expandedTo(window.minimumSize()).boundedTo(room.size() - FRAME)
        if window.isMaximized() or window.isFullScreen() or size == window.size():
            return
        place = QRect(window.geometry().topLeft(), size)
        place.moveRight(min(place.right(), room.right()))
        place.moveBottom(min(place.bottom(), room.bottom()))
        window.setGeometry(place)

    def _arrange(self, arrange: Callable[[], object]) -> None:
        """Arrange the window, also one that fills its screen, which is to fill it again."""
        from PySide6.QtCore import Qt

        window = self._window
        filling = window.windowState() & (
            Qt.WindowState.WindowMaximized | Qt.WindowState.WindowFullScreen
        )
        window.setWindowState(window.windowState() & ~filling)
        arrange()
        if filling:
            window.setWindowState(window.windowState() | filling)


def keep_on_screen(window: QWidget) -> None:
    """Keep a window within its screen before it is first shown, its frame included."""
    window.resize(window.size().boundedTo(window.screen().availableSize() - FRAME))


def is_reachable(window: QRect, screens: Iterable[QRect]) -> bool:
    """Whether enough of the upper edge of ``window`` lies on one of the ``screens``."""
    edge = QRect(window.topLeft(), QSize(window.width(), 1))
    return any((edge & screen).width() >= min(MIN_HOLD, window.width()) for screen in screens)
