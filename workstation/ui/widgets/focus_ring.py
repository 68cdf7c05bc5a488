"""The keyboard's focus around a control: a 2 px gap and a 2 px ring, outside the control."""

from PySide6.QtCore import QEvent, QObject, QRectF, Qt
from PySide6.QtGui import QFocusEvent, QPaintEvent
from PySide6.QtWidgets import QWidget

from workstation.ui.painting import draw_focus_ring, painting
from workstation.ui.theme import RADIUS, SIZE

BY_KEYBOARD = {
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
}
OUT = 2 * SIZE.focus_ring


class FocusRing(QWidget):
    """Lies over its control's parent while the control has the keyboard's focus."""

    def __init__(self, target: QWidget, radius: float) -> None:
        super().__init__(target.parentWidget())
        self._target = target
        self._radius = radius
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        target.installEventFilter(self)
        self._follow()
        self.show()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: ARG002
        kind = event.type()
        if kind in {QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.ZOrderChange}:
            self._follow()
        elif kind in {QEvent.Type.FocusOut, QEvent.Type.Hide, QEvent.Type.ParentChange}:
            self._target.removeEventFilter(self)
            self.hide()
            self.deleteLater()
        return False

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        inner = QRectF(self.rect()).adjusted(OUT, OUT, -OUT, -OUT)
        with painting(self) as painter:
            draw_focus_ring(painter, inner, self._radius)

    def _follow(self) -> None:
        self.setGeometry(self._target.geometry().adjusted(-OUT, -OUT, OUT, OUT))
        self.raise_()


def ring_on_focus(target: QWidget, event: QFocusEvent, radius: float = RADIUS.sm) -> None:
    """Put a ring around ``target`` if the keyboard brought the focus; call in focusInEvent."""
    if event.reason() in BY_KEYBOARD and target.parentWidget() is not None:
        FocusRing(target, radius)
