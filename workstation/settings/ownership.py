"""Whether a policy file is an administrator's: a file that users can write is no policy."""

import ctypes
import os
import stat
from ctypes import byref, c_int, c_uint32, c_void_p, c_wchar_p
from pathlib import Path
from typing import Any

OTHERS_WRITE = stat.S_IWGRP | stat.S_IWOTH
# Administrators and Windows itself. What a user makes is the user's, also below %ProgramData%,
# where everybody may create folders; and only administrators can give a file away to these two.
TRUSTED_OWNERS = frozenset({"S-1-5-32-544", "S-1-5-18"})

_FILE_OBJECT, _OWNER = 1, 1


def only_administrators_write(path: Path) -> bool:
    """Whether nobody but administrators can have written a file that exists."""
    if os.name != "posix":
        return windows_owner(path) in TRUSTED_OWNERS
    status = path.stat()
    return status.st_uid == 0 and not status.st_mode & OTHERS_WRITE


def windows_owner(path: Path, libraries: Any = ctypes) -> str:
    """The owner's SID, such as ``S-1-5-32-544``; empty where Windows does not tell.

    ``libraries`` stands for the module whose ``WinDLL`` loads a library.
    """
    security, kernel = libraries.WinDLL("advapi32"), libraries.WinDLL("kernel32")
    pointer = ctypes.POINTER(c_void_p)
    ask, spell, free = (
        security.GetNamedSecurityInfoW,
        security.ConvertSidToStringSidW,
        kernel.LocalFree,
    )
    none = [c_void_p] * 3  # group, access and audit lists, which are not asked for
    ask.argtypes = [c_wchar_p, c_int, c_uint32, pointer, *none, pointer]
    spell.argtypes, free.argtypes = [c_void_p, pointer], [c_void_p]
    owner, text, descriptor = c_void_p(), c_void_p(), c_void_p()
    told = ask(str(path), _FILE_OBJECT, _OWNER, byref(owner), None, None, None, byref(descriptor))
    try:
        if told != 0 or not spell(owner, byref(text)):
            return ""
        return ctypes.wstring_at(text.value or 0)
    finally:
        free(text)
        free(descriptor)
