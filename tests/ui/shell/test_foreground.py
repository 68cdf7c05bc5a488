"""A second copy hands the right to be in front to the first one, which the lock's file names."""

import os
from pathlib import Path
from types import SimpleNamespace

import pytest

from tests.fakes.library import Function
from workstation.ui.shell.foreground import let_come_forward
from workstation.ui.shell.running_lock import FILE, LockHolder, RunningLock
from workstation.ui.shell.single_instance import SingleInstance


def test_the_copy_that_is_called_is_given_the_right_to_come_forward(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Windows gives it to the one that was just started; without it the window only blinks."""
    given: list[int] = []
    monkeypatch.setattr("workstation.ui.shell.foreground.let_come_forward", given.append)
    monkeypatch.setattr("workstation.ui.shell.single_instance.CALL_MS", 50)
    first, second = SingleInstance(tmp_path), SingleInstance(tmp_path)
    assert first.acquire()
    assert not second.acquire()
    assert not second.call(), "nobody listens"
    assert {*given} == {os.getpid()}
    first.release()


@pytest.mark.parametrize(
    ("process", "platform", "passed_on"), [(42, "win32", [42]), (0, "win32", []), (42, "linux", [])]
)
def test_windows_is_told_who_may_come_forward(
    process: int, platform: str, passed_on: list[int]
) -> None:
    allowed: list[int] = []
    user32 = SimpleNamespace(AllowSetForegroundWindow=Function(allowed.append))
    let_come_forward(process, platform, SimpleNamespace(WinDLL={"user32": user32}.__getitem__))
    assert allowed == passed_on


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize(
    ("line", "process"), [("42", 42), ("", 0), ("-1", 0), ("４２", 0), ("9" * 400, 0)]
)
def test_who_holds_the_lock_is_read_whatever_ends_the_lines(tmp_path, end, line, process):
    lines = [line, "DoctorWorkstation", "PC-7", "a-secret-word", ""]
    (tmp_path / FILE).write_bytes(end.join(lines).encode())
    assert RunningLock(tmp_path).holder() == LockHolder(process, "PC-7", "a-secret-word")
