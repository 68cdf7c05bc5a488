"""The system locks its session, or goes to sleep: then this window locks itself, too.

That it is awake again is told as well: whatever was open with a server may be gone.

Linux tells over D-Bus: logind of sleep and of a session that is to be locked, the desktop's screen
saver of one that is. Windows tells the window itself (WM_WTSSESSION_CHANGE, WM_POWERBROADCAST).
Where nobody tells, the idle time and the doctor's own Ctrl+L remain.
"""

import ctypes
import os
import re
import sys
from typing import cast

from PySide6.QtCore import SLOT, QAbstractNativeEventFilter, QCoreApplication, QObject, Signal, Slot
from PySide6.QtDBus import QDBusConnection
from PySide6.QtWidgets import QWidget

LOGIND = "org.freedesktop.login1"
SCREEN_SAVERS = (
    ("org.gnome.ScreenSaver", "/org/gnome/ScreenSaver"),
    ("org.freedesktop.ScreenSaver", "/org/freedesktop/ScreenSaver"),
    ("org.cinnamon.ScreenSaver", "/org/cinnamon/ScreenSaver"),
    ("org.mate.ScreenSaver", "/org/mate/ScreenSaver"),
    ("org.xfce.ScreenSaver", "/org/xfce/ScreenSaver"),
    ("org.ukui.ScreenSaver", "/org/ukui/ScreenSaver"),
)
WM_POWERBROADCAST, PBT_APMSUSPEND, PBT_APMRESUMEAUTOMATIC = 0x0218, 4, 18
WM_WTSSESSION_CHANGE, WTS_SESSION_LOCK = 0x02B1, 7
_MESSAGE, _WPARAM = ctypes.sizeof(ctypes.c_void_p), 2 * ctypes.sizeof(ctypes.c_void_p)
"""Where both lie in a MSG, behind the window's handle."""


class SystemLockWatch(QObject):
    """``locking`` tells that the session is locked, or that the computer goes to sleep.

    ``awoke`` tells that it slept.
    """

    locking, awoke = Signal(), Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._filter: _MessageFilter | None = None
        if sys.platform == "win32":
            self._watch_windows(window)
        elif sys.platform == "linux":
            self._watch_dbus()

    @Slot(bool)
    def on_begun(self, begun: bool) -> None:  # noqa: FBT001 - a signal of D-Bus
        """A screen saver begins, or it ends."""
        if begun:
            self.locking.emit()

    @Slot(bool)
    def on_sleep(self, begun: bool) -> None:  # noqa: FBT001 - a signal of D-Bus
        """The computer goes to sleep, or it is awake again."""
        (self.locking if begun else self.awoke).emit()

    @Slot()
    def on_lock(self) -> None:
        """The session is to be locked."""
        self.locking.emit()

    def stop(self) -> None:
        """Listen no more."""
        if self._filter is not None:
            QCoreApplication.instance().removeNativeEventFilter(self._filter)  # type: ignore[union-attr]
            self._filter = None

    def _watch_dbus(self) -> None:
        system, session = QDBusConnection.systemBus(), QDBusConnection.sessionBus()
        # Bytes as declared are refused when it runs, and a text is taken.
        begun, lock = cast("bytes", SLOT("on_begun(bool)")), cast("bytes", SLOT("on_lock()"))
        sleep = cast("bytes", SLOT("on_sleep(bool)"))
        if system.isConnected():
            manager, path = f"{LOGIND}.Manager", "/org/freedesktop/login1"
            system.connect(LOGIND, path, manager, "PrepareForSleep", self, sleep)
            own = session_path(os.environ.get("XDG_SESSION_ID", ""))
            if own:
                system.connect(LOGIND, own, f"{LOGIND}.Session", "Lock", self, lock)
        if session.isConnected():
            for name, path in SCREEN_SAVERS:
                session.connect(name, path, name, "ActiveChanged", self, begun)

    def _watch_windows(self, window: QWidget) -> None:
        application = QCoreApplication.instance()
        if application is None:
            return
        self._filter = _MessageFilter(self)
        application.installNativeEventFilter(self._filter)
        register_session_changes(int(window.winId()))


class _MessageFilter(QAbstractNativeEventFilter):
    """Sees every message of Windows, and looks at two."""

    def __init__(self, watch: SystemLockWatch) -> None:
        super().__init__()
        self._watch = watch

    def nativeEventFilter(self, _kind: object, message: object) -> tuple[bool, int]:
        address = int(message)  # type: ignore[call-overload]
        number = ctypes.c_uint.from_address(address + _MESSAGE).value
        if number in {WM_POWERBROADCAST, WM_WTSSESSION_CHANGE}:
            what = ctypes.c_size_t.from_address(address + _WPARAM).value
            if begins_lock(number, what):
                self._watch.on_lock()
            elif (number, what) == (WM_POWERBROADCAST, PBT_APMRESUMEAUTOMATIC):
                self._watch.awoke.emit()
        return False, 0


def begins_lock(number: int, what: int) -> bool:
    """Whether a message of Windows says that the session is locked, or the computer sleeps."""
    return (number, what) in {
        (WM_POWERBROADCAST, PBT_APMSUSPEND),
        (WM_WTSSESSION_CHANGE, WTS_SESSION_LOCK),
    }


def session_path(session_id: str) -> str:
    """The D-Bus path of a session of logind by its id; empty for none.

    As systemd escapes it: what is no letter or digit, and a digit in front, is ``_`` and hex.
    """
    if not session_id:
        return ""
    escaped = re.sub(r"[^A-Za-z0-9]|^[0-9]", lambda match: f"_{ord(match[0]):02x}", session_id)
    return f"/org/freedesktop/login1/session/{escaped}"


if sys.platform == "win32":

    def register_session_changes(window: int) -> None:
        """Ask Windows to tell a window of its session's changes; it may not be able to."""
        library = ctypes.WinDLL("wtsapi32", use_last_error=True)
        library.WTSRegisterSessionNotification(ctypes.c_void_p(window), 0)

else:

    def register_session_changes(window: int) -> None:
        """Only Windows is asked."""
