"""The keyboard's focus around a control: a 2 px gap and a 2 px ring, outside the control."""

from collections.abc import Iterator

from PySide6.QtCore import QEvent, QObject, QRect, QRectF, Qt
from PySide6.QtGui import QFocusEvent, QPaintEvent
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

from workstation.ui.kit.input_source import last_input
from workstation.ui.kit.painting import draw_inner_ring, draw_outer_ring, painting
from workstation.ui.kit.theme import RADIUS, SIZE
from workstation.ui.kit.widgets.larger_target import LargerTarget

BY_KEYBOARD = {
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
}
OUT = 2 * SIZE.focus_ring


class FocusRing(QWidget):
    """A ring over what is around its control while the control has the keyboard's focus.

    That is the control's parent, or where a row is no higher than its buttons, what the row is in:
    a ring may not be cut off.
    """

    def __init__(self, target: QWidget, radius: float) -> None:
        self._target = target
        self._radius = radius
        around = list(_around(target))
        super().__init__(around[-1])
        self._host = around[-1]
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._moving = [target, *around[:-1]]
        for moving in self._moving:
            moving.installEventFilter(self)
        self._follow()
        self.show()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind in {QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.ZOrderChange}:
            self._follow()
        elif kind in {QEvent.Type.FocusOut, QEvent.Type.Hide, QEvent.Type.ParentChange}:
            if watched is not self._target and kind is QEvent.Type.FocusOut:
                return False
            for moving in self._moving:
                moving.removeEventFilter(self)
            self.hide()
            self.deleteLater()
        return False

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        inner = QRectF(self.rect()).adjusted(OUT, OUT, -OUT, -OUT)
        with painting(self) as painter:
            draw_outer_ring(painter, inner, self._radius, gap=SIZE.focus_ring)

    def _follow(self) -> None:
        self.setGeometry(_ring(self._target, self._host))
        self.raise_()


class InnerRing(QWidget):
    """A ring along the inside of its control's edge, while that has the focus.

    For what fills its place, such as an area that scrolls: a ring outside would be cut off.
    """

    def __init__(self, target: QWidget) -> None:
        super().__init__(target)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setGeometry(target.rect())
        target.installEventFilter(self)
        self.show()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Resize and isinstance(watched, QWidget):
            self.setGeometry(watched.rect())
        elif event.type() in {QEvent.Type.FocusOut, QEvent.Type.Hide}:
            watched.removeEventFilter(self)
            self.hide()
            self.deleteLater()
        return False

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        with painting(self) as painter:
            draw_inner_ring(painter, QRectF(self.rect()), RADIUS.sm)


def is_to_be_ringed(reason: Qt.FocusReason) -> bool:
    """Whether a key brought the focus, or the program did in answer to a key.

    So it is in a dialog that a key opened, and when the window comes to the front again.
    """
    by_mouse = reason is Qt.FocusReason.MouseFocusReason
    return reason in BY_KEYBOARD or (last_input.is_key and not by_mouse)


def _ring(target: QWidget, within: QWidget) -> QRect:
    drawn = target.drawn_rect if isinstance(target, LargerTarget) else target.rect()
    corner = target.mapTo(within, drawn.topLeft())
    return QRect(corner, drawn.size()).adjusted(-OUT, -OUT, OUT, OUT)


def _around(target: QWidget) -> Iterator[QWidget]:
    """Parents up to the first in which the whole ring lies, or the one that scrolls."""
    parent = target.parentWidget()
    while parent is not None:
        yield parent
        above = parent.parentWidget()
        if above is None or parent.isWindow() or isinstance(above, QAbstractScrollArea):
            return
        if parent.rect().contains(_ring(target, parent)):
            return
        parent = above


def ring_on_focus(target: QWidget, event: QFocusEvent, radius: float = RADIUS.sm) -> None:
    """Put a ring around ``target`` if the keyboard brought the focus; call in focusInEvent."""
    if is_to_be_ringed(event.reason()) and target.parentWidget() is not None:
        FocusRing(target, radius)


def ring_inside_on_focus(target: QWidget, event: QFocusEvent) -> None:
    """Put a ring inside ``target`` if the keyboard brought the focus; call in focusInEvent."""
    if is_to_be_ringed(event.reason()):
        InnerRing(target)
