"""One copy for each profile: a second calls the first, a killed one leaves nothing in the way."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from PySide6.QtCore import QSysInfo
from PySide6.QtNetwork import QLocalServer

from tests.ui.shell.first_copy import FIRST_COPY
from workstation.ui.shell.running_lock import FILE, LockOutcome, RunningLock
from workstation.ui.shell.single_instance import MAX_PATH_BYTES, SOCKET, SingleInstance, is_private
from workstation.ui.shell.window import ShellWindow

PATIENCE = 30.0
Start = Callable[..., "subprocess.Popen[str]"]


def says(copy: "subprocess.Popen[str]", word: str) -> None:
    assert copy.stdout is not None
    assert copy.stdout.readline().strip() == word


def killed(copy: "subprocess.Popen[str]") -> None:
    copy.kill()
    copy.communicate(timeout=PATIENCE)


@pytest.fixture(autouse=True)
def shared(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The folder for everybody's temporary files, in which nothing may be made."""
    with TemporaryDirectory() as folder:
        monkeypatch.setenv("TMPDIR", folder)
        monkeypatch.delenv("XDG_RUNTIME_DIR", raising=False)
        yield Path(folder)
        assert list(Path(folder).iterdir()) == []


@pytest.fixture
def short_folder() -> Iterator[Path]:
    """A folder of this user's alone, whose path leaves room for a socket's name."""
    with TemporaryDirectory() as folder:
        yield Path(folder)


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Start another copy on this test's folder, which holds it when this returns."""
    copies: list[subprocess.Popen[str]] = []

    def begin(*arguments: str) -> "subprocess.Popen[str]":
        command = [sys.executable, "-c", FIRST_COPY, str(tmp_path), *arguments]
        copy = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)  # noqa: S603
        copies.append(copy)
        says(copy, "held")
        return copy

    yield begin
    for copy in copies:
        if copy.poll() is None:
            killed(copy)


@pytest.fixture
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A caller for whom a copy on a busy machine is not deaf."""
    monkeypatch.setattr("workstation.ui.shell.single_instance.CALL_MS", int(PATIENCE * 1_000))


@pytest.mark.usefixtures("patient")
def test_a_second_copy_does_not_hold_and_calls_the_first(start: Start, tmp_path: Path) -> None:
    first = start()
    second = SingleInstance(tmp_path)
    assert not second.acquire()
    for _ in range(2):
        assert second.call()
        says(first, "called")


@pytest.mark.usefixtures("patient")
def test_what_a_killed_copy_left_is_taken_at_once(start: Start, tmp_path: Path) -> None:
    killed(start())
    assert (tmp_path / FILE).exists(), "the lock is stale, not gone"
    second, third = start(), SingleInstance(tmp_path)
    assert not third.acquire()
    assert third.call(), "the socket left behind is in nobody's way"
    says(second, "called")


def test_a_copy_that_does_not_answer_is_no_answer(
    start: Start, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("workstation.ui.shell.single_instance.CALL_MS", 50)
    start("deaf")
    second = SingleInstance(tmp_path)
    assert not second.acquire()
    assert not second.call()


def test_a_copy_that_ends_meanwhile_leaves_the_profile_to_who_called(
    start: Start, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = start("deaf")
    second = SingleInstance(tmp_path)
    assert not second.acquire()
    monkeypatch.setattr(
        "workstation.ui.shell.single_instance.QThread.msleep", lambda _pause: killed(first)
    )
    assert not second.call()
    assert second.is_claimed
    third = SingleInstance(tmp_path)
    assert not third.acquire(), "it holds the profile"
    second.release()


def test_a_copy_that_was_closed_answers_nobody(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It was called to the front, and ended; who had called it ended, too."""
    monkeypatch.setattr("workstation.ui.shell.single_instance.CALL_MS", 50)
    first, second = SingleInstance(tmp_path), SingleInstance(tmp_path)
    assert first.acquire()
    first.listen()
    first.stop_listening()
    assert not second.call()
    assert not second.is_claimed
    first.release()
    assert second.acquire()
    second.release()


def test_profiles_do_not_know_of_each_other(start: Start, tmp_path: Path) -> None:
    start()
    other = tmp_path / "other"
    other.mkdir()
    only = SingleInstance(other)
    assert only.acquire()
    assert not only.call()
    only.release()
    again = SingleInstance(other)
    assert again.acquire(), "a profile given back can be taken"
    again.release()


def test_a_folder_that_takes_no_lock_keeps_nobody_from_working(tmp_path: Path) -> None:
    missing = tmp_path / "missing"
    only = SingleInstance(missing)
    assert RunningLock(missing).take() is LockOutcome.UNKNOWN
    assert only.acquire()
    only.listen()
    assert only.listen_error is not None, "and that nobody can call it is known, for the log"
    only.release()


