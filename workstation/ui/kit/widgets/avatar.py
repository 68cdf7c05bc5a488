"""A person's initials in a circle, with a presence dot if one is given."""

import enum

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from workstation.ui.kit.painting import draw_avatar, draw_dot, initials, painting
from workstation.ui.kit.theme import SIZE, theme


class Presence(enum.Enum):
    """Of the IM session."""

    ONLINE = "online"
    RECONNECTING = "reconnecting"
    OFFLINE = "offline"

    @property
    def colour(self) -> QColor:
        """Of its dot."""
        online = self is Presence.ONLINE
        return theme.colours.success_mark if online else theme.colours.warning_mark


class Avatar(QWidget):
    """``size`` is one of the design's: 24, 32, 40 (without a word of it) or 72."""

    def __init__(self, size: int = 0, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._size = theme.unscaled(size or SIZE.avatar_lg)
        self._letters = ""
        self._member: int | str | None = None
        self._presence: Presence | None = None
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_person(self, name: str, member: int | str | None, *, doctor: bool = False) -> None:
        """Show the initials of ``name`` in the colours of ``member``."""
        self._letters, self._member = initials(name, doctor=doctor), member
        self.setAccessibleName(name)
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
        with painting(self) as painter:
            draw_avatar(painter, QRectF(0, 0, size, size), self._letters, self._member)
            draw_presence(painter, size, self._presence)


def draw_presence(painter: QPainter, size: float, presence: Presence | None) -> None:
    """The dot at the foot of a circle of ``size``, as on the rail; ``None`` draws none."""
    if presence is None:
        return
    middle = size - SIZE.presence / 2
    rim = theme.colours.bg_rail
    centre = QPointF(middle, middle)
    draw_dot(painter, centre, presence.colour, size=SIZE.presence, rim=rim)
