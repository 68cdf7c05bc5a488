"""Who is signed in, at the head of the rail: pressed, it offers to hand over or to sign out."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from workstation.ui.kit.painting import (
    CENTRE,
    Ink,
    draw_inner_ring,
    draw_line,
    initials,
    painting,
)
from workstation.ui.kit.strings import tr
from workstation.ui.kit.theme import RADIUS, SIZE, SPACE, TextRole, theme
from workstation.ui.kit.widgets.avatar import (
    FindPortrait,
    Presence,
    draw_person,
    draw_presence,
    find_none,
)
from workstation.ui.kit.widgets.enter import EnterPresses
from workstation.ui.kit.widgets.hovering import InnerRinged
from workstation.ui.kit.widgets.tool_tip import set_tool_tip

RING_ROOM = SPACE.x1
"""Above the photo and below the words, so that the ring of the keyboard runs through neither."""


class DoctorButton(EnterPresses, InnerRinged, QAbstractButton):
    """The doctor's photo, else initials, with the dot of the connection; name and department.

    Compact, the words are in the tool tip alone.
    """

    def __init__(self) -> None:
        super().__init__()
        self._name = self._department = ""
        self._member: int | str | None = None
        self._find_portrait: FindPortrait = find_none
        self._presence: Presence | None = None
        self._compact = False
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        # A click leaves the keyboard where it is: beside a page, no key of that page works.
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def show_person(
        self,
        name: str,
        member: int | str | None,
        department: str = "",
        find_portrait: FindPortrait = find_none,
    ) -> None:
        """Show who is signed in."""
        self._name, self._member, self._department = name, member, department
        self._find_portrait = find_portrait
        self.retranslate()
        self.updateGeometry()
        self.update()

    def show_presence(self, presence: Presence) -> None:
        """Show the dot of the connection."""
        if presence is not self._presence:  # each second of an outage is told
            self._presence = presence
            self.update()

    def set_compact(self, compact: bool) -> None:  # noqa: FBT001
        """Leave the words out, or not."""
        self._compact = compact
        self.updateGeometry()
        self.update()

    def retranslate(self) -> None:
        """Set the accessible name in the current language."""
        who = tr("queue.comma").join(filter(None, (self._name, self._department)))
        text = tr("rail.doctor", name=who)
        self.setAccessibleName(text)
        set_tool_tip(self, text)

    def sizeHint(self) -> QSize:
        lines = len(self._lines())
        words = SPACE.x1 + lines * theme.style(TextRole.CAPTION).line if lines else 0
        wide = SIZE.rail_compact if self._compact else SIZE.rail
        return QSize(wide - SIZE.hairline, SIZE.avatar_lg + words + 2 * RING_ROOM)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        size = SIZE.avatar_lg
        circle = QRectF((self.width() - size) // 2, RING_ROOM, size, size)
        portrait = self._find_portrait(QSize(size, size), self.devicePixelRatioF())
        with painting(self) as painter:
            letters = initials(self._name, doctor=True)
            draw_person(painter, circle, portrait, letters, self._member)
            painter.save()
            painter.translate(circle.topLeft())
            draw_presence(painter, size, self._presence)
            painter.restore()
            high = theme.style(TextRole.CAPTION).line
            top = circle.bottom() + SPACE.x1
            line = QRectF(SPACE.x1, top, self.width() - 2 * SPACE.x1, high)
            for text, ink, strong in self._lines():
                font = theme.font(TextRole.CAPTION, strong=strong)
                draw_line(painter, line, text, font, ink.colour, align=CENTRE)
                line.translate(0, high)
            if self._ringed:
                draw_inner_ring(painter, QRectF(self.rect()), RADIUS.md)

    def _lines(self) -> list[tuple[str, Ink, bool]]:
        if self._compact:
            return []
        lines = [(self._name, Ink.PRIMARY, True), (self._department, Ink.SECONDARY, False)]
        return [line for line in lines if line[0]]
