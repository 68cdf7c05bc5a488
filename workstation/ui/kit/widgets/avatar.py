"""A person's photo or initials in a circle, with a presence dot if one is given."""

import enum
from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QSizePolicy, QWidget

from workstation.ui.kit.painting import draw_avatar, draw_dot, draw_portrait, initials, painting
from workstation.ui.kit.theme import SIZE, theme

FindPortrait = Callable[[QSize, float], QPixmap | None]
"""The photo at a size and a screen's pixel ratio; ``None`` while there is none."""


def find_none(_size: QSize, _ratio: float) -> QPixmap | None:
    """No photo: for a person without one."""
    return None


class Presence(enum.Enum):
    """The state of the IM session."""

    ONLINE = "online"
    RECONNECTING = "reconnecting"
    OFFLINE = "offline"

    @property
    def colour(self) -> QColor:
        """The colour of its dot."""
        online = self is Presence.ONLINE
        return theme.colours.success_mark if online else theme.colours.warning_mark


class Avatar(QWidget):
    """A person's photo or initials in a circle.

    ``size`` is one of the design's: 24, 32, 40 (without a word of it) or 72.
    """

    def __init__(self, size: int = 0, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._size = theme.unscaled(size or SIZE.avatar_lg)
        self._letters = ""
        self._member: int | str | None = None
        self._presence: Presence | None = None
        self._find_portrait: FindPortrait = find_none
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_person(self, name: str, member: int | str | None, *, doctor: bool = False) -> None:
        """Show the initials of ``name`` in the colours of ``member``."""
        self._letters, self._member = initials(name, doctor=doctor), member
        self.setAccessibleName(name)
        self.update()

    def show_portrait(self, find_portrait: FindPortrait) -> None:
        """Show a photo in place of the initials, as soon as it is found."""
        self._find_portrait = find_portrait
        self.update()

    def show_presence(self, presence: Presence | None) -> None:
        """Show a dot at the foot, or none."""
        self._presence = presence
        self.update()

    def sizeHint(self) -> QSize:
        size = theme.scaled(self._size)
        return QSize(size, size)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        size = theme.scaled(self._size)
        circle = QRectF(0, 0, size, size)
        portrait = self._find_portrait(QSize(size, size), self.devicePixelRatioF())
        with painting(self) as painter:
            draw_person(painter, circle, portrait, self._letters, self._member)
            draw_presence(painter, size, self._presence)


def draw_person(
    painter: QPainter,
    circle: QRectF,
    portrait: QPixmap | None,
    letters: str,
    member: int | str | None,
) -> None:
    """Draw the photo in a circle, or without one the letters."""
    if portrait is None:
        draw_avatar(painter, circle, letters, member)
    else:
        draw_portrait(painter, circle, portrait)


def draw_presence(painter: QPainter, size: float, presence: Presence | None) -> None:
    """Draw the dot at the foot of a circle of ``size``, as on the rail; ``None`` draws none."""
    if presence is None:
        return
    middle = size - SIZE.presence / 2
    rim = theme.colours.bg_rail
    centre = QPointF(middle, middle)
    draw_dot(painter, centre, presence.colour, size=SIZE.presence, rim=rim)
