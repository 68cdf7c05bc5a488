"""A platform of Qt's that ``QT_QPA_PLATFORM`` names, as set for a whole computer."""

import ctypes
import json
import os
import subprocess
import sys

import pytest

from workstation.__main__ import main
from workstation.base.process_environment import has_screen, refused_display
from workstation.domain.findings import Verdict
from workstation.program.command_line import USAGE_ERROR
from workstation.ui.shell.input_method import plugin_folder
from workstation.ui.shell.qt_platforms import lacking_library, lacking_platform
from workstation.ui.support.qt_probes import QtProbes, painting

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="X and Wayland are Linux's")

NOWHERE = {"DISPLAY": "", "WAYLAND_DISPLAY": ""}


def layer_of(report: str, layer: str) -> dict[str, object]:
    """The finding of a layer in what ``--check --json`` wrote."""
    return next(entry for entry in json.loads(report)["layers"] if entry["layer"] == layer)


def test_the_check_tells_of_a_platform_on_which_nobody_sees_a_window(tmp_path):
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-m", "workstation", "--check", "--json", "--profile", tmp_path],
        env={**os.environ, **NOWHERE, "QT_QPA_PLATFORM": "minimal"},
        capture_output=True,
        check=False,
        text=True,
    )
    finding = layer_of(done.stdout, "painting")
    assert (finding["verdict"], finding["code"]) == ("degraded", "unseen")
    assert finding["values"] == {"platform": "minimal"}


@pytest.mark.parametrize(
    ("named", "session", "code"),
    [
        ("offscreen", {"DISPLAY": ":0"}, "unseen"),
        ("nonsense", {"DISPLAY": ":0"}, "unseen"),
        ("xcb:option", {"DISPLAY": ":0"}, "screen"),
        ("xcb", {}, "no_screen"),
        ("wayland;xcb", {"DISPLAY": ":0"}, "screen"),
    ],
)
def test_the_platform_that_is_named_is_the_one_that_is_looked_at(named, session, code):
    assert painting({"QT_QPA_PLATFORM": named, **session}).code == code


def test_where_a_session_names_none_its_screen_counts():
    assert painting({"DISPLAY": ":0"}).values == {"platform": "x11"}
    assert painting({"QT_QPA_PLATFORM": ""}).verdict is Verdict.DEGRADED


def test_of_several_platforms_one_is_enough():
    both = {"QT_QPA_PLATFORM": "wayland;xcb", "XDG_RUNTIME_DIR": "/nowhere"}
    assert refused_display(both) == "DISPLAY="
    assert refused_display({**both, "DISPLAY": ":4711"}) == "DISPLAY=:4711"
    assert refused_display({**both, "QT_QPA_PLATFORM": "wayland;offscreen"}) == ""
    assert refused_display({"QT_QPA_PLATFORM": "xcb:option", "DISPLAY": ":4711"}) == "DISPLAY=:4711"
    assert not has_screen({"QT_QPA_PLATFORM": "xcb:option"})


def test_a_start_on_a_platform_that_is_not_there_ends_with_one_line(monkeypatch, capsys, tmp_path):
    """Qt would abort, and tell to install the program again."""
    monkeypatch.setenv("QT_QPA_PLATFORM", "nonsense")
    with pytest.raises(SystemExit) as ended:
        main(["--profile", str(tmp_path)])
    output = capsys.readouterr().err
    assert ended.value.code == USAGE_ERROR
    sentence = "python -m workstation: no window can be shown on QT_QPA_PLATFORM=nonsense"
    assert output.startswith(sentence)
    assert output.count("\n") == 1
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    "named", ["", "xcb", "wayland", "wayland-egl", "offscreen", "nonsense;xcb"]
)
def test_what_qt_has_is_not_refused(named):
    assert lacking_platform({"QT_QPA_PLATFORM": named}, plugin_folder()) == ""


@pytest.mark.parametrize("named", ["linuxfb", "eglfs", "vkkhrdisplay", "linuxfb:fb=/dev/fb1"])
def test_a_platform_without_windows_of_others_is_refused_from_the_sources_too(named):
    """The package lacks them; Qt's wheel has them, and ends the program without their device."""
    assert lacking_platform({"QT_QPA_PLATFORM": named}, plugin_folder()) == named


def test_plug_ins_that_lie_elsewhere_are_not_judged():
    elsewhere = {"QT_QPA_PLATFORM": "nonsense", "QT_PLUGIN_PATH": "/opt/qt"}
    assert lacking_platform(elsewhere, plugin_folder()) == ""


def no_cursor_library(_path):
    """What the loader says of Qt's platform for X where Debian's package is not there."""
    raise OSError("libxcb-cursor.so.0: cannot open shared object file: No such file or directory")


def test_a_library_that_the_platform_for_x_lacks_is_named(monkeypatch):
    assert lacking_library({"DISPLAY": ":0"}, plugin_folder()) == ""
    monkeypatch.setattr(ctypes, "CDLL", no_cursor_library)
    for named in ("", "xcb"):
        session = {"DISPLAY": ":0", "QT_QPA_PLATFORM": named}
        assert lacking_library(session, plugin_folder()) == "libxcb-cursor.so.0"


@pytest.mark.parametrize(
    "session",
    [
        {},
        {"DISPLAY": ":0", "WAYLAND_DISPLAY": "wayland-0"},
        {"DISPLAY": ":0", "QT_QPA_PLATFORM": "offscreen"},
        {"DISPLAY": ":0", "QT_QPA_PLATFORM": "wayland;xcb"},
        {"DISPLAY": ":0", "QT_PLUGIN_PATH": "/usr/lib/qt6"},
    ],
)
def test_a_platform_that_may_not_be_taken_is_not_loaded(session, monkeypatch):
    monkeypatch.setattr(ctypes, "CDLL", pytest.fail)
    assert lacking_library(session, plugin_folder()) == ""


async def test_the_check_names_the_library_and_its_package(qapp, monkeypatch):  # noqa: ARG001
    """Qt itself aborted, in words about reinstalling the application."""
    monkeypatch.setattr(ctypes, "CDLL", no_cursor_library)
    monkeypatch.setenv("DISPLAY", ":4711")
    for name in ("WAYLAND_DISPLAY", "WAYLAND_SOCKET", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    (finding,) = await QtProbes().painting()
    assert (finding.verdict, finding.code) == (Verdict.DEGRADED, "no_library")
    assert finding.values == {"library": "libxcb-cursor.so.0", "package": "libxcb-cursor0"}
