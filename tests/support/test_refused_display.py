"""Which X display is not tried, as Qt would abort on it: real servers, and none."""

import ctypes
import shutil
import socket
import struct
import sys

import pytest

from tests.packaging.screen import screen
from workstation import process_environment
from workstation.process_environment import refused_display

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


def test_a_display_without_permissions_lets_everybody_in(tmp_path):
    with screen(tmp_path) as server:
        assert refused_display({"DISPLAY": server.display, "XAUTHORITY": "/nowhere"}) == ""


@pytest.mark.usefixtures("no_connection")
def test_a_desktop_s_own_programs_do_not_connect_twice(permission, tmp_path):
    with screen(tmp_path) as server:
        session = {"DISPLAY": f"{server.display}.0", "XAUTHORITY": str(permission)}
        assert refused_display(session) == ""


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


@pytest.mark.usefixtures("no_connection")
def test_where_a_wayland_display_is_there_x_is_not_asked(tmp_path):
    (tmp_path / "wayland-0").touch()
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


def test_a_socket_left_by_a_crash(permission, tmp_path, monkeypatch):
    monkeypatch.setattr(process_environment, "X_SOCKETS", tmp_path)
    with socket.socket(socket.AF_UNIX) as gone:
        gone.bind(str(tmp_path / "X4711"))
    session = {"DISPLAY": ":4711", "XAUTHORITY": str(permission)}
    assert refused_display(session) == "DISPLAY=:4711"


def test_where_the_library_is_missing_qt_says_so_itself(monkeypatch):
    def missing(_name):
        raise OSError

    monkeypatch.setattr(ctypes, "CDLL", missing)
    assert refused_display({"DISPLAY": ":4711"}) == ""
