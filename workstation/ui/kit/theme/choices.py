"""What is chosen by name: the appearance by the doctor, a text role by each part of the window."""

import enum


class Appearance(enum.Enum):
    """The look that the doctor chose: light, dark, or as the system."""

    LIGHT = "light"
    DARK = "dark"
    SYSTEM = "system"


class TextRole(enum.Enum):
    """The design's type scale."""

    CAPTION = "caption"
    LABEL = "label"
    BODY = "body"
    MESSAGE = "message"
    TITLE = "title"
    HEADING = "heading"
    DISPLAY = "display"
    CLOCK = "clock"
