"""One of several choices, in a drop-down."""

import sys
from functools import partial

from PySide6.QtCore import QObject, QRectF, QSize, Qt
from PySide6.QtGui import (
    QAccessible,
    QAccessibleActionInterface,
    QAccessibleInterface,
    QFocusEvent,
    QPainter,
    QPaintEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAccessibleWidget, QComboBox, QSizePolicy, QWidget

from workstation.ui.kit.fields.field_box import input_border
from workstation.ui.kit.layers.menu import Menu
from workstation.ui.kit.painting import Ink, draw_box, draw_line, line_width, painting
from workstation.ui.kit.strings import tr
from workstation.ui.kit.theme import RADIUS, SIZE, SPACE, Icon, TextRole, draw_icon, theme
from workstation.ui.kit.widgets.hovering import Hovering

ROLE = QAccessible.Role.ComboBox
SHOW = QAccessibleActionInterface.showMenuAction()


class Select(Hovering, QComboBox):
    """A combo box in the design's look; use ``addItem(text, data)`` and ``activated`` as usual.

    ``plain`` leaves the border out, as in list headers and below the sign-in card.
    """

    def __init__(
        self,
        *,
        plain: bool = False,
        role: TextRole = TextRole.BODY,
        icon: Icon | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._plain = plain
        self._role = role
        self._icon = icon
        self._menu: Menu | None = None
        policy = QSizePolicy.Policy.Fixed if plain else QSizePolicy.Policy.Preferred
        self.setSizePolicy(policy, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.currentIndexChanged.connect(self._resize)
        # As wide as its longest choice, which Qt asks for but once.
        self.model().rowsInserted.connect(self.updateGeometry)
        self.model().dataChanged.connect(self.updateGeometry)

    def choose(self, data: object) -> None:
        """Choose the item of ``data`` without the ``activated`` signal."""
        self.setCurrentIndex(self.findData(data))

    def sizeHint(self) -> QSize:
        texts = (
            [self.currentText()]
            if self._plain
            else [self.itemText(number) for number in range(self.count())]
        )
        wide = max((line_width(text, theme.font(self._role)) for text in texts), default=0.0)
        wide += SIZE.icon_sm + SPACE.x1 + (SIZE.icon_sm + SPACE.x1 if self._icon else 0) + 1
        if self._plain:
            return QSize(round(wide + 2 * SPACE.x1), SIZE.control)
        return QSize(max(SIZE.select, round(wide + 2 * SPACE.x3)), SIZE.control)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint() if self._plain else QSize(SIZE.avatar_xl, SIZE.control)

    def showPopup(self) -> None:
        if self._menu is not None or not self.count():
            return
        self._menu = Menu(self, max(self.width(), SIZE.select))
        for number in range(self.count()):
            chosen = number == self.currentIndex()
            ink = Ink.ACCENT if chosen else Ink.PRIMARY
            icon = Icon.CHECK if chosen else None
            picked = partial(self._choose, number)
            self._menu.add(self.itemText(number), picked, icon=icon, ink=ink)
        self._menu.closed.connect(self._on_closed)
        self._menu.open(right=self._plain)
        self._menu.focus_item(max(0, self.currentIndex()))

    def hidePopup(self) -> None:
        if self._menu is not None:
            self._menu.close_now()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the page: scrolling never changes the choice."""
        event.ignore()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        colours, rect = theme.colours, QRectF(self.rect())
        padding = SPACE.x1 if self._plain else SPACE.x3
        ink = (Ink.SECONDARY if self._plain else Ink.PRIMARY).colour
        if not self.isEnabled():
            ink = colours.text_disabled
        with painting(self) as painter:
            self._draw_box(painter, rect)
            line = rect.adjusted(padding, 0, -padding, 0)
            end = QRectF(line.right() - SIZE.icon_sm, 0, SIZE.icon_sm, rect.height())
            draw_icon(painter, Icon.DOWN, end, colours.text_secondary, SIZE.icon_sm)
            line.setRight(end.left() - SPACE.x1)
            if self._icon is not None:
                start = QRectF(line.x(), 0, SIZE.icon_sm, rect.height())
                draw_icon(painter, self._icon, start, ink, SIZE.icon_sm)
                line.setLeft(start.right() + SPACE.x1)
            draw_line(painter, line, self.currentText(), theme.font(self._role), ink)

    def _draw_box(self, painter: QPainter, rect: QRectF) -> None:
        colours = theme.colours
        focused = self.hasFocus() or self._menu is not None
        if not self._plain:
            border, width = input_border(wrong=False, focused=focused)
            is_lit = self._hovered and not focused
            fill = colours.hovered(colours.bg_field) if is_lit else colours.bg_field
            draw_box(painter, rect, fill=fill, border=border, width=width, radius=RADIUS.sm)
        elif self._hovered or focused:
            draw_box(painter, rect, fill=colours.bg_hover, radius=RADIUS.sm)

    def _choose(self, number: int) -> None:
        changed = number != self.currentIndex()
        self.setCurrentIndex(number)
        if changed:
            self.activated.emit(number)

    def _on_closed(self) -> None:
        self._menu = None
        self.update()

    def _resize(self) -> None:
        if self._plain:
            self.updateGeometry()


class _SelectInterface(QAccessibleWidget):
    """What a screen reader reads of a drop-down: what it is for, and what is chosen.

    On Unix Qt gives the value of a drop-down as its name and wants a label for the rest, so which
    setting "30 minutes" belongs to was never said.
    """

    def text(self, kind: QAccessible.Text) -> str:
        select = self.object()
        if not isinstance(select, QComboBox):
            return super().text(kind)
        if kind is QAccessible.Text.Value:
            return select.currentText()
        name = super().text(kind)
        if kind is QAccessible.Text.Name and sys.platform != "win32":
            return tr("queue.comma").join(part for part in (name, select.currentText()) if part)
        return name

    def actionNames(self) -> list[str]:
        return [SHOW, *super().actionNames()]

    def doAction(self, name: str) -> None:
        select = self.object()
        if name == SHOW and isinstance(select, QComboBox):
            select.showPopup()
        else:
            super().doAction(name)


def _make_interface(_name: str, widget: QObject) -> QAccessibleInterface | None:
    return _SelectInterface(widget, ROLE) if isinstance(widget, Select) else None


QAccessible.installFactory(_make_interface)
