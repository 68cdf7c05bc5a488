"""One copy for each profile: a second calls the first, a killed one leaves nothing in the way."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from PySide6.QtCore import QLockFile, Qt, QTimer
from PySide6.QtWidgets import QApplication

from workstation.app import STOPPED, stop
from workstation.paths import Folders
from workstation.ui.only_one import LOCK, OnlyOne
from workstation.ui.stopped import stopped_page
from workstation.ui.strings import tr
from workstation.ui.widgets.button import Button
from workstation.ui.widgets.label import Label
from workstation.ui.window import Window

PATIENCE = 30.0
COPY = """
import sys
from pathlib import Path
from PySide6.QtCore import QCoreApplication
from workstation.ui.only_one import OnlyOne

app = QCoreApplication(sys.argv)
only = OnlyOne(Path(sys.argv[1]))
only.called.connect(lambda: print("called", flush=True))
assert only.hold()
if "deaf" not in sys.argv:
    only.listen()
print("held", flush=True)
app.exec()
"""
Start = Callable[..., "subprocess.Popen[str]"]


def says(copy: "subprocess.Popen[str]", word: str) -> None:
    assert copy.stdout is not None
    assert copy.stdout.readline().strip() == word


def killed(copy: "subprocess.Popen[str]") -> None:
    copy.kill()
    copy.communicate(timeout=PATIENCE)


@pytest.fixture(autouse=True)
def sockets(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A place for the sockets that killed copies leave behind; a path short enough for one."""
    with TemporaryDirectory() as folder:
        monkeypatch.setenv("TMPDIR", folder)
        yield


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Start another copy on this test's folder, which holds it when this returns."""
    copies: list[subprocess.Popen[str]] = []

    def begin(*arguments: str) -> "subprocess.Popen[str]":
        command = [sys.executable, "-c", COPY, str(tmp_path), *arguments]
        copy = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)  # noqa: S603
        copies.append(copy)
        says(copy, "held")
        return copy

    yield begin
    for copy in copies:
        if copy.poll() is None:
            killed(copy)


def test_a_second_copy_does_not_hold_and_calls_the_first(start: Start, tmp_path: Path) -> None:
    first = start()
    second = OnlyOne(tmp_path)
    assert not second.hold()
    for _ in range(2):
        assert second.call()
        says(first, "called")


def test_what_a_killed_copy_left_is_taken_at_once(start: Start, tmp_path: Path) -> None:
    killed(start())
    assert (tmp_path / LOCK).exists(), "the lock is stale, not gone"
    second, third = start(), OnlyOne(tmp_path)
    assert not third.hold()
    assert third.call(), "the socket left behind is in nobody's way"
    says(second, "called")


def test_a_copy_that_does_not_answer_is_no_answer(
    start: Start, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("workstation.ui.only_one.CALL_MS", 50)
    start("deaf")
    second = OnlyOne(tmp_path)
    assert not second.hold()
    assert not second.call()


def test_profiles_do_not_know_of_each_other(start: Start, tmp_path: Path) -> None:
    start()
    other = tmp_path / "other"
    other.mkdir()
    only = OnlyOne(other)
    assert only.hold()
    assert not only.call()
    only.release()
    again = OnlyOne(other)
    assert again.hold(), "a profile given back can be taken"
    again.release()


def test_a_folder_that_takes_no_lock_keeps_nobody_from_working(tmp_path: Path) -> None:
    missing = tmp_path / "missing"
    only = OnlyOne(missing)
    assert only.hold()
    assert only._lock.error() is not QLockFile.LockError.NoError


@pytest.mark.skipif(sys.platform == "win32", reason="the offscreen platform is Linux's")
def test_the_program_started_twice_ends_the_second_time(tmp_path: Path) -> None:
    """While a copy holds the profile, the program started on it says nothing and ends."""
    profile = tmp_path / "profile"
    folders = Folders.of_profile(profile)
    folders.prepare()
    command = [sys.executable, "-c", COPY, str(folders.data)]
    first = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)  # noqa: S603
    try:
        says(first, "held")
        second = subprocess.run(  # noqa: S603
            [sys.executable, "-m", "workstation", "--profile", str(profile)],
            env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
            capture_output=True,
            text=True,
            timeout=2 * PATIENCE,
            check=False,
        )
        assert (second.returncode, second.stdout) == (0, "")
        says(first, "called")
    finally:
        killed(first)


@pytest.mark.qt_log_ignore("does not support raise")
def test_a_window_that_is_called_comes_forward_from_the_task_bar(qtbot) -> None:
    window = Window()
    qtbot.addWidget(window)
    window.showMinimized()
    window.come_forward()
    assert not window.isMinimized()
    qtbot.waitUntil(window.isActiveWindow)
    window.end()


def test_the_page_that_says_why_nothing_starts_has_one_way_on(shown) -> None:
    closed = []
    page = stopped_page("<b>Was</b> geschah", "Was nun", lambda: closed.append(1))
    window = shown(page)
    assert (page.heading.text(), page.sentence.text()) == ("<b>Was</b> geschah", "Was nun")
    assert page.heading.textFormat() is Qt.TextFormat.PlainText
    (way_on,) = [button for button in window.findChildren(Button) if button.isVisible()]
    assert way_on.text() == "关闭"
    way_on.click()
    assert closed == [1]


@pytest.mark.parametrize("sentence", ["configuration", "old_library"])
def test_what_stops_the_start_is_said_in_the_window_and_at_the_terminal(
    capsys, sentence: str
) -> None:
    """``stop`` shows the page until it is closed, and tells how it ended."""
    what = tr(f"stopped.{sentence}", detail="x 1.0")
    seen = []

    def close() -> None:
        (window,) = [w for w in QApplication.topLevelWidgets() if isinstance(w, Window)]
        seen.extend(label.text() for label in window.findChildren(Label) if label.isVisible())
        window.close()

    QTimer.singleShot(0, close)
    assert stop(Window(), what, tr("stopped.administrator")) == STOPPED
    assert {what, tr("stopped.administrator")} <= set(seen)
    assert capsys.readouterr().err == f"workstation: {what}\n"
    for window in QApplication.topLevelWidgets():
        if isinstance(window, Window):
            window.deleteLater()
