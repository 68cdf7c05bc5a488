"""The colours text may have, by meaning."""

import enum

from PySide6.QtGui import QColor

from workstation.ui.kit.theme import theme


class Ink(enum.Enum):
    """What a text's colour says; the value is the colour's name in the theme."""

    PRIMARY = "text_primary"
    SECONDARY = "text_secondary"
    TERTIARY = "text_tertiary"
    DISABLED = "text_disabled"
    ACCENT = "accent_text"
    WARNING = "warning_text"
    DANGER = "danger_text"
    SUCCESS = "success_text"
    COLLEAGUE = "colleague_text"

    @property
    def colour(self) -> QColor:
        """The colour in the current theme."""
        value: QColor = getattr(theme.colours, self.value)
        return value
