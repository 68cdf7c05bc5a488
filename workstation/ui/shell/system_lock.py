"""The system locks its session, or goes to sleep: then this window locks itself, too.

That it is awake again is told as well: whatever was open with a server may be gone. And that the
session is open again: until then nobody looks at the window, with an unlock code or without.

Linux tells over D-Bus: logind of sleep and of a session that is to be locked, the desktop's screen
saver of one that is. Windows tells the window itself (WM_WTSSESSION_CHANGE, WM_POWERBROADCAST) once
it is asked to: of sleep it would tell unasked, but not on newer notebooks ("Modern Standby"). A
session that is switched to another user's, or whose Remote Desktop is gone, is nobody's to look at
either. Where nobody tells, the idle time and the doctor's own Ctrl+L remain. logind only asks for a
lock; that there is one, and until when, the screen saver tells, or is asked (``lock_question``).
"""

import ctypes
import enum
import logging
import os
import re
import sys
from collections.abc import Set as AbstractSet
from ctypes import c_uint32, c_void_p
from typing import Any, cast

from PySide6.QtCore import SLOT, QAbstractNativeEventFilter, QCoreApplication, QObject, Signal, Slot
from PySide6.QtDBus import QDBusConnection
from PySide6.QtWidgets import QWidget

from workstation.ui.shell.lock_question import SCREEN_SAVERS, LockQuestion

LOGIND = "org.freedesktop.login1"
WM_POWERBROADCAST, PBT_APMSUSPEND, PBT_APMRESUMEAUTOMATIC = 0x0218, 4, 18
WM_WTSSESSION_CHANGE = 0x02B1
WTS_CONSOLE_CONNECT, WTS_CONSOLE_DISCONNECT, WTS_REMOTE_CONNECT, WTS_REMOTE_DISCONNECT = 1, 2, 3, 4
WTS_SESSION_LOCK, WTS_SESSION_UNLOCK = 7, 8
_NOTIFY_FOR_THIS_SESSION, _DEVICE_NOTIFY_WINDOW_HANDLE = 0, 0
_MESSAGE, _WPARAM = ctypes.sizeof(ctypes.c_void_p), 2 * ctypes.sizeof(ctypes.c_void_p)
"""Where both lie in a MSG, behind the window's handle."""

logger = logging.getLogger(__name__)


class Barrier(enum.Enum):
    """The kinds of barriers that keep everybody from the session."""

    LOCK = enum.auto()
    LEFT = enum.auto()
    """It is another user's turn, or Remote Desktop is gone."""
    SLEEP = enum.auto()


BEGINS = {
    WTS_SESSION_LOCK: Barrier.LOCK,
    WTS_CONSOLE_DISCONNECT: Barrier.LEFT,
    WTS_REMOTE_DISCONNECT: Barrier.LEFT,
}
ENDS = {
    WTS_CONSOLE_CONNECT: {Barrier.LEFT},
    WTS_REMOTE_CONNECT: {Barrier.LEFT},
    WTS_SESSION_UNLOCK: set(Barrier),
}
"""A session that comes back to a screen may still be locked there."""


