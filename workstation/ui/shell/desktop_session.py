"""On which desktop of this computer a copy shows its window.

One account may have several at once: a second display, Remote Desktop beside the screen, one that
was left without signing out. The copy that runs shows itself on its own, so a start on another one
would be seen to do nothing. Their names are compared and mean nothing else: on Windows the number
of the session, elsewhere the displays of X and Wayland. A desktop has one of these or both, and
what is started in it may know one alone. Tests: tests/ui/shell/test_desktop_session.py.
"""

import ctypes
import os
import re
import sys
from collections.abc import Mapping
from typing import Any

X_SCREEN = re.compile(r"\.\d+$")
"""``:0.1`` is the second screen of the display ``:0``."""


def desktop_session(
    environment: Mapping[str, str] = os.environ,
    platform: str = sys.platform,
    libraries: Any = ctypes,
) -> str:
    """The names of this process' desktop, in one line; empty if unknown.

    ``libraries`` stands for the module that has ``WinDLL``.
    """
    if platform == "win32":
        return _windows_session(libraries)
    names = X_SCREEN.sub("", environment.get("DISPLAY", "")), environment.get("WAYLAND_DISPLAY", "")
    return " ".join("".join(name.split()) for name in names if name)


def are_other_desktops(first: str, second: str) -> bool:
    """Whether two such lines surely name two desktops."""
    names, others = set(first.split()), set(second.split())
    return bool(names and others) and names.isdisjoint(others)


def _windows_session(libraries: Any) -> str:
    number = ctypes.c_uint32()
    name_session = libraries.WinDLL("kernel32").ProcessIdToSessionId
    return str(number.value) if name_session(os.getpid(), ctypes.byref(number)) else ""
