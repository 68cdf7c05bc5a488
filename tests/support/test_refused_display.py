"""Which X display is not tried, as Qt would abort on it: real servers, and none."""

import ctypes
import os
import shutil
import socket
import struct
import subprocess
import sys
import threading

import pytest

from tests.packaging.screen import screen
from workstation.base import process_environment
from workstation.base.process_environment import ask_display, has_screen, refused_display

pytestmark = [
    pytest.mark.skipif(sys.platform != "linux", reason="X is the screen of Linux"),
    pytest.mark.skipif(shutil.which("Xvfb") is None, reason="Xvfb is not installed"),
]
WILD = 0xFFFF


def entry(cookie: bytes) -> bytes:
    """A file of permissions with one for whichever server (X's `Xau`)."""
    kind = b"MIT-MAGIC-COOKIE-1"
    lengths = struct.pack(">HHHH", WILD, 0, 0, len(kind))
    return lengths + kind + struct.pack(">H", len(cookie)) + cookie


@pytest.fixture
def permission(tmp_path):
    """The permission that a desktop leaves for its own user's programs."""
    file = tmp_path / "Xauthority"
    file.write_bytes(entry(bytes(range(16))))
    return file


@pytest.fixture
def no_connection(monkeypatch):
    """Whoever connects to see whether it can fails the test: a start would be slower."""
    monkeypatch.setattr(ctypes, "CDLL", pytest.fail)


def test_a_display_lets_in_who_may_and_nobody_else(permission, tmp_path, monkeypatch):
    monkeypatch.setenv("XAUTHORITY", "/nowhere")
    with screen(tmp_path, permission) as server:
        session = {"DISPLAY": server.display, "XAUTHORITY": "/nowhere"}
        assert refused_display(session) == f"DISPLAY={server.display}"
        monkeypatch.setenv("XAUTHORITY", str(permission))
        assert refused_display({**session, "XAUTHORITY": str(permission)}) == ""
    assert refused_display({**session, "XAUTHORITY": str(permission)}) == (
        f"DISPLAY={server.display}"
    )


def test_a_permission_of_an_earlier_session_is_told(permission, tmp_path, monkeypatch):
    earlier = tmp_path / "earlier"
    earlier.write_bytes(entry(bytes(16)))
    monkeypatch.setenv("XAUTHORITY", str(earlier))
    with screen(tmp_path, permission) as server:
        session = {"DISPLAY": server.display, "XAUTHORITY": str(earlier)}
        assert refused_display(session) == f"DISPLAY={server.display}"


def test_a_display_without_permissions_lets_everybody_in(tmp_path):
    with screen(tmp_path) as server:
        assert refused_display({"DISPLAY": server.display, "XAUTHORITY": "/nowhere"}) == ""


def test_the_answer_is_looked_for_while_the_program_goes_on(monkeypatch):
    free = threading.Event()
    monkeypatch.setattr(
        process_environment, "refused_display", lambda _: "DISPLAY=:1" if free.wait(60) else "late"
    )
    find_refused = ask_display({})
    free.set()
    assert find_refused() == find_refused() == "DISPLAY=:1"


@pytest.mark.usefixtures("no_connection")
@pytest.mark.parametrize(
    "session",
    [
        {},
        {"DISPLAY": ":4711", "WAYLAND_SOCKET": "7"},
        {"DISPLAY": ":4711", "QT_QPA_PLATFORM": "offscreen"},
    ],
)
def test_what_is_not_shown_on_it_is_not_asked_of_it(session):
    assert refused_display(session) == ""


@pytest.fixture
def wayland(tmp_path):
    """The socket of a Wayland display, at which somebody listens."""
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(tmp_path / "wayland-0"))
        server.listen()
        yield server


@pytest.mark.usefixtures("no_connection", "wayland")
def test_where_a_wayland_display_is_there_x_is_not_asked(tmp_path):
    session = {"DISPLAY": ":4711", "WAYLAND_DISPLAY": "wayland-0"}
    assert refused_display({**session, "XDG_RUNTIME_DIR": str(tmp_path)}) == ""
    absolute = {**session, "WAYLAND_DISPLAY": str(tmp_path / "wayland-0")}
    assert refused_display(absolute) == ""


def test_a_wayland_display_that_is_gone_leaves_x_if_that_is_there(tmp_path):
    session = {"WAYLAND_DISPLAY": "wayland-0", "XDG_RUNTIME_DIR": str(tmp_path)}
    assert refused_display(session) == "WAYLAND_DISPLAY=wayland-0"
    assert refused_display({"WAYLAND_DISPLAY": "wayland-0"}) == "WAYLAND_DISPLAY=wayland-0"
    assert refused_display({**session, "DISPLAY": ":4711"}) == "DISPLAY=:4711"
    with screen(tmp_path) as server:
        assert refused_display({**session, "DISPLAY": server.display}) == ""


def test_a_wayland_display_left_by_a_crash(wayland, tmp_path):
    session = {"WAYLAND_DISPLAY": "wayland-0", "XDG_RUNTIME_DIR": str(tmp_path)}
    assert refused_display(session) == ""
    wayland.close()
    assert refused_display(session) == "WAYLAND_DISPLAY=wayland-0"


def test_a_platform_named_for_all_programs_needs_its_own_display(tmp_path, wayland):
    """Administrators set one for a whole computer, whatever the session is."""
    session = {"QT_QPA_PLATFORM": "wayland", "XDG_RUNTIME_DIR": str(tmp_path)}
    assert refused_display(session) == ""
    wayland.close()
    assert refused_display({**session, "DISPLAY": ":4711"}) == "WAYLAND_DISPLAY=wayland-0"
    other = {**session, "WAYLAND_DISPLAY": "wayland-7"}
    assert refused_display(other) == "WAYLAND_DISPLAY=wayland-7"
    assert has_screen(session)
    assert not has_screen({"QT_QPA_PLATFORM": "xcb", "WAYLAND_SOCKET": "7"})
    assert has_screen({"QT_QPA_PLATFORM": "xcb", "DISPLAY": ":4711"})


def test_a_permission_of_an_earlier_session_ends_a_start_with_one_line(permission, tmp_path):
    """Qt would abort, which reads as a crash to whoever started it."""
    earlier = tmp_path / "earlier"
    earlier.write_bytes(entry(bytes(16)))
    plain = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    with screen(tmp_path, permission) as server:
        done = subprocess.run(  # noqa: S603
            [sys.executable, "-m", "workstation", "--profile", tmp_path / "profile"],
            check=False,
            env={**plain, "DISPLAY": server.display, "XAUTHORITY": str(earlier)},
            capture_output=True,
            text=True,
            timeout=60,
        )
    assert done.returncode == 2
    assert done.stderr.splitlines()[-1].startswith(
        f"python -m workstation: no window can be shown on DISPLAY={server.display}: "
    )
    assert not (tmp_path / "profile").exists()


def test_where_the_library_is_missing_qt_says_so_itself(monkeypatch):
    def missing(_name):
        raise OSError

    monkeypatch.setattr(ctypes, "CDLL", missing)
    assert refused_display({"DISPLAY": ":4711"}) == ""
