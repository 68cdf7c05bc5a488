"""Who is signed in, at the head of the rail: pressed, it offers to hand over or to sign out."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from workstation.ui.kit.painting import draw_avatar, draw_inner_ring, initials, painting
from workstation.ui.kit.strings import tr
from workstation.ui.kit.theme import SIZE
from workstation.ui.kit.widgets.avatar import Presence, draw_presence
from workstation.ui.kit.widgets.enter import EnterPresses
from workstation.ui.kit.widgets.hovering import InnerRinged
from workstation.ui.kit.widgets.tool_tip import set_tool_tip


class DoctorButton(EnterPresses, InnerRinged, QAbstractButton):
    """The doctor's initials in a circle, with the dot of the connection."""

    def __init__(self) -> None:
        super().__init__()
        self._name = ""
        self._member: int | str | None = None
        self._presence: Presence | None = None
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def show_person(self, name: str, member: int | str | None) -> None:
        """Show who is signed in."""
        self._name, self._member = name, member
        self.retranslate()
        self.update()

    def show_presence(self, presence: Presence) -> None:
        """Show the dot of the connection."""
        self._presence = presence
        self.update()

    def retranslate(self) -> None:
        """Say in the language in force what it is for."""
        text = tr("rail.doctor", name=self._name)
        self.setAccessibleName(text)
        set_tool_tip(self, text)

    def sizeHint(self) -> QSize:
        return QSize(SIZE.avatar_lg, SIZE.avatar_lg)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        size = SIZE.avatar_lg
        circle = QRectF(0, 0, size, size)
        with painting(self) as painter:
            draw_avatar(painter, circle, initials(self._name, doctor=True), self._member)
            draw_presence(painter, size, self._presence)
            if self._ringed:
                draw_inner_ring(painter, circle, size / 2)
