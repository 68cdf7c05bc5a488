"""The system's own lock and sleep reach the window, over a bus of this test's own or by message."""

import ctypes
import json
import os
import subprocess
import sys
from types import SimpleNamespace

import pytest

from tests.fakes.library import Function
from tests.ui.shell.session_bus import needs_bus, run_on_bus
from workstation.ui.shell.system_lock import (
    PBT_APMRESUMEAUTOMATIC,
    PBT_APMSUSPEND,
    WM_POWERBROADCAST,
    WM_WTSSESSION_CHANGE,
    WTS_SESSION_LOCK,
    SystemLockWatch,
    WindowsNotices,
    _MessageFilter,
    session_path,
)

PATIENCE = 20
WATCH = """
import json
import os
import sys
os.environ["DBUS_SYSTEM_BUS_ADDRESS"] = os.environ["DBUS_SESSION_BUS_ADDRESS"]
from PySide6.QtCore import SLOT, QTimer
from PySide6.QtDBus import QDBusConnection, QDBusMessage
from PySide6.QtWidgets import QApplication, QWidget
from workstation.ui.shell.system_lock import SystemLockWatch

application = QApplication([])
window = QWidget()
watch = SystemLockWatch(window)
bus, locks, wakes = getattr(QDBusConnection, sys.argv[2])(), [], []
watch.locking.connect(lambda: locks.append(1))
watch.awoke.connect(lambda: wakes.append(1))
assert bus.registerService("org.freedesktop.login1")
assert bus.registerService("org.gnome.ScreenSaver")
last = ["/end", "org.example.End", "End"]
assert bus.connect("", *last, application, SLOT("quit()"))

def tell(path, interface, name, *arguments):
    message = QDBusMessage.createSignal(path, interface, name)
    message.setArguments(list(arguments))
    assert bus.send(message)

QTimer.singleShot(0, lambda: [tell(*signal) for signal in [*json.loads(sys.argv[1]), last]])
QTimer.singleShot(60000, lambda: application.exit(3))
status = application.exec()
print(len(locks), len(wakes))
sys.exit(status)
"""
LOGIND = "/org/freedesktop/login1"
SLEEP = (LOGIND, "org.freedesktop.login1.Manager", "PrepareForSleep")
SAVER = ("/org/gnome/ScreenSaver", "org.gnome.ScreenSaver", "ActiveChanged")
OWN, OTHER = (
    (f"{LOGIND}/session/{session}", "org.freedesktop.login1.Session", "Lock")
    for session in ("_32", "_33")
)


@needs_bus
@pytest.mark.parametrize(
    ("bus", "signals", "locks", "wakes"),
    [
        ("sessionBus", [(*SAVER, False), (*SAVER, True)], 1, 0),
        ("systemBus", [(*SLEEP, False), (*SLEEP, True), OTHER, OWN], 2, 1),
    ],
)
def test_on_a_bus_sleep_lock_and_screen_saver_lock_and_their_ends_do_not(
    bus, signals, locks, wakes
):
    result = run_on_bus(WATCH, json.dumps(signals), bus, XDG_SESSION_ID="2")
    assert (result.returncode, result.stdout.strip()) == (0, f"{locks} {wakes}"), result.stderr


