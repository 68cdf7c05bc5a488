"""One account at two desktops of a computer: a start on the second one says where the window is."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from tests.ui.fresh import said_by
from workstation.base.paths import Folders
from workstation.ui.kit.strings import tr
from workstation.ui.shell.desktop_session import are_other_desktops, desktop_session


@pytest.mark.parametrize(
    ("first", "second", "are_other"),
    [
        ({"DISPLAY": ":0"}, {"DISPLAY": ":1"}, True),
        ({"DISPLAY": ":0"}, {"DISPLAY": "localhost:10.0"}, True),
        ({"DISPLAY": ":0", "WAYLAND_DISPLAY": "wayland-0"}, {"WAYLAND_DISPLAY": "wayland-1"}, True),
        ({"DISPLAY": ":0", "WAYLAND_DISPLAY": "wayland-0"}, {"DISPLAY": ":0.1"}, False),
        (
            {"DISPLAY": ":0", "WAYLAND_DISPLAY": "wayland-0"},
            {"WAYLAND_DISPLAY": "wayland-0"},
            False,
        ),
        ({"DISPLAY": ":0"}, {}, False),
        ({}, {}, False),
    ],
)
def test_two_desktops_are_told_apart_where_both_are_known(
    first: dict[str, str], second: dict[str, str], are_other: bool
) -> None:
    names = desktop_session(first, "linux"), desktop_session(second, "linux")
    assert are_other_desktops(*names) is are_other
    assert are_other_desktops(*reversed(names)) is are_other


def test_on_windows_a_desktop_is_the_number_of_its_session() -> None:
    def name_session(_process: int, number: object) -> bool:
        number._obj.value = 3  # type: ignore[attr-defined]
        return True

    kernel = SimpleNamespace(ProcessIdToSessionId=name_session)
    assert desktop_session({}, "win32", SimpleNamespace(WinDLL=lambda _: kernel)) == "3"


RUNNING = """
import sys
from pathlib import Path
from PySide6.QtCore import QCoreApplication
from workstation.ui.shell.single_instance import SingleInstance

loop = QCoreApplication(sys.argv)
only = SingleInstance(Path(sys.argv[1]))
only.called.connect(lambda: print("called", flush=True))
assert only.acquire()
only.listen()
print("held", flush=True)
loop.exec()
"""
SECOND = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from workstation.program import app

def look():
    from workstation.ui.kit.widgets.label import Label
    for window in QApplication.topLevelWidgets():
        for label in window.findChildren(Label):
            if label.isVisible() and label.text():
                print(label.text())
                window.close()

def run(application, *rest, **words):
    timer = QTimer(application, interval=20)
    timer.timeout.connect(look)
    timer.start()
    return held(application, *rest, **words)

held, app._held_by_another = app._held_by_another, run
print(app.run_window(profile=Path(sys.argv[1]), demo=False))
"""


@pytest.fixture
def running(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator["subprocess.Popen[str]"]:
    """A copy that runs on the display ``:0``."""
    monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    folders = Folders.of_profile(tmp_path)
    folders.prepare()
    command = [sys.executable, "-c", RUNNING, str(folders.data)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as copy:  # noqa: S603
        assert copy.stdout is not None
        assert copy.stdout.readline() == "held\n"
        yield copy
        copy.kill()


@pytest.mark.skipif(sys.platform == "win32", reason="there the system says which desktop it is")
@pytest.mark.parametrize("display", [":0", ":1"])
def test_a_start_on_another_desktop_says_where_the_window_is(
    running: "subprocess.Popen[str]", tmp_path: Path, monkeypatch: pytest.MonkeyPatch, display: str
) -> None:
    """Nothing would be seen there of the window that is called to the front."""
    monkeypatch.setenv("DISPLAY", display)
    seen = said_by(SECOND, str(tmp_path))
    assert running.stdout is not None
    assert running.stdout.readline() == "called\n"
    assert seen[-1] == ("0" if display == ":0" else "2")
    is_said = tr("stopped.other_desktop.what") in seen and tr("stopped.other_desktop.next") in seen
    assert is_said is (display == ":1")