class SystemLockWatch(QObject):
    """Reports locks of the system's session, and sleep.

    ``locking`` is emitted when the session is locked or the computer goes to sleep,
    ``session_locked`` with whether the session is locked, ``awoke`` after a sleep.
    """

    locking, awoke, session_locked = Signal(), Signal(), Signal(bool)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._barriers: set[Barrier] = set()
        self._filter: _MessageFilter | None = None
        self._notices: WindowsNotices | None = None
        self._question = LockQuestion(self)
        self._question.unlocked.connect(lambda: self._end({Barrier.LOCK}))
        if sys.platform == "win32":
            self._watch_windows(window)
        elif sys.platform == "linux":
            self._watch_dbus()

    @Slot(bool)
    def on_begun(self, begun: bool) -> None:  # noqa: FBT001 - a signal of D-Bus
        """Note that a screen saver begins, or ends."""
        if begun:
            self._question.expire()
            self._begin(Barrier.LOCK)
        else:
            self._end({Barrier.LOCK})

    @Slot(bool)
    def on_sleep(self, begun: bool) -> None:  # noqa: FBT001 - a signal of D-Bus
        """Note that the computer goes to sleep, or is awake again."""
        if begun:
            self._begin(Barrier.SLEEP)
        else:
            self._end({Barrier.SLEEP})
            self.awoke.emit()

    @Slot()
    def on_lock(self) -> None:
        """Note that the session is to be locked."""
        self.locking.emit()

    def verify(self) -> None:
        """Ask whether a lock has ended, which Linux may not signal: there was an input."""
        if sys.platform == "linux" and Barrier.LOCK in self._barriers:
            self._question.ask()

    def on_message(self, number: int, wparam: int) -> None:
        """Take in a message of Windows."""
        if number == WM_POWERBROADCAST:
            if wparam in {PBT_APMSUSPEND, PBT_APMRESUMEAUTOMATIC}:
                self.on_sleep(wparam == PBT_APMSUSPEND)
        elif number == WM_WTSSESSION_CHANGE:
            if wparam in BEGINS:
                self._begin(BEGINS[wparam])
            else:
                self._end(ENDS.get(wparam, set()))

    def _begin(self, barrier: Barrier) -> None:
        self._barriers.add(barrier)
        self.session_locked.emit(True)
        self.locking.emit()

    def _end(self, barriers: AbstractSet[Barrier]) -> None:
        was_locked = bool(self._barriers)
        self._barriers -= barriers
        if was_locked and not self._barriers:
            self.session_locked.emit(False)

    def stop(self) -> None:
        """Listen no more."""
        if self._filter is not None:
            QCoreApplication.instance().removeNativeEventFilter(self._filter)  # type: ignore[union-attr]
            self._filter = None
        if self._notices is not None:
            self._notices.end()
            self._notices = None

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
        self._notices = WindowsNotices(int(window.winId()))


class _MessageFilter(QAbstractNativeEventFilter):
    """Sees every message of Windows, and looks at two."""

    def __init__(self, watch: SystemLockWatch) -> None:
        super().__init__()
        self._watch = watch

    def nativeEventFilter(self, _kind: object, message: object) -> tuple[bool, int]:
        address = int(message)  # type: ignore[call-overload]
        number = ctypes.c_uint.from_address(address + _MESSAGE).value
        if number in {WM_POWERBROADCAST, WM_WTSSESSION_CHANGE}:
            wparam = ctypes.c_size_t.from_address(address + _WPARAM).value
            self._watch.on_message(number, wparam)
        return False, 0


class WindowsNotices:
    """Registers a window for Windows' session and power messages until ``end``; this may fail.

    ``libraries`` stands for the module that has ``WinDLL``.
    """

    def __init__(self, window: int, libraries: Any = ctypes) -> None:
        self._window = c_void_p(window)
        self._sessions, self._power = libraries.WinDLL("wtsapi32"), libraries.WinDLL("user32")
        tell_of_session = self._sessions.WTSRegisterSessionNotification
        tell_of_session.argtypes = [c_void_p, c_uint32]
        if not tell_of_session(self._window, _NOTIFY_FOR_THIS_SESSION):
            logger.warning("Windows does not tell when its session is locked")
        tell_of_sleep = self._power.RegisterSuspendResumeNotification
        tell_of_sleep.argtypes, tell_of_sleep.restype = [c_void_p, c_uint32], c_void_p
        self._sleep: int | None = tell_of_sleep(self._window, _DEVICE_NOTIFY_WINDOW_HANDLE)
        if not self._sleep:
            logger.warning("Windows does not tell when the computer goes to sleep")

    def end(self) -> None:
        """Unregister; each sign-in registers again."""
        forget_session = self._sessions.WTSUnRegisterSessionNotification
        forget_session.argtypes = [c_void_p]
        forget_session(self._window)
        if self._sleep:
            forget_sleep = self._power.UnregisterSuspendResumeNotification
            forget_sleep.argtypes = [c_void_p]
            forget_sleep(self._sleep)


def session_path(session_id: str) -> str:
    """The D-Bus path of a session of logind by its id; empty for none.

    As systemd escapes it: what is no letter or digit, and a digit in front, is ``_`` and hex.
    """
    if not session_id:
        return ""
    escaped = re.sub(r"[^A-Za-z0-9]|^[0-9]", lambda match: f"_{ord(match[0]):02x}", session_id)
    return f"/org/freedesktop/login1/session/{escaped}"
