"""One side of the viewer: a line that says which picture, and the canvas or why there is none."""

from PySide6.QtCore import QRectF, QSize, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from workstation.domain.geometry import Point
from workstation.domain.measurement import MeasurementSheet
from workstation.ui.kit.announcer import announcer
from workstation.ui.kit.painting import draw_box, painting
from workstation.ui.kit.strings import tr
from workstation.ui.kit.theme import SIZE, VIEWER, Icon
from workstation.ui.kit.widgets.page_stack import PageStack
from workstation.ui.media.picture_marks import flaw_word
from workstation.ui.viewer.canvas import Canvas
from workstation.ui.viewer.controls import ViewerButton
from workstation.ui.viewer.failure import FailureCard
from workstation.ui.viewer.levels import PLAIN, Adjustment, Levels
from workstation.ui.viewer.measure_input import MeasureInput
from workstation.ui.viewer.measurement_painter import Drawing, MeasurementPainter
from workstation.ui.viewer.overlay_names import OverlayNames
from workstation.ui.viewer.pane_head import PaneHead
from workstation.ui.viewer.sketch import Sketch, Tool
from workstation.ui.viewer.viewer_photo import ViewerPhoto


class ViewerPane(QWidget):
    """One side of the viewer.

    ``canvas`` holds the picture, ``sketch`` what was measured in it, ``echo`` a linked cursor,
    ``names`` which photos they are while another lies over it.
    Emits ``activated``, ``retry``, ``save_asked``, ``measured`` (after each change),
    ``better_asked`` and ``read_asked``.
    """

    activated = Signal()
    retry = Signal()
    save_asked = Signal()
    measured = Signal()
    better_asked = Signal(ViewerPhoto)
    read_asked = Signal(ViewerPhoto, Levels)

    def __init__(self) -> None:
        super().__init__()
        self.photo: ViewerPhoto | None = None
        self.adjustment: Adjustment = PLAIN
        self.canvas = Canvas()
        self.sketch = Sketch()
        self.echo: Point | None = None
        self.better = ViewerButton(Icon.REFRESH)
        self.better.hide()
        self.read = ViewerButton(Icon.DOC)
        self.read.hide()
        self.head, self.names = PaneHead(self.read, self.better), OverlayNames()
        self._reads = False
        self.card = FailureCard()
        self._stack = PageStack()
        self._active = self._measuring = self._sheet_always = self._has_sheet = False
        self._arrange()
        self.canvas.activated.connect(self.activated)
        self.canvas.viewed.connect(lambda _before, _view: self._update_note())
        self.canvas.paint_over = self._paint_measurements
        self.better.clicked.connect(self._ask_for_better)
        self.read.clicked.connect(self._ask_to_read)
        self.card.retry.clicked.connect(self.retry)
        self.card.save.clicked.connect(self.save_asked)

    def sizeHint(self) -> QSize:
        return QSize(SIZE.viewer_image_w, SIZE.viewer_image_h)

    def show_photo(self, photo: ViewerPhoto) -> None:
        """Say which picture comes; it is loading until ``show_levels``."""
        self.describe(photo)
        self.adjust(PLAIN)
        self.canvas.show_picture(None)
        self._has_sheet = False
        self._begin(MeasurementSheet())
        self.card.show_loading()
        self._stack.setCurrentWidget(self.card)
        self._update_note()

    def show_empty(self) -> None:
        """Say that there is no picture."""
        self.card.show_empty()
        self._stack.setCurrentWidget(self.card)

    def describe(self, photo: ViewerPhoto) -> None:
        """Say again what the picture is; the picture stays."""
        self.photo = photo
        self.head.show_photo(photo)
        self.canvas.setAccessibleName(photo.spoken)
        self.better.setVisible(photo.may_ask)
        self._fit_width()
        for button in (self.better, self.read):
            button.setAccessibleDescription(photo.spoken)

    def offer_reading(self) -> None:
        """Let the text on a photo be read."""
        self._reads = True

    def show_levels(self, levels: Levels) -> None:
        """Show the picture, which is there now."""
        self.canvas.show_picture(levels)
        self._stack.setCurrentWidget(self.canvas)
        self._update_note()

    def show_sheet(self, sheet: MeasurementSheet) -> None:
        """Show what was measured in the picture before; until it is known, nothing can be added."""
        self._has_sheet = True
        if sheet != self.sketch.sheet or self.sketch.open_points:
            self._begin(sheet)
        self.set_measuring(on=self._measuring)

    def show_failure(self, title: str, sentence: str) -> None:
        """Say why the picture cannot be shown."""
        self.canvas.show_picture(None)
        self.card.show_failure(title, sentence)
        announcer.announce(tr("widgets.breath").join((title, sentence)), topic="picture")
        self._stack.setCurrentWidget(self.card)

    @property
    def ready(self) -> bool:
        """Whether the picture is there."""
        return self.canvas.levels is not None

    @property
    def sheet(self) -> MeasurementSheet | None:
        """What is measured in the picture; None until picture and sheet are there."""
        return self.sketch.sheet if self.ready and self._has_sheet else None

    def show_echo(self, echo: Point | None) -> None:
        """Show where the cursor over the other picture stands in this one."""
        if echo != self.echo:
            self.echo = echo
            self.canvas.update()

    @property
    def incomplete(self) -> bool:
        """Whether a part of the picture is missing: its sizes would be guesses."""
        return self.canvas.levels is not None and not self.canvas.levels.whole

    @property
    def digest(self) -> str:
        """The name of the picture's content; empty while there is none."""
        return self.canvas.levels.digest if self.canvas.levels is not None else ""

    def adjust(self, adjustment: Adjustment) -> None:
        """Set brightness and contrast, for the eye alone; the note says so."""
        self.adjustment = adjustment
        self.canvas.adjust(adjustment)
        self._update_note()

    def set_measuring(self, *, on: bool) -> None:
        """Let clicks on the picture measure, or move it as usual."""
        self._measuring = on
        canvas = self.canvas
        canvas.measure_input = None
        if on and self.ready and self._has_sheet and not self.incomplete:
            canvas.measure_input = MeasureInput(
                self.sketch,
                lambda: canvas.view,
                lambda: canvas.extent,
                lambda: canvas.picture_size,
                self._on_measured,
            )
        canvas.show_cursor()
        canvas.update()

    def keep_sheet_visible(self, *, on: bool) -> None:
        """Show what was measured also while the doctor does not measure."""
        self._sheet_always = on
        self.canvas.update()

    def set_active(self, *, active: bool) -> None:
        """Say by a frame that tools act on this one, or no longer."""
        self._active = active
        self.update()

    def retranslate(self) -> None:
        """Set all texts in the current language."""
        self.card.retranslate()
        self.better.set_words(tr("conversation.picture.better"), keys="P")
        self.read.set_words(tr("reading.read"), keys="T")
        self._update_note()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the head to the new width."""
        super().resizeEvent(event)
        for line in (self.head, self.names):
            line.fit_width(self.width())
        self._fit_width()

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

    def _fit_width(self) -> None:
        self.head.fit_parts(self.width() - 2 * SIZE.focus_ring, self.photo)

    def _begin(self, sheet: MeasurementSheet) -> None:
        """Begin with a sheet: nothing can be undone any more; the doctor's tool stays in hand.

        But the one that gives the scale is laid down where there is one already.
        """
        old, self.sketch = self.sketch, Sketch(sheet)
        self.sketch.choose(self.sketch.first_tool if old.tool is Tool.SCALE else old.tool)
        self.sketch.set_reference(old.reference, old.millimetres, old.across)
        self.set_measuring(on=self._measuring)

    def _ask_for_better(self) -> None:
        if self.photo is not None and self.photo.may_ask:
            self.better_asked.emit(self.photo)

    def _ask_to_read(self) -> None:
        if self.photo is not None and self.canvas.levels is not None and self._reads:
            self.read_asked.emit(self.photo, self.canvas.levels)

    def _on_measured(self) -> None:
        self.canvas.update()
        self.measured.emit()

    def _paint_measurements(self, painter: QPainter) -> None:
        measuring = self.canvas.measure_input
        if measuring is None and not self._sheet_always:
            return
        sheet, echo = self.sketch.sheet, self.echo
        drawing = measuring.make_drawing(echo) if measuring is not None else Drawing(sheet)
        MeasurementPainter(painter, self.canvas.view.matrix(self.canvas.extent)).paint(drawing)

    def _update_note(self) -> None:
        """Say what looks true and is not: mirrored, inverted, broken off or a still of a film."""
        levels = self.canvas.levels
        missing = tr("viewer.incomplete") if self.incomplete else ""
        flaws = levels.flaws if levels is not None else ()
        notes = [missing] if missing else [flaw_word(flaw) for flaw in flaws]
        if levels is not None and levels.moves:
            notes.insert(0, tr("viewer.is_first_frame"))
        self.canvas.setAccessibleDescription(tr("widgets.breath").join(notes))
        self.head.show_note(" · ".join([*notes, *self._changed_looks()]))
        self.read.setVisible(self._reads and self.ready)
        self._fit_width()

    @property
    def spoken_view(self) -> str:
        """How large the picture is, how it lies, and what is not true of its look."""
        view = self.canvas.view
        parts = [tr("viewer.fit") if view.fitted else f"{round(view.zoom * 100)}%"]
        if view.quarters % 4:
            parts.append(tr("viewer.is_turned", degrees=90 * (view.quarters % 4)))
        return tr("widgets.breath").join([*parts, *self._changed_looks()])

    def _changed_looks(self) -> list[str]:
        is_mirrored, is_inverted = self.canvas.view.mirrored, self.adjustment.inverted
        looks = [tr("viewer.is_mirrored")] if is_mirrored else []
        looks += [tr("viewer.is_inverted")] if is_inverted else []
        is_changed = is_mirrored or self.adjustment != PLAIN
        return [*looks, tr("viewer.display_only")] if is_changed else looks

    def _arrange(self) -> None:
        self._stack.addWidget(self.canvas)
        self._stack.addWidget(self.card)
        column = QVBoxLayout(self)
        edge = SIZE.focus_ring
        column.setContentsMargins(edge, edge, edge, edge)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(self.names)
        column.addWidget(self._stack, 1)