LEFT_BEHIND = {
    "empty": "",
    "of another computer": "4711\nDoctorWorkstation\nold-pc\nmachine\nboot\n",
    "of a live process of this name": f"{os.getpid()}\nDoctorWorkstation\n",
    "of no text at all": "\0\xff" * 5_000,
}


@pytest.mark.parametrize("content", LEFT_BEHIND.values(), ids=LEFT_BEHIND)
def test_a_lock_file_that_nobody_holds_keeps_nobody_from_starting(
    tmp_path: Path, content: str
) -> None:
    """A crash, a replaced PC, a home that came from a server: the claim is the system's lock."""
    (tmp_path / FILE).write_text(content)
    only, second = SingleInstance(tmp_path), SingleInstance(tmp_path)
    assert only.acquire()
    assert not second.acquire(), "and the copy that runs now is found"
    only.release()


def test_a_file_that_does_not_lock_leaves_it_to_the_copy_that_answers(
    start: Start, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A home on a server without locks."""
    first = start()
    monkeypatch.setattr(RunningLock, "take", lambda _lock: LockOutcome.UNKNOWN)
    assert not SingleInstance(tmp_path).acquire()
    says(first, "called")
    killed(first)
    alone = SingleInstance(tmp_path)
    assert alone.acquire()
    alone.release()


def test_the_computer_that_holds_a_shared_home_is_named(tmp_path: Path) -> None:
    first, second = SingleInstance(tmp_path), SingleInstance(tmp_path)
    assert first.acquire()
    assert second.other_host() == ""
    (tmp_path / FILE).write_text("12\nDoctorWorkstation\nward-3\nsecret\n")
    assert second.other_host() == "ward-3"
    first.release()


def test_a_program_of_before_believes_the_file(tmp_path: Path) -> None:
    """``QLockFile`` reads process, program and computer in its first three lines."""
    only = SingleInstance(tmp_path)
    assert only.acquire()
    lines = (tmp_path / FILE).read_text().splitlines()
    assert lines[:3] == [str(os.getpid()), "DoctorWorkstation", QSysInfo.machineHostName()]
    only.release()


@pytest.mark.parametrize("depth", [0, 3])
def test_the_socket_lies_in_the_profile_however_long_its_path_is(
    tmp_path: Path, depth: int
) -> None:
    folder = tmp_path.joinpath(*["a-folder-of-a-long-name-" * 5] * depth, "data")
    folder.mkdir(parents=True)
    assert (len(os.fsencode(folder / SOCKET)) > MAX_PATH_BYTES) is bool(depth)
    command = [sys.executable, "-c", FIRST_COPY, str(folder)]
    first = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)  # noqa: S603
    try:
        says(first, "held")
        assert (folder / SOCKET).is_socket()
        second = SingleInstance(folder)
        assert not second.acquire()
        assert second.call()
        says(first, "called")
        second.release()
    finally:
        killed(first)


def test_a_folder_that_others_write_in_holds_no_socket(
    tmp_path: Path, short_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The runtime folder of the session stands in, if that is this user's alone."""
    runtime = short_folder
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(runtime))
    folder = tmp_path / "data"
    folder.mkdir()
    folder.chmod(0o777)
    only = SingleInstance(folder)
    assert only.acquire()
    only.listen()
    assert only.listen_error is None
    assert not (folder / SOCKET).exists()
    assert [path.is_socket() for path in runtime.iterdir()] == [True]
    only.release()
    runtime.chmod(0o777)
    assert not is_private(runtime)
    again = SingleInstance(folder)
    assert again.acquire()
    again.listen()
    assert again.listen_error is not None
    again.release()


def test_a_stranger_on_the_socket_is_no_copy_and_calls_nobody(
    qtbot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The kernel says whose process the other end is; here, that it is not this user's."""
    calls = []
    server = SingleInstance(tmp_path)
    server.called.connect(lambda: calls.append(1))
    assert server.acquire()
    server.listen()
    monkeypatch.setattr("workstation.ui.shell.single_instance.CALL_MS", 50)
    monkeypatch.setattr("workstation.ui.shell.socket_peer.is_same_user", lambda _descriptor: False)
    second = SingleInstance(tmp_path)
    assert not second.call()
    qtbot.waitUntil(lambda: not server.findChild(QLocalServer).hasPendingConnections())
    assert calls == []
    server.release()


@pytest.mark.qt_log_ignore("does not support raise")
def test_a_window_that_is_called_comes_forward_from_the_task_bar(qtbot) -> None:
    window = ShellWindow()
    qtbot.addWidget(window)
    window.showMinimized()
    window.come_forward()
    assert not window.isMinimized()
    qtbot.waitUntil(window.isActiveWindow)
    window.end()
