"""One side of the viewer: a line that says which picture, and the canvas or why there is none."""

from PySide6.QtCore import QRectF, QSize, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from workstation.domain.measurement import MeasurementSheet
from workstation.ui.kit.painting import draw_box, painting
from workstation.ui.kit.strings import tr
from workstation.ui.kit.theme import SIZE, SPACE, VIEWER, Icon, TextRole, theme
from workstation.ui.viewer.canvas import Canvas
from workstation.ui.viewer.controls import ViewerBar, ViewerText
from workstation.ui.viewer.failure import FailureCard
from workstation.ui.viewer.hand import Hand
from workstation.ui.viewer.labels import ViewerIcon, ViewerTag
from workstation.ui.viewer.levels import PLAIN, Adjustment, Levels
from workstation.ui.viewer.overlay import Drawing, Overlay
from workstation.ui.viewer.shot import Shot
from workstation.ui.viewer.sketch import Sketch, Tool

WHEN_FROM = 440


class Pane(QWidget):
    """``canvas`` holds the picture, ``sketch`` what was measured in it.

    Speaks by ``activated``, ``retry``, ``save_asked`` and ``measured`` (after each change).
    """

    activated = Signal()
    retry = Signal()
    save_asked = Signal()
    measured = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.shot: Shot | None = None
        self.adjustment: Adjustment = PLAIN
        self.canvas = Canvas()
        self.sketch = Sketch()
        self.side = ViewerText(strong=True, firm=True)
        self.caption = ViewerText(strong=True, firm=True)
        self.when = ViewerText(faint=True, firm=True)
        self.where = ViewerTag()
        self.note = ViewerText(TextRole.CAPTION, faint=True, firm=True)
        self._noted = ViewerIcon(Icon.INFO, SIZE.icon_sm)
        self.card = FailureCard()
        self._stack = QStackedWidget()
        self._active = self._measuring = self._keep_shown = self._sheet_known = False
        self._arrange()
        self.canvas.activated.connect(self.activated)
        self.canvas.viewed.connect(lambda _before, _view: self._say_note())
        self.canvas.ornament = self._paint_measurements
        self.card.retry.clicked.connect(self.retry)
        self.card.save.clicked.connect(self.save_asked)

    def sizeHint(self) -> QSize:
        return QSize(SIZE.viewer_image_w, SIZE.viewer_image_h)

    def show_shot(self, shot: Shot) -> None:
        """Say which picture comes; it is loading until ``show_levels``."""
        self.tell(shot)
        self.adjust(PLAIN)
        self.canvas.show_picture(None)
        self._sheet_known = False
        self._begin(MeasurementSheet())
        self.card.show_loading()
        self._stack.setCurrentWidget(self.card)
        self._say_note()

    def tell(self, shot: Shot) -> None:
        """Say again what the picture is; the picture stays."""
        self.shot = shot
        self.caption.show_text(shot.caption)
        self.when.show_text(shot.when)
        self.where.show_tag(shot.where, away=not shot.present)
        self.canvas.setAccessibleName(shot.spoken)

    def show_levels(self, levels: Levels) -> None:
        """The picture is there."""
        self.canvas.show_picture(levels)
        self._stack.setCurrentWidget(self.canvas)
        self._say_note()

    def show_sheet(self, sheet: MeasurementSheet) -> None:
        """What was measured in the picture before; until it is known, nothing can be added."""
        self._sheet_known = True
        if sheet != self.sketch.sheet or self.sketch.begun:
            self._begin(sheet)
        self.set_measuring(on=self._measuring)

    def show_failure(self, title: str, sentence: str) -> None:
        """It cannot be shown, and why."""
        self.canvas.show_picture(None)
        self.card.show_failure(title, sentence)
        self._stack.setCurrentWidget(self.card)

    @property
    def ready(self) -> bool:
        """Whether the picture is there."""
        return self.canvas.levels is not None

    @property
    def incomplete(self) -> bool:
        """Whether a part of the picture is missing: its sizes would be guesses."""
        return self.canvas.levels is not None and not self.canvas.levels.whole

    @property
    def digest(self) -> str:
        """Names the content of the picture; empty while there is none."""
        return self.canvas.levels.digest if self.canvas.levels is not None else ""

    def adjust(self, adjustment: Adjustment) -> None:
        """Brightness and contrast for the eye alone; the note says so."""
        self.adjustment = adjustment
        self.canvas.adjust(adjustment)
        self._say_note()

    def set_measuring(self, *, on: bool) -> None:
        """Let clicks on the picture measure, or move it as usual."""
        self._measuring = on
        canvas = self.canvas
        canvas.hand = None
        if on and self.ready and self._sheet_known and not self.incomplete:
            canvas.hand = Hand(
                self.sketch,
                lambda: canvas.view,
                lambda: canvas.extent,
                lambda: canvas.picture_size,
                self._measured,
            )
        canvas.show_cursor()
        canvas.update()

    def keep_shown(self, *, on: bool) -> None:
        """Show what was measured also while the doctor does not measure."""
        self._keep_shown = on
        self.canvas.update()

    def set_active(self, *, active: bool) -> None:
        """A frame says that tools act on this one."""
        self._active = active
        self.update()

    def retranslate(self) -> None:
        """Say everything again in the language in force."""
        self.card.retranslate()
        self._say_note()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Without room, the strip and the consultation's day must do."""
        super().resizeEvent(event)
        self.when.setVisible(self.width() >= theme.grown(WHEN_FROM))

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

    def _begin(self, sheet: MeasurementSheet) -> None:
        """Nothing can be undone any more; the doctor's tool stays in hand.

        But the one that gives the scale is laid down where there is one already.
        """
        old, self.sketch = self.sketch, Sketch(sheet)
        self.sketch.choose(self.sketch.first_tool if old.tool is Tool.SCALE else old.tool)
        self.sketch.set_reference(old.reference, old.millimetres)
        self.set_measuring(on=self._measuring)

    def _measured(self) -> None:
        self.canvas.update()
        self.measured.emit()

    def _paint_measurements(self, painter: QPainter) -> None:
        hand = self.canvas.hand
        if hand is None and not self._keep_shown:
            return
        drawing = hand.drawing() if hand is not None else Drawing(self.sketch.sheet)
        Overlay(painter, self.canvas.view.matrix(self.canvas.extent)).paint(drawing)

    def _say_note(self) -> None:
        """A mirrored, inverted or broken off picture looks true: it must say that it is not."""
        missing = tr("viewer.incomplete") if self.incomplete else ""
        self.canvas.setAccessibleDescription(missing)
        said = [missing] if missing else []
        if self.canvas.view.mirrored:
            said.append(tr("viewer.is_mirrored"))
        if self.adjustment.inverted:
            said.append(tr("viewer.is_inverted"))
        if self.canvas.view.mirrored or self.adjustment != PLAIN:
            said.append(tr("viewer.display_only"))
        self.note.show_text(" · ".join(said))
        self._noted.setVisible(bool(said))

    def _arrange(self) -> None:
        head = ViewerBar(SIZE.bar_sm, ground=VIEWER.bg)
        row = QHBoxLayout(head)
        row.setContentsMargins(SPACE.x4, 0, SPACE.x4, 0)
        row.setSpacing(SPACE.x2)
        for part in (self.side, self.caption, self.when, self.where):
            row.addWidget(part)
        row.addStretch(1)
        row.addWidget(self._noted)
        row.addWidget(self.note)
        self._stack.addWidget(self.canvas)
        self._stack.addWidget(self.card)
        column = QVBoxLayout(self)
        edge = SIZE.focus_ring
        column.setContentsMargins(edge, edge, edge, edge)
        column.setSpacing(0)
        column.addWidget(head)
        column.addWidget(self._stack, 1)
