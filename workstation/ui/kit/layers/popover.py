"""A raised panel inside the window, beside what opened it; closed by Esc or by going elsewhere."""

import enum
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPaintEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from workstation.ui.kit.layers.overlay import FloatingPanel
from workstation.ui.kit.layers.restore_focus import restore_focus
from workstation.ui.kit.painting import draw_raised, painting
from workstation.ui.kit.theme import RADIUS, SPACE, theme

SHADOW_ROOM = 20
ELEVATION = 2
WINDOW_CHANGES = {QEvent.Type.Resize, QEvent.Type.WindowDeactivate}


class Side(enum.Enum):
    """Where the panel lies, seen from what opened it; it goes to the other side for room."""

    BELOW = "below"
    ABOVE = "above"


class Popover(FloatingPanel, QWidget):
    """A card beside what opened it.

    Put content into ``body``; ``closed`` follows when it is gone. One use each. It belongs to the
    window, not to the page, so nothing clips it; no second native window means no trouble with
    focus, compositors or screen edges. Where it does not take the keyboard, what opened it keeps
    that and tells it of keys.
    """

    closed = Signal()
    takes_keyboard = True

    def __init__(self, anchor: QWidget) -> None:
        super().__init__(anchor.window())
        self._anchor, self._watches = anchor, False
        self._beside: Callable[[], None] | None = None
        self._came_from = QApplication.focusWidget()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        room = SHADOW_ROOM
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(*(4 * (room + SPACE.x1,)))
        self.body.setSpacing(0)
        theme.text_resized.connect(self.close_now)  # as when the window has another size
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
        had_focus = self.isAncestorOf(QApplication.focusWidget() or self) or self.hasFocus()
        self.hide()
        if had_focus:
            restore_focus(self._came_from, self.window())
        self.closed.emit()
        self.deleteLater()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if self.isHidden():
            return False
        if kind is QEvent.Type.MouseButtonPress and isinstance(event, QMouseEvent):
            at = event.globalPosition().toPoint()
            if watched is not self.window() and not self._draws(at):
                self.close_now()
                # Its own button would open it again; all else has the press that closes it.
                return self.window().childAt(self.window().mapFromGlobal(at)) is self._anchor
        elif kind in WINDOW_CHANGES and watched is self.window():
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

    def place(self) -> None:
        """Give the panel the size of what is in it, beside what opened it."""
        if self._beside is not None:
            self._beside()

    def _open_at(self, beside: QRect, side: Side, *, right: bool, gap: int) -> None:
        self._beside = partial(self._put, beside, side, right=right, gap=gap)
        self.place()
        self.raise_()
        self.show()
        if self.takes_keyboard:
            self.setFocus(Qt.FocusReason.PopupFocusReason)
        self._watch()

    def _put(self, beside: QRect, side: Side, *, right: bool, gap: int) -> None:
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

    def _watch(self) -> None:
        """Hear of presses in the window before its widgets do, and where the keyboard goes.

        A filter on the whole application would be asked about each of Qt's own objects, too. For
        one that PySide does not know it makes every class there is: 25 ms and 5 MB for the first
        menu of a day.
        """
        if self._watches:
            return
        self._watches = True
        for watched in (self.window(), self.window().windowHandle()):
            if watched is not None:
                watched.installEventFilter(self)
        QApplication.instance().focusChanged.connect(self._on_keyboard_moved)  # type: ignore[union-attr]

    def _on_keyboard_moved(self, _before: QWidget | None, now: QWidget | None) -> None:
        """Close where the keyboard goes elsewhere in the window."""
        if now is None or now.window() is not self.window():
            return
        if now is not self and not self.isAncestorOf(now):
            self.close_now()

    def _draws(self, at: QPoint) -> bool:
        """Whether a point of the screen is on the panel, without its shadow."""
        room = SHADOW_ROOM
        return self.rect().adjusted(room, room, -room, -room).contains(self.mapFromGlobal(at))
