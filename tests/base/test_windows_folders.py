"""Where Windows says that its folders are, whatever an account's own variables say.

The libraries are stood in for; the calls themselves run wherever the tests run on Windows.
"""

import ctypes
import os
import ssl
import sys
from pathlib import Path, PureWindowsPath
from types import SimpleNamespace

import pytest

from tests.fakes.library import Function
from workstation.base import windows_folders


class Shell:
    """What tells the folders: one string, counted when it is given back."""

    def __init__(self, status=0):
        self._path = ctypes.create_unicode_buffer("C:/ProgramData")
        self._status, self.freed = status, []

    def WinDLL(self, name):  # noqa: N802  as ctypes has it
        known = {
            "shell32": {
                "SHGetKnownFolderPath": Function(self._ask),
                "IsUserAnAdmin": Function(lambda: self._status),
            },
            "ole32": {"CoTaskMemFree": Function(lambda path: self.freed.append(path.value))},
            "kernel32": {
                "GetSystemWindowsDirectoryW": Function(self._windows),
                "GetSystemDirectoryW": Function(self._programs),
            },
        }
        return SimpleNamespace(**known[name])

    def _ask(self, folder_id, flags, token, path):
        assert folder_id.raw[:16].hex() == "825dab62c1fdc34da9dd070d1d495d97"
        assert (flags, token) == (0, None)
        assert os.environ["SystemDrive"] == "C:"  # noqa: SIM112  its name
        if self._status == 0:
            path._obj.value = ctypes.addressof(self._path)
        return self._status

    def _windows(self, buffer, length):
        assert length == 260
        buffer.value = r"C:\Windows"
        return len(buffer.value)

    def _programs(self, buffer, length):
        assert length == 260
        buffer.value = "C:/Windows/system32" if self._status == 0 else ""
        return len(buffer.value)


def test_the_shell_is_asked_where_the_data_of_all_users_lie(monkeypatch):
    for variable in ("ProgramData", "SystemDrive", "ALLUSERSPROFILE"):
        monkeypatch.setenv(variable, "D:/mine")
    shell = Shell()
    assert windows_folders.program_data(shell) == Path("C:/ProgramData")
    assert shell.freed == [ctypes.addressof(shell._path)]


def test_a_shell_that_does_not_tell_is_an_error(monkeypatch):
    monkeypatch.setenv("SystemDrive", "D:")
    with pytest.raises(OSError, match="Windows"):
        windows_folders.program_data(Shell(status=1))


def test_windows_own_programs_are_found_whatever_the_environment_says(monkeypatch):
    for variable in ("SystemRoot", "windir", "PATH"):
        monkeypatch.setenv(variable, "D:/mine")
    msiexec = windows_folders.system_program("msiexec.exe", Shell())
    assert msiexec == Path("C:/Windows/system32/msiexec.exe")
    with pytest.raises(OSError, match="Windows"):
        windows_folders.system_program("msiexec.exe", Shell(status=1))


@pytest.mark.parametrize("elevated", [1, 0])
def test_windows_tells_whether_what_is_made_here_is_the_administrators(elevated):
    assert windows_folders.is_elevated(Shell(status=elevated)) is bool(elevated)


@pytest.mark.skipif(sys.platform != "win32", reason="asks Windows itself")
def test_windows_itself_tells_its_folders(tmp_path, monkeypatch):
    for variable in ("ProgramData", "SystemRoot"):
        monkeypatch.setenv(variable, str(tmp_path))
    assert windows_folders.system_program("icacls.exe").is_file()
    assert windows_folders.program_data() != tmp_path


@pytest.mark.skipif(sys.platform != "win32", reason="of the build for Windows")
def test_openssl_reads_its_settings_where_administrators_alone_write():
    """They may name code to load: CVE-2019-1552 was a folder that everybody can make."""
    place = PureWindowsPath(ssl.get_default_verify_paths().openssl_cafile)
    assert place.is_relative_to("C:/Program Files")
