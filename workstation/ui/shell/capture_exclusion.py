"""Excludes the program's windows from screen captures, which only Windows supports.

Screen readers and other aids capture the screen, too, so nothing is excluded while one runs: blind
doctors must not be locked out. X11 and Wayland have no such feature; the setting has no effect
there, as its help says.
"""

import ctypes
import sys
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QWidget

from workstation.ui.export.rules import export_rules
from workstation.ui.kit.announcer import has_screen_reader

CAN_EXCLUDE = sys.platform == "win32"
WDA_NONE, WDA_EXCLUDEFROMCAPTURE = 0x00, 0x11

if sys.platform == "win32":

    def set_excluded(window_id: int, excluded: bool) -> None:  # noqa: FBT001
        """Let Windows leave a window out of captures, or not; before 10 2004 black in them."""
        affinity = WDA_EXCLUDEFROMCAPTURE if excluded else WDA_NONE
        ctypes.windll.user32.SetWindowDisplayAffinity(ctypes.c_void_p(window_id), affinity)

else:

    def set_excluded(window_id: int, excluded: bool) -> None:  # noqa: FBT001
        """Do nothing: no system but Windows can leave a window out of captures."""


def is_screen_reader_running() -> bool:
    """Whether the system reports a screen reader, or any client reads the accessible tree."""
    return has_screen_reader() or QAccessible.isActive()


class CaptureExclusion(QObject):
    """Applies the policy to all windows of the program, also to later ones before they are shown.

    Tool tips, menus and dialogs are separate windows for the system, and a tool tip may contain a
    patient's full name. Qt reports new windows by events only, so all events are filtered, though
    only while the policy requires it. A screen reader may have started or ended whenever a window
    becomes active: call ``refresh``.
    """

    def __init__(
        self,
        parent: QObject,
        exclude: Callable[[int, bool], None] = set_excluded,
        is_read: Callable[[], bool] = is_screen_reader_running,
    ) -> None:
        super().__init__(parent)
        self._exclude, self._is_read = exclude, is_read
        self._excluded = False
        export_rules.changed.connect(self.refresh)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusWindowChanged.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Set it for every native window for which it is not set yet."""
        excluded = export_rules.excludes_captures and not self._is_read()
        application = QApplication.instance()
        if excluded == self._excluded or application is None:
            return
        self._excluded = excluded
        if excluded:
            application.installEventFilter(self)
        else:
            application.removeEventFilter(self)
        for widget in QApplication.topLevelWidgets():
            if widget.internalWinId():  # also one that is hidden and will be shown again
                self._exclude(int(widget.winId()), excluded)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Exclude a window that is about to be shown; the system does not know it before that."""
        if event.type() is QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self._exclude(int(watched.winId()), True)
        return False
