"""What the desktop asks of every program's looks."""

import sys
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication


@dataclass(frozen=True, slots=True)
class SystemLook:
    """Less motion, more contrast, dark or light; by default it asks for nothing."""

    motionless: bool = False
    high_contrast: bool = False
    scheme: Qt.ColorScheme = Qt.ColorScheme.Unknown


def wants_no_motion(app: QApplication, platform: str = sys.platform) -> bool:
    """Whether the system asks for no motion; Qt knows it of Windows alone."""
    return platform == "win32" and not app.isEffectEnabled(Qt.UIEffect.UI_General)
