"""The rail at the window's left edge: the doctor, the pages, and the connection's state."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QSizePolicy, QVBoxLayout, QWidget

from workstation.domain.connection import Phase
from workstation.ui.kit.actions import ACTIONS
from workstation.ui.kit.page import HasEntrance
from workstation.ui.kit.painting import (
    CENTRE,
    Ink,
    badge_width,
    draw_badge,
    draw_dot,
    draw_inner_ring,
    draw_line,
    fill_round,
    line_width,
    painting,
)
from workstation.ui.kit.roles import Role, SpokenAs
from workstation.ui.kit.strings import tr
from workstation.ui.kit.theme import RADIUS, SIZE, SPACE, Icon, TextRole, draw_icon, theme
from workstation.ui.kit.widgets.avatar import FindPortrait, Presence, find_none
from workstation.ui.kit.widgets.enter import EnterPresses
from workstation.ui.kit.widgets.hovering import Hovering, InnerRinged
from workstation.ui.kit.widgets.panel import Panel, Surface
from workstation.ui.kit.widgets.tab_order import let_tab_come_to_checked
from workstation.ui.shell.doctor_button import RING_ROOM, DoctorButton

PAGES = {
    "active": Icon.CHAT,
    "history": Icon.HISTORY,
    "profile": Icon.PERSON,
    "settings": Icon.SLIDERS,
}
CONNECTION = SPACE.x4 + SPACE.x1


class RailItem(SpokenAs, EnterPresses, Hovering, InnerRinged, QAbstractButton):
    """An icon above its caption; in compact form the caption becomes the tool tip.

    It is as wide as the rail, so that a badge of several digits has room beside the icon.
    """

    spoken_role = Role.PageTab

    def __init__(self, icon: Icon, keys: str = "") -> None:
        super().__init__()
        self._icon, self._keys = icon, keys
        self._number = 0
        self._compact = False
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        # A click leaves the keyboard where it is: beside a page, no key of that page works.
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def set_caption(self, text: str) -> None:
        """Set its caption."""
        self.setText(text)
        self._describe()

    def set_number(self, number: int) -> None:
        """Set the badge's number; 0 hides it."""
        self._number = number
        self._describe()
        self.update()

    def set_compact(self, compact: bool) -> None:  # noqa: FBT001
        """Switch to or from the compact form, without caption."""
        self._compact = compact
        self._describe()
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        wide = SIZE.rail_compact if self._compact else SIZE.rail
        return QSize(wide, self._side())

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        colours, rect = theme.colours, self._box()
        chosen = self.isChecked()
        ink = Ink.ACCENT if chosen else Ink.SECONDARY
        with painting(self) as painter:
            if chosen:
                fill_round(painter, rect, colours.bg_rail_selected, RADIUS.md)
            elif self._hovered or self.isDown():
                fill_round(painter, rect, colours.bg_hover, RADIUS.md)
            self._draw_icon(painter, rect, ink)
            if not self._compact:
                high = theme.style(TextRole.CAPTION).line
                line = QRectF(0, rect.height() - SPACE.x2 - high, self.width(), high)
                font = theme.font(TextRole.CAPTION, strong=chosen)
                draw_line(painter, line, self.text(), font, ink.colour, align=CENTRE)
            if self._ringed:
                draw_inner_ring(painter, rect, RADIUS.md)

    def _draw_icon(self, painter: QPainter, rect: QRectF, ink: Ink) -> None:
        place = QRectF(rect)
        if not self._compact:
            place.setHeight(SIZE.icon + 2.0 * SPACE.x2)
        draw_icon(painter, self._icon, place, ink.colour, SIZE.icon)
        if self._number:
            self._draw_badge(painter, place.center())

    def _draw_badge(self, painter: QPainter, middle: QPointF) -> None:
        """Draw the badge beside the icon, or over its corner where the rail is too narrow.

        There one of several figures is lower: of the usual height it hid half of the icon.
        """
        half, edge = SIZE.icon / 2, self.width() - float(SPACE.x1) / 2
        beside = middle.x() + half + badge_width(self._number)
        if not self._compact and beside <= edge:
            top = middle.y() - half - SPACE.x1
            draw_badge(painter, QPointF(beside, top + SIZE.badge / 2), self._number)
            return
        height = SIZE.badge if badge_width(self._number) == SIZE.badge else SIZE.icon_sm
        right = min(middle.x() + half + badge_width(self._number, height), edge)
        draw_badge(painter, QPointF(right, height / 2), self._number, height)

    def _side(self) -> int:
        return SIZE.rail_item_compact if self._compact else SIZE.rail_item

    def _box(self) -> QRectF:
        """The area that is filled while the item is checked or hovered."""
        side = self._side()
        return QRectF((self.width() - side) // 2, 0, side, side)

    def _describe(self) -> None:
        name = self.text()
        if self._number:
            name = tr("rail.unread", page=name, count=self._number)
        self.setAccessibleName(name)
        self.setToolTip(f"{self.text()}  {self._keys}" if self._compact else self._keys)


class ConnectionText(EnterPresses, Hovering, InnerRinged, QAbstractButton):
    """A dot and a word: online, seconds until the next try, or no network; compact: only the dot.

    A click opens the connection's details.
    """

    def __init__(self) -> None:
        super().__init__()
        self._presence, self._compact = Presence.ONLINE, False
        # A click leaves the keyboard where it is: beside a page, no key of that page works.
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        theme.hold(self, _set_target_height, theme.scaled(CONNECTION))

    def show_text(self, presence: Presence, text: str) -> None:
        """Show the connection's state."""
        self._presence = presence
        self.setText(text)
        self.setAccessibleName(text)
        self.setAccessibleDescription(tr("connection.title"))
        self.setToolTip(text if self._compact else tr("connection.title"))
        self.update()

    def set_compact(self, compact: bool) -> None:  # noqa: FBT001
        """Switch to or from the compact form, without the word."""
        self._compact = compact
        self.show_text(self._presence, self.text())

    def sizeHint(self) -> QSize:
        return QSize(SIZE.rail_compact if self._compact else SIZE.rail, self.height())

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        font = theme.font(TextRole.CAPTION, tabular=True)
        text = "" if self._compact else self.text()
        wide = SIZE.dot + (SPACE.x1 + line_width(text, font) if text else 0)
        x = max(0.0, (self.width() - wide) / 2)
        online = self._presence is Presence.ONLINE
        ink = Ink.SUCCESS if online else Ink.WARNING
        rect = QRectF(self.rect()).adjusted(SPACE.x1, 0, -SPACE.x1, 0)
        with painting(self) as painter:
            if self._hovered or self.isDown():
                fill_round(painter, rect, theme.colours.bg_hover, RADIUS.sm)
            centre = QPointF(x + SIZE.dot / 2, self.height() / 2)
            draw_dot(painter, centre, self._presence.colour, size=SIZE.dot)
            x += SIZE.dot + SPACE.x1
            line = QRectF(x, 0, self.width() - x + 1, self.height())
            draw_line(painter, line, text, font, ink.colour)
            if self._ringed:
                draw_inner_ring(painter, rect, RADIUS.sm)


def _set_target_height(button: QWidget, line: int) -> None:
    """Set the height of a line with so much around that it is a target not easily missed.

    It takes the space that would be between it and what is below.
    """
    button.setFixedHeight(line + 2 * SPACE.x1)


class Rail(HasEntrance, SpokenAs, Panel):
    """The rail with the pages and the connection at the window's left.

    Emits ``page_picked`` (a page's name), ``lock_picked`` and ``connection_picked``.
    """

    spoken_role = Role.PageTabList

    page_picked = Signal(str)
    lock_picked = Signal()
    connection_picked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Surface.RAIL, edge=Qt.Edge.RightEdge, parent=parent)
        self.doctor = DoctorButton()
        self.connection = ConnectionText()
        self.connection.clicked.connect(self.connection_picked)
        self.lock = RailItem(Icon.LOCK, *ACTIONS["lock"].shown_keys)
        self.lock.spoken_role = Role.Button
        self.lock.clicked.connect(self.lock_picked)
        self.items = {
            name: RailItem(icon, *ACTIONS[name].shown_keys) for name, icon in PAGES.items()
        }
        self._phase = Phase.CONNECTING
        self._seconds: int | None = None
        self._group = QButtonGroup(self)
        for name, item in self.items.items():
            item.setCheckable(True)
            item.clicked.connect(lambda _=False, name=name: self.page_picked.emit(name))
            self._group.addButton(item)
        let_tab_come_to_checked(self._group)
        self._column = QVBoxLayout(self)
        self._arrange()
        self.set_compact(compact=False)
        self.retranslate()

    def select(self, page: str) -> None:
        """Check the item of ``page``."""
        self.items[page].setChecked(True)
        self.entrance = self.items[page]  # F6 comes to the page that is shown

    def show_doctor(
        self,
        name: str,
        member: int | str | None,
        department: str = "",
        find_portrait: FindPortrait = find_none,
    ) -> None:
        """Show the signed-in doctor."""
        self.doctor.show_person(name, member, department, find_portrait)

    def show_unread(self, number: int) -> None:
        """Show the total of unread messages at the first page's item."""
        self.items["active"].set_number(number)

    def show_connection(self, phase: Phase, seconds: int | None = None) -> None:
        """Show the session's phase; ``seconds`` until the next try while it waits."""
        self._phase, self._seconds = phase, seconds
        presence = PRESENCE.get(phase, Presence.RECONNECTING)
        self.doctor.show_presence(presence)
        self.connection.show_text(presence, self._connection_text())

    def set_compact(self, *, compact: bool) -> None:
        """Show icons only, 56 px wide, or icons with captions, 72 px wide."""
        theme.hold(self, QWidget.setFixedWidth, SIZE.rail_compact if compact else SIZE.rail)
        self.connection.set_compact(compact)
        self.doctor.set_compact(compact)
        for item in (*self.items.values(), self.lock):
            item.set_compact(compact)

    def retranslate(self) -> None:
        """Set all texts in the current language."""
        self.setAccessibleName(tr("rail.name"))
        for name, item in self.items.items():
            item.set_caption(tr(f"rail.{name}"))
        self.lock.set_caption(tr("rail.lock"))
        self.doctor.retranslate()
        self.show_connection(self._phase, self._seconds)

    def _arrange(self) -> None:
        column, centre = self._column, Qt.AlignmentFlag.AlignHCenter
        column.setContentsMargins(0, SPACE.x2 - RING_ROOM, 0, SPACE.x2)
        column.setSpacing(SPACE.x1)
        column.addWidget(self.doctor, 0, centre)
        column.addSpacing(SPACE.x4 - SPACE.x1 - RING_ROOM)
        for name in ("active", "history", "profile"):
            column.addWidget(self.items[name], 0, centre)
        column.addStretch(1)
        column.addWidget(self.connection)
        column.addWidget(self.lock, 0, centre)
        column.addWidget(self.items["settings"], 0, centre)

    def _connection_text(self) -> str:
        if self._phase is Phase.WAITING and self._seconds:
            return tr("time.seconds", seconds=self._seconds)
        return tr(f"rail.phase.{self._phase.value}")


PRESENCE = {Phase.ONLINE: Presence.ONLINE, Phase.NO_NETWORK: Presence.OFFLINE}
