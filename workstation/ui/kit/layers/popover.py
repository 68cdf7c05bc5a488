"""A raised panel inside the window, beside what opened it; closed by Esc or by going elsewhere."""

import enum

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPaintEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from workstation.ui.kit.layers.overlay import FloatingPanel
from workstation.ui.kit.layers.restore_focus import restore_focus
from workstation.ui.kit.painting import draw_raised, painting
from workstation.ui.kit.theme import RADIUS, SPACE

SHADOW_ROOM = 20
ELEVATION = 2
WINDOW_CHANGES = {QEvent.Type.Resize, QEvent.Type.WindowDeactivate}


class Side(enum.Enum):
    """Where the panel lies, seen from what opened it; it goes to the other side for room."""

    BELOW = "below"
    ABOVE = "above"


class Popover(FloatingPanel, QWidget):
    """Put content into ``body``; ``closed`` follows when it is gone. One use each.

    It belongs to the window, not to the page, so nothing clips it; no second native window means
    no trouble with focus, compositors or screen edges. Where it does not take the keyboard, what
    opened it keeps that and tells it of keys.
    """

    closed = Signal()
    takes_keyboard = True

    def __init__(self, anchor: QWidget) -> None:
        super().__init__(anchor.window())
        self._anchor = anchor
        self._came_from = QApplication.focusWidget()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        room = SHADOW_ROOM
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(*(4 * (room + SPACE.x1,)))
        self.body.setSpacing(0)
        self.hide()

    def open(self, side: Side = Side.BELOW, *, right: bool = False) -> None:
        """Open beside the anchor, along its left edge, or its right edge if ``right``."""
        corner = self._anchor.mapTo(self.window(), QPoint(0, 0))
        self._open_at(QRect(corner, self._anchor.size()), side, right=right, gap=SPACE.x1)

    def open_at(self, point: QPoint) -> None:
        """Open with the corner at ``point``, given on the screen, as context menus do."""
        corner = self.window().mapFromGlobal(point)
        self._open_at(QRect(corner, corner), Side.BELOW, right=False, gap=0)

    def close_now(self) -> None:
        """Close, and give the keyboard back to where it was."""
        if self.isHidden():
            return
        QApplication.instance().removeEventFilter(self)  # type: ignore[union-attr]
        had_focus = self.isAncestorOf(QApplication.focusWidget() or self) or self.hasFocus()
        self.hide()
        if had_focus:
            restore_focus(self._came_from, self.window())
        self.closed.emit()
        self.deleteLater()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind is QEvent.Type.MouseButtonPress and isinstance(event, QMouseEvent):
            if isinstance(watched, QWidget) and not self._inside(watched, event):
                self.close_now()
                return watched is self._anchor
        elif self._is_left(watched, event):
            self.close_now()
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_now()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        room = SHADOW_ROOM
        rect = QRectF(self.rect()).adjusted(room, room, -room, -room)
        with painting(self) as painter:
            draw_raised(painter, rect, ELEVATION, RADIUS.md)

    def _open_at(self, beside: QRect, side: Side, *, right: bool, gap: int) -> None:
        self.adjustSize()
        room, size = SHADOW_ROOM, self.size()
        x = beside.right() + 1 - size.width() + room if right else beside.left() - room
        below = beside.bottom() + 1 + gap - room
        above = beside.top() - gap - size.height() + room
        y = below if side is Side.BELOW else above
        if side is Side.BELOW and below + size.height() - room > self.window().height():
            y = above
        elif side is Side.ABOVE and above + room < 0:
            y = below
        x = max(-room, min(x, self.window().width() - size.width() + room))
        y = max(-room, min(y, self.window().height() - size.height() + room))
        self.move(x, y)
        self.raise_()
        self.show()
        if self.takes_keyboard:
            self.setFocus(Qt.FocusReason.PopupFocusReason)
        QApplication.instance().installEventFilter(self)  # type: ignore[union-attr]

    def _is_left(self, watched: QObject, event: QEvent) -> bool:
        """The window changed, or the keyboard went elsewhere in it; clicks are judged as clicks."""
        if watched is self.window() and event.type() in WINDOW_CHANGES:
            return True
        if not isinstance(event, QFocusEvent) or event.type() is not QEvent.Type.FocusIn:
            return False
        if event.reason() is Qt.FocusReason.MouseFocusReason or not isinstance(watched, QWidget):
            return False
        inside = watched is self or self.isAncestorOf(watched)
        return watched.window() is self.window() and not inside

    def _inside(self, watched: QWidget, event: QMouseEvent) -> bool:
        here = self.mapFromGlobal(event.globalPosition().toPoint())
        room = SHADOW_ROOM
        drawn = self.rect().adjusted(room, room, -room, -room)
        return drawn.contains(here) and (watched is self or self.isAncestorOf(watched))
