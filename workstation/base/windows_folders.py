"""Folders of Windows, as Windows itself knows them, and whose what this process makes will be.

``%ProgramData%`` and ``%SystemRoot%`` say the same, but each user may set their own: a policy
looked for where one points is a policy that a doctor can make disappear, and a program found that
way is the doctor's own, which an administrator then runs.
"""

import ctypes
import os
import uuid
from ctypes import byref, c_uint32, c_void_p
from pathlib import Path, PureWindowsPath
from typing import Any

_PROGRAM_DATA = uuid.UUID("62AB5D82-FDC1-4DC3-A9DD-070D1D495D97")  # FOLDERID_ProgramData
_MAX_PATH = 260


def program_data(libraries: Any = ctypes) -> Path:
    """The folder. Raises ``OSError``.

    ``libraries`` stands for the module that has ``WinDLL``.
    """
    _pin_system_drive(libraries)
    shell, memory = libraries.WinDLL("shell32"), libraries.WinDLL("ole32")
    ask, free = shell.SHGetKnownFolderPath, memory.CoTaskMemFree
    ask.argtypes, free.argtypes = [c_void_p, c_uint32, c_void_p, c_void_p], [c_void_p]
    folder_id = ctypes.create_string_buffer(_PROGRAM_DATA.bytes_le)
    path = c_void_p()
    status = ask(folder_id, 0, None, byref(path))
    try:
        if status != 0 or not path.value:
            raise OSError("Windows does not tell where the data of all users lie")
        return Path(ctypes.wstring_at(path.value))
    finally:
        free(path)


def system_program(name: str, libraries: Any = ctypes) -> Path:
    """One of Windows' own programs, such as ``icacls.exe``. Raises ``OSError``."""
    ask = libraries.WinDLL("kernel32").GetSystemDirectoryW
    ask.argtypes = [c_void_p, c_uint32]
    folder = ctypes.create_unicode_buffer(_MAX_PATH)
    if not ask(folder, _MAX_PATH):
        raise OSError("Windows does not tell where its own programs lie")
    return Path(folder.value, name)


def is_elevated(libraries: Any = ctypes) -> bool:
    """Whether this process is an administrator's; what it makes is owned by all of them."""
    ask = libraries.WinDLL("shell32").IsUserAnAdmin
    ask.argtypes = []
    return bool(ask())


def _pin_system_drive(libraries: Any) -> None:
    """Leave no say to ``%SystemDrive%``, with which the registry spells the folder."""
    ask = libraries.WinDLL("kernel32").GetSystemWindowsDirectoryW
    ask.argtypes = [c_void_p, c_uint32]
    windows = ctypes.create_unicode_buffer(_MAX_PATH)
    if ask(windows, _MAX_PATH):
        os.environ["SystemDrive"] = PureWindowsPath(windows.value).drive  # noqa: SIM112 - its name
