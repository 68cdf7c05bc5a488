"""One side of the viewer: a line that says which picture, and the canvas."""

from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from workstation.ui.painting import draw_box, painting
from workstation.ui.strings import tr
from workstation.ui.theme import SIZE, SPACE, VIEWER, Icon, TextRole
from workstation.ui.viewer.canvas import Canvas
from workstation.ui.viewer.controls import ViewerBar, ViewerButton, ViewerText
from workstation.ui.viewer.levels import PLAIN, Adjustment, Levels


@dataclass(frozen=True, slots=True)
class Shot:
    """A picture of the strip: where it is, who showed it and when, as finished texts."""

    url: str
    caption: str
    when: str = ""


class Pane(QWidget):
    """Speaks by ``activated`` and ``retry``; ``canvas`` holds the picture."""

    activated = Signal()
    retry = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.shot: Shot | None = None
        self.adjustment: Adjustment = PLAIN
        self.canvas = Canvas()
        self.side = ViewerText(strong=True)
        self.caption = ViewerText(strong=True)
        self.when = ViewerText(faint=True)
        self.note = ViewerText(TextRole.CAPTION, faint=True)
        self._status = ViewerText(TextRole.BODY, faint=True)
        self._again = ViewerButton(Icon.REFRESH, boxed=True)
        self._stack = QStackedWidget()
        self._active = False
        self._arrange()
        self.canvas.activated.connect(self.activated)
        self._again.clicked.connect(self.retry)

    def show_shot(self, shot: Shot) -> None:
        """Say which picture comes; it is loading until ``show_levels``."""
        self.shot, self.adjustment = shot, PLAIN
        self.caption.show_text(shot.caption)
        self.when.show_text(shot.when)
        self._say(tr("viewer.loading"), again=False)

    def show_levels(self, levels: Levels) -> None:
        """The picture is there."""
        self.canvas.show_picture(levels)
        self._stack.setCurrentWidget(self.canvas)
        self.adjust(self.adjustment)

    def show_failure(self, sentence: str) -> None:
        """It cannot be shown, and why."""
        self.canvas.show_picture(None)
        self._say(sentence, again=True)

    def adjust(self, adjustment: Adjustment) -> None:
        """Brightness and contrast for the eye alone; the note says so."""
        self.adjustment = adjustment
        self.canvas.adjust(adjustment)
        self.note.show_text("" if adjustment == PLAIN else tr("viewer.display_only"))

    def set_active(self, *, active: bool, framed: bool) -> None:
        """The toolbar acts on this one; with two of them it gets a frame."""
        self._active = active and framed
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        with painting(self) as painter:
            painter.fillRect(event.rect(), VIEWER.bg)
            if self._active:
                draw_box(
                    painter,
                    QRectF(self.rect()),
                    border=VIEWER.accent,
                    width=SIZE.focus_ring,
                    radius=0,
                )

    def _say(self, sentence: str, *, again: bool) -> None:
        self._status.show_text(sentence)
        self._again.set_words(tr("conversation.reload"), shown=True)
        self._again.setVisible(again)
        self._stack.setCurrentIndex(1)

    def _arrange(self) -> None:
        head = ViewerBar(SIZE.bar_sm, ground=VIEWER.bg)
        row = QHBoxLayout(head)
        row.setContentsMargins(SPACE.x4, 0, SPACE.x4, 0)
        row.setSpacing(SPACE.x2)
        for part in (self.side, self.caption, self.when):
            row.addWidget(part)
        row.addStretch(1)
        row.addWidget(self.note)
        waiting = QWidget()
        centre = QVBoxLayout(waiting)
        centre.addStretch(1)
        centre.addWidget(self._status, 0, Qt.AlignmentFlag.AlignHCenter)
        centre.addSpacing(SPACE.x3)
        centre.addWidget(self._again, 0, Qt.AlignmentFlag.AlignHCenter)
        centre.addStretch(1)
        self._stack.addWidget(self.canvas)
        self._stack.addWidget(waiting)
        column = QVBoxLayout(self)
        edge = SIZE.focus_ring
        column.setContentsMargins(edge, edge, edge, edge)
        column.setSpacing(0)
        column.addWidget(head)
        column.addWidget(self._stack, 1)
