"""What things look like: tokens, colours, fonts, icons, and the current theme."""

from workstation.ui.kit.theme.choices import Appearance, TextRole
from workstation.ui.kit.theme.icons import Icon, draw_icon, icon_pixmap
from workstation.ui.kit.theme.theme import (
    BREAKPOINT,
    MOTION,
    RADIUS,
    SIZE,
    SPACE,
    VIEWER,
    Theme,
    theme,
)
from workstation.ui.kit.theme.tokens import AvatarColours, Shadow, TextStyle

__all__ = [
    "BREAKPOINT",
    "MOTION",
    "RADIUS",
    "SIZE",
    "SPACE",
    "VIEWER",
    "Appearance",
    "AvatarColours",
    "Icon",
    "Shadow",
    "TextRole",
    "TextStyle",
    "Theme",
    "draw_icon",
    "icon_pixmap",
    "theme",
]