OF_WINDOWS = """
import ctypes
from PySide6.QtWidgets import QApplication, QWidget
from workstation.ui.shell.system_lock import SystemLockWatch

application = QApplication([])
window = QWidget()
watch = SystemLockWatch(window)
locks, wakes = [], []
watch.locking.connect(lambda: locks.append(1))
watch.awoke.connect(lambda: wakes.append(1))
send = ctypes.WinDLL("user32").SendMessageW
for message, what in ((0x02B1, 8), (0x0218, 18), (0x02B1, 7), (0x0218, 4)):
    send(ctypes.c_void_p(int(window.winId())), message, ctypes.c_size_t(what), None)
    print(len(locks), bool(wakes), flush=True)
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
    lines = ["0 False", "0 True", "1 True", "2 True"]
    assert (result.returncode, result.stdout.splitlines()) == (0, lines), result.stderr


@pytest.fixture
def watch(show_widget):
    watch = SystemLockWatch(show_widget())
    watch.locks_seen, watch.wakes_seen = [], []
    watch.locking.connect(lambda: watch.locks_seen.append(1))
    watch.awoke.connect(lambda: watch.wakes_seen.append(1))
    yield watch
    watch.stop()


def test_sleep_and_lock_lock_and_waking_does_not(watch):
    watch.on_begun(False)
    watch.on_sleep(False)
    assert not watch.locks_seen
    watch.on_begun(True)
    watch.on_sleep(True)
    watch.on_lock()
    assert len(watch.locks_seen) == 3


def test_that_the_computer_is_awake_again_is_told_the_end_of_a_screen_saver_is_not(watch):
    watch.on_sleep(True)
    watch.on_begun(False)
    assert not watch.wakes_seen
    watch.on_sleep(False)
    assert len(watch.wakes_seen) == 1


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
        (WM_WTSSESSION_CHANGE, 2, True),  # switched to another user's session
        (WM_WTSSESSION_CHANGE, 4, True),  # Remote Desktop is gone
        (WM_WTSSESSION_CHANGE, 3, False),  # and there again
        (WM_WTSSESSION_CHANGE, 8, False),  # unlocked
        (WM_POWERBROADCAST, PBT_APMRESUMEAUTOMATIC, False),
        (0x0200, WTS_SESSION_LOCK, False),  # the mouse moved
    ],
)
def test_windows_messages_of_lock_sleep_and_a_session_that_is_left_lock(
    watch, message, what, locks
):
    given = Msg(None, message, what)
    native = _MessageFilter(watch)
    assert native.nativeEventFilter(b"windows_generic_MSG", ctypes.addressof(given)) == (False, 0)
    assert bool(watch.locks_seen) is locks
    native.nativeEventFilter(b"windows_generic_MSG", ctypes.addressof(given))
    assert len(watch.locks_seen) == 2 * locks


SUSPEND, RESUME = (WM_POWERBROADCAST, PBT_APMSUSPEND), (WM_POWERBROADCAST, PBT_APMRESUMEAUTOMATIC)
CONSOLE_BACK, CONSOLE_GONE, REMOTE_BACK, REMOTE_GONE, LOCKED, UNLOCKED = (
    (WM_WTSSESSION_CHANGE, what) for what in (1, 2, 3, 4, 7, 8)
)


@pytest.mark.parametrize(
    ("messages", "locked"),
    [
        ([LOCKED, UNLOCKED], [True, False]),
        ([SUSPEND, RESUME], [True, False]),
        ([SUSPEND, LOCKED, RESUME], [True, True]),
        ([CONSOLE_GONE, CONSOLE_BACK], [True, False]),
        ([REMOTE_GONE, LOCKED, CONSOLE_BACK, UNLOCKED], [True, True, False]),
        ([REMOTE_GONE, LOCKED, REMOTE_BACK], [True, True]),
        ([UNLOCKED, RESUME, REMOTE_BACK, (WM_WTSSESSION_CHANGE, 5)], []),
    ],
)
def test_a_session_is_open_again_once_nothing_keeps_people_from_it(watch, messages, locked):
    signals = []
    watch.session_locked.connect(signals.append)
    for message in messages:
        watch.on_message(*message)
    assert signals == locked


def test_a_desktop_s_lock_lasts_as_long_as_its_screen_saver_does(watch):
    """logind only asks for one: nobody would tell when that is over."""
    signals = []
    watch.session_locked.connect(signals.append)
    watch.on_lock()
    assert signals == []
    watch.on_begun(True)
    watch.on_begun(False)
    assert signals == [True, False]


class Libraries:
    """Windows' libraries: which windows they tell of what."""

    def __init__(self, handle):
        self.asked, self._handle = set(), handle
        self._functions = {
            "WTSRegisterSessionNotification": lambda window, _: self._tell("session", window),
            "WTSUnRegisterSessionNotification": lambda window: self.asked.remove(
                ("session", window.value)
            ),
            "RegisterSuspendResumeNotification": lambda window, _: self._tell("sleep", window),
            "UnregisterSuspendResumeNotification": self._forget_sleep,
        }

    def WinDLL(self, _name):  # noqa: N802  as ctypes has it
        return SimpleNamespace(**{name: Function(does) for name, does in self._functions.items()})

    def _tell(self, what, window):
        self.asked.add((what, window.value))
        return self._handle

    def _forget_sleep(self, handle):
        assert handle == self._handle
        self.asked.remove(("sleep", 7))


@pytest.mark.parametrize("handle", [0x1_0000_0001, None], ids=["tells", "cannot"])
def test_windows_tells_of_sleep_once_asked_and_no_longer_than_wanted(handle, expect_log):
    """On newer notebooks it would not tell unasked; a handle has more bits than an int of C."""
    if handle is None:
        expect_log.extend(["session is locked", "goes to sleep"])
    libraries = Libraries(handle)
    notices = WindowsNotices(7, libraries)
    assert libraries.asked == {("session", 7), ("sleep", 7)}
    notices.end()
    assert libraries.asked == (set() if handle else {("sleep", 7)})


@pytest.mark.parametrize(
    ("session_id", "path"),
    [("2", "_32"), ("12", "_312"), ("c1", "c1"), ("a-b", "a_2db"), ("", "")],
)
def test_a_session_has_the_path_that_systemd_gives_it(session_id, path):
    expected = f"/org/freedesktop/login1/session/{path}" if path else ""
    assert session_path(session_id) == expected
