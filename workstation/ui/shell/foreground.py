"""The right to be in front, which Windows gives to the program that a person started last.

That is the second copy, which ends. The first one, whose window is wanted, would only be let blink
in the task bar, behind whatever the doctor looks at.
"""

import ctypes
import sys
from ctypes import c_uint32
from typing import Any


def let_come_forward(process: int, platform: str = sys.platform, libraries: Any = ctypes) -> None:
    """Pass this process' right on; ``libraries`` stands for the module that has ``WinDLL``.

    Windows takes it back with the next key or click. Elsewhere a window may come forward by itself.
    """
    if platform == "win32" and process > 0:
        allow = libraries.WinDLL("user32").AllowSetForegroundWindow
        allow.argtypes = [c_uint32]
        allow(process)
