"""The system's own lock and sleep reach the window, over a bus of this test's own or by message."""

import ctypes
import os
import shutil
import subprocess
import sys

import pytest

from workstation.ui.shell.system_lock import (
    PBT_APMSUSPEND,
    WM_POWERBROADCAST,
    WM_WTSSESSION_CHANGE,
    WTS_SESSION_LOCK,
    SystemLockWatch,
    _MessageFilter,
    begins_lock,
    session_path,
)

PATIENCE = 20
BUS = shutil.which("dbus-run-session")
WATCH = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtDBus import QDBusConnection, QDBusMessage
from PySide6.QtWidgets import QApplication, QWidget
from workstation.ui.shell.system_lock import SystemLockWatch

application = QApplication([])
window = QWidget()
watch = SystemLockWatch(window)
locks = []
watch.locking.connect(lambda: (locks.append(1), application.exit(0)))
bus = QDBusConnection.sessionBus()
assert bus.registerService("org.gnome.ScreenSaver")

def tell(active):
    message = QDBusMessage.createSignal(
        "/org/gnome/ScreenSaver", "org.gnome.ScreenSaver", "ActiveChanged"
    )
    message.setArguments([active])
    assert bus.send(message)

QTimer.singleShot(0, lambda: (tell(False), tell(True)))
QTimer.singleShot(15000, lambda: application.exit(3))
status = application.exec()
print(len(locks))
sys.exit(status)
"""


@pytest.mark.skipif(BUS is None, reason="needs a bus")
def test_a_screen_saver_that_begins_locks_and_one_that_ends_does_not():
    result = subprocess.run(  # noqa: S603 - this test's own words
        [BUS, "--", sys.executable, "-c", WATCH],
        check=False,
        capture_output=True,
        text=True,
        timeout=3 * PATIENCE,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    )
    assert (result.returncode, result.stdout.strip()) == (0, "1"), result.stderr


OF_WINDOWS = """
import ctypes
from PySide6.QtWidgets import QApplication, QWidget
from workstation.ui.shell.system_lock import SystemLockWatch

application = QApplication([])
window = QWidget()
watch = SystemLockWatch(window)
locks = []
watch.locking.connect(lambda: locks.append(1))
send = ctypes.WinDLL("user32").SendMessageW
for message, what in ((0x02B1, 8), (0x0218, 18), (0x02B1, 7), (0x0218, 4)):
    send(ctypes.c_void_p(int(window.winId())), message, ctypes.c_size_t(what), None)
    print(len(locks), flush=True)
"""


@pytest.mark.skipif(sys.platform != "win32", reason="messages are Windows' own")
def test_a_message_that_windows_sends_to_the_window_reaches_the_watch():
    result = subprocess.run(  # noqa: S603 - this test's own words
        [sys.executable, "-c", OF_WINDOWS],
        check=False,
        capture_output=True,
        text=True,
        timeout=6 * PATIENCE,
        env={**os.environ, "QT_QPA_PLATFORM": "windows"},
    )
    assert (result.returncode, result.stdout.split()) == (0, ["0", "0", "1", "2"]), result.stderr


@pytest.fixture
def watch(show_widget):
    watch = SystemLockWatch(show_widget())
    watch.locks_seen = []
    watch.locking.connect(lambda: watch.locks_seen.append(1))
    yield watch
    watch.stop()


def test_sleep_and_lock_are_told_waking_is_not(watch):
    watch.on_begun(False)
    assert not watch.locks_seen
    watch.on_begun(True)
    watch.on_lock()
    assert len(watch.locks_seen) == 2


class Msg(ctypes.Structure):
    """The beginning of a MSG."""

    _fields_ = (
        ("hwnd", ctypes.c_void_p),
        ("message", ctypes.c_uint),
        ("wparam", ctypes.c_size_t),
    )


@pytest.mark.parametrize(
    ("message", "what", "locks"),
    [
        (WM_POWERBROADCAST, PBT_APMSUSPEND, True),
        (WM_WTSSESSION_CHANGE, WTS_SESSION_LOCK, True),
        (WM_WTSSESSION_CHANGE, 8, False),  # unlocked
        (WM_POWERBROADCAST, 18, False),  # resumed
        (0x0200, WTS_SESSION_LOCK, False),  # the mouse moved
    ],
)
def test_of_windows_messages_two_lock(watch, message, what, locks):
    given = Msg(None, message, what)
    native = _MessageFilter(watch)
    assert native.nativeEventFilter(b"windows_generic_MSG", ctypes.addressof(given)) == (False, 0)
    assert bool(watch.locks_seen) is locks
    assert begins_lock(message, what) is locks


@pytest.mark.parametrize(
    ("session_id", "path"),
    [("2", "_32"), ("12", "_312"), ("c1", "c1"), ("a-b", "a_2db"), ("", "")],
)
def test_a_session_has_the_path_that_systemd_gives_it(session_id, path):
    expected = f"/org/freedesktop/login1/session/{path}" if path else ""
    assert session_path(session_id) == expected
