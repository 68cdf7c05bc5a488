"""A file that another program holds open for a moment is replaced and removed all the same."""

import ctypes
import errno
import itertools
import os
import sys
from pathlib import Path

import pytest

from tests.fakes.scanner import ACCESS_DENIED, DISK_FULL, SHARING_VIOLATION, Scanner
from workstation.base import held_files
from workstation.base.atomic_write import write_atomically
from workstation.base.log import read_own_lines
from workstation.base.write_behind import read_bounded
from workstation.domain.errors import StorageError
from workstation.settings.sources import trial_policy_layer, user_layer
from workstation.ui.shell import running_lock
from workstation.vault.unsent import unsent_count

NOT_EMPTY = 145
"""ERROR_DIR_NOT_EMPTY"""


@pytest.mark.parametrize("code", [ACCESS_DENIED, SHARING_VIOLATION])
def test_settings_are_written_when_the_scanner_has_let_go(tmp_path, monkeypatch, code):
    path = tmp_path / "settings.json"
    path.write_bytes(b"old")
    scanner = Scanner(3, code).install(monkeypatch)
    write_atomically(path, b"new")
    assert path.read_bytes() == b"new"
    assert scanner.waited == 3
    assert [each.name for each in tmp_path.iterdir()] == ["settings.json"]


def test_a_held_file_is_removed_when_it_is_let_go(tmp_path, monkeypatch):
    path = tmp_path / "left"
    path.touch()
    Scanner(2).install(monkeypatch)
    held_files.remove(path)
    assert not path.exists()
    held_files.remove(path)


def test_one_that_is_never_let_go_is_an_error_in_the_end(tmp_path, monkeypatch):
    moments = itertools.count(0.0, 1.0)
    monkeypatch.setattr(held_files, "monotonic", lambda: next(moments))
    path = tmp_path / "settings.json"
    path.write_bytes(b"old")
    Scanner(float("inf")).install(monkeypatch)
    with pytest.raises(StorageError, match=r"cannot write settings\.json: Access denied"):
        write_atomically(path, b"new")
    assert path.read_bytes() == b"old"


def test_nothing_is_tried_again_for_another_reason(tmp_path, monkeypatch):
    scanner = Scanner(1, DISK_FULL).install(monkeypatch)
    with pytest.raises(OSError, match="Access denied"):
        held_files.remove(tmp_path / "any")
    assert scanner.waited == 0


@pytest.mark.parametrize("place", [user_layer, trial_policy_layer])
def test_settings_that_nobody_else_may_read_for_a_moment_are_read(tmp_path, monkeypatch, place):
    """Without them the window would change its language, and the program would not start."""
    path = tmp_path / "settings.json"
    path.write_bytes(b'{"ui.language": "en"}')
    really, waited = Path.open, []

    def held(opened, *how):
        if len(waited) < 3:
            raise PermissionError(errno.EACCES, "Permission denied")
        return really(opened, *how)

    monkeypatch.setattr(held_files, "_WINDOWS", True)
    monkeypatch.setattr(held_files, "sleep", waited.append)
    monkeypatch.setattr(Path, "open", held)
    assert place(path).values == {"ui.language": "en"}
    assert len(waited) == 3


def held_for(tries, really):
    """A step that Windows' C library refuses so many times; what it was called with."""
    calls = []

    def step(*arguments):
        calls.append(arguments)
        if len(calls) <= tries:
            raise PermissionError(errno.EACCES, "Permission denied")
        return really(*arguments)

    return step, calls


@pytest.fixture
def on_windows(monkeypatch):
    """Waits as on Windows; how often."""
    waited = []
    monkeypatch.setattr(held_files, "_WINDOWS", True)
    monkeypatch.setattr(held_files, "sleep", waited.append)
    return waited


def test_a_file_is_opened_for_good_when_the_scanner_has_let_go(tmp_path, monkeypatch, on_windows):
    path = tmp_path / "running.lock"
    path.touch()
    step, calls = held_for(2, os.open)
    monkeypatch.setattr(os, "open", step)
    os.close(held_files.open_handle(path, os.O_RDWR, 0o600))
    assert (len(calls), len(on_windows)) == (3, 2)


def test_a_folder_that_takes_no_file_is_not_waited_for(tmp_path, monkeypatch, on_windows):
    step, calls = held_for(9, os.open)
    monkeypatch.setattr(os, "open", step)
    with pytest.raises(PermissionError):
        held_files.open_handle(tmp_path / "running.lock", os.O_RDWR | os.O_CREAT, 0o600)
    assert (len(calls), len(on_windows)) == (1, 0)


@pytest.mark.parametrize("code", [ACCESS_DENIED, SHARING_VIOLATION, NOT_EMPTY])
def test_a_folder_is_removed_once_what_was_in_it_is_gone_for_everybody(tmp_path, monkeypatch, code):
    """A removed file that a scanner still reads is in its folder until that is over."""
    folder = tmp_path / "erasing"
    folder.mkdir()
    scanner = Scanner(2, code).install(monkeypatch)
    monkeypatch.setattr(Path, "rmdir", scanner.held(Path.rmdir))
    held_files.remove_folder(folder)
    assert (folder.exists(), scanner.waited) == (False, 2)


@pytest.mark.skipif(sys.platform != "win32", reason="only Windows lets one keep a file to himself")
def test_a_file_that_windows_shares_with_nobody_is_read_when_it_does(tmp_path, monkeypatch):
    path = tmp_path / "settings.json"
    path.write_bytes(b"{}")
    kernel, alone, existing, for_reading = ctypes.WinDLL("kernel32"), 0, 3, 0x80000000
    kernel.CreateFileW.restype = ctypes.c_void_p
    handle = kernel.CreateFileW(str(path), for_reading, alone, None, existing, 0, None)
    closed = []

    def let_go(_seconds):
        closed.append(kernel.CloseHandle(ctypes.c_void_p(handle)))

    monkeypatch.setattr(held_files, "sleep", let_go)
    assert held_files.read(path, 10) == b"{}"
    assert len(closed) == 1


def test_a_reader_of_this_very_system_is_waited_for(tmp_path, monkeypatch):
    """Nothing stands in for anything here: it is Windows, or Linux, that decides."""
    path = tmp_path / "settings.json"
    path.write_bytes(b"old")
    with path.open("rb") as reader:
        monkeypatch.setattr(held_files, "sleep", lambda _seconds: reader.close())
        write_atomically(path, b"new")
    assert path.read_bytes() == b"new"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="a file whose reading hangs: a FIFO")
def test_a_pipe_is_read_by_nobody(tmp_path):
    """Who reads one waits for whoever writes into it, which may be nobody, ever."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    assert user_layer(pipe).fault == trial_policy_layer(pipe).fault == "unreadable"
    assert read_bounded(pipe, 10) is None
    pipe.rename(tmp_path / unsent_count.NAME)
    assert unsent_count.read(tmp_path) is None
    (tmp_path / unsent_count.NAME).rename(tmp_path / running_lock.FILE)
    assert running_lock.RunningLock(tmp_path).holder() == running_lock.LockHolder()
    with pytest.raises(OSError, match="no ordinary file"):
        read_own_lines(tmp_path / running_lock.FILE)
