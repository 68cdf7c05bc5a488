"""Three dots that say that somebody writes."""

from PySide6.QtCore import QPointF, QSize, QTimer
from PySide6.QtGui import QColor, QHideEvent, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from workstation.ui.kit.painting import Ink, draw_dot, painting
from workstation.ui.kit.theme import SIZE, SPACE, theme

TICK_MS = 300
DOT, STEP = SIZE.dot - SIZE.focus_ring, SIZE.dot - SIZE.focus_ring + SPACE.x1
STRENGTHS = (1.0, 0.7, 0.4)


class TypingDots(QWidget):
    """Dots that say that somebody types; their strength wanders, but not under reduced motion.

    They say nothing to a screen reader; the words beside them do.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._at = 0
        self._motion = QTimer(self, interval=TICK_MS)
        self._motion.timeout.connect(self._move)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(DOT + 2 * STEP, SPACE.x4)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if theme.duration(TICK_MS):
            self._motion.start()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._motion.stop()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        with painting(self) as painter:
            for place in range(len(STRENGTHS)):
                colour = QColor(Ink.ACCENT.colour)
                colour.setAlphaF(STRENGTHS[place - self._at])
                centre = QPointF(DOT / 2 + place * STEP, self.height() / 2)
                draw_dot(painter, centre, colour, size=DOT)

    def _move(self) -> None:
        if not theme.duration(TICK_MS):  # asked for meanwhile
            self._motion.stop()
        self._at = (self._at + 1) % len(STRENGTHS)
        self.update()
