"""What the desktop asks of the looks of every program."""

import ctypes
import sys
from ctypes import byref, c_int, c_uint32, c_void_p
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt

SPI_GETCLIENTAREAANIMATION = 0x1042


@dataclass(frozen=True, slots=True)
class SystemLook:
    """What a desktop asks of looks: less motion, more contrast, dark or light; at first nothing."""

    motionless: bool = False
    high_contrast: bool = False
    scheme: Qt.ColorScheme = Qt.ColorScheme.Unknown


def wants_no_motion(platform: str = sys.platform, libraries: Any = ctypes) -> bool:
    """Whether Windows asks for no motion ("animation effects"); other systems are asked elsewhere.

    Qt goes by another of Windows' settings (SPI_GETUIEFFECTS), which stays on when people switch
    animations off. ``libraries`` stands for the module that has ``WinDLL``.
    """
    if platform != "win32":
        return False
    ask = libraries.WinDLL("user32").SystemParametersInfoW
    ask.argtypes = [c_uint32, c_uint32, c_void_p, c_uint32]
    moving = c_int(1)
    ask(SPI_GETCLIENTAREAANIMATION, 0, byref(moving), 0)
    return not moving.value
