"""The right to be in front.

Windows gives it to the program that a person started last. That is the second copy, which ends. The
first one, whose window is wanted, would only be let blink in the task bar, behind whatever the
doctor looks at. A Wayland desktop gives a token for a click (xdg-activation-v1); without one it
says in a notification of its own that the window is ready.
"""

import ctypes
import os
import sys
from collections.abc import Callable
from ctypes import c_uint32
from typing import Any

TOKEN_VARIABLE = "XDG_ACTIVATION_TOKEN"  # noqa: S105 - where Qt looks for it


def let_come_forward(process: int, platform: str = sys.platform, libraries: Any = ctypes) -> None:
    """Pass this process' right on; ``libraries`` stands for the module that has ``WinDLL``.

    Windows takes it back with the next key or click. Elsewhere a window may come forward by itself.
    """
    if platform == "win32" and process > 0:
        allow = libraries.WinDLL("user32").AllowSetForegroundWindow
        allow.argtypes = [c_uint32]
        allow(process)


def come_forward_by(token: str, come_forward: Callable[[], object]) -> None:
    """Call ``come_forward`` while Qt finds the desktop's token; without one just call it."""
    if not token:
        come_forward()
        return
    os.environ[TOKEN_VARIABLE] = token
    try:
        come_forward()
    finally:
        os.environ.pop(TOKEN_VARIABLE, None)
