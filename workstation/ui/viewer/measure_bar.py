"""The measuring tools: what gives the scale, what is measured, and what came of it."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy

from workstation.domain.card import Card
from workstation.domain.errors import InputError
from workstation.domain.measurement import (
    Reference,
    Scale,
    ShapeKind,
    parse_millimetres,
    parse_sides,
)
from workstation.ui.kit.strings import tr
from workstation.ui.kit.theme import SIZE, SPACE, VIEWER, Icon, TextRole, theme
from workstation.ui.viewer.controls import ViewerBar, ViewerButton, ViewerRule, ViewerText
from workstation.ui.viewer.labels import NumberBox
from workstation.ui.viewer.measure_progress import describe_progress
from workstation.ui.viewer.measurement_painter import size_text
from workstation.ui.viewer.sketch import Size, Sketch, Tool
from workstation.ui.viewer.spoken_steps import SpokenSteps
from workstation.ui.viewer.tone_controls import ViewerPopover

CARD_SIDES = (85.60, 53.98)
WORDS_FROM, HINT_FROM = 1120, 900
TOPICS = ("tool", "measured", "how to measure")
KEYS = {Tool.MOVE: "V", Tool.SCALE: "K", Tool.LENGTH: "D", Tool.AREA: "A"}
ICONS = {
    Tool.MOVE: Icon.POINTER,
    Tool.SCALE: Icon.RULER,
    Tool.LENGTH: Icon.LENGTH,
    Tool.AREA: Icon.AREA,
}
"""The tools of this bar; landmarks are set with another (``align_bar``)."""


class MeasureBar(ViewerBar):
    """The bar of the measuring tools.

    ``tool_picked`` and ``reference_picked`` say what the doctor takes up. ``length_typed`` is the
    length of the ruler marked in the active picture, should one be, or both sides of the card; of a
    ruler the second number is 0. ``undo_asked``, ``delete_asked`` and ``always_shown`` are its
    other buttons.
    """

    tool_picked = Signal(Tool)
    reference_picked = Signal(Reference, float, float)
    length_typed = Signal(float, float)
    undo_asked = Signal()
    delete_asked = Signal()
    always_shown = Signal(bool)

    def __init__(self) -> None:
        super().__init__(SIZE.header, background=VIEWER.bar)
        self._reference, self._refused = Reference.RULER, False
        self._typed = {Reference.RULER: (10.0, 0.0), Reference.RECTANGLE: CARD_SIDES}
        self._sketch, self._measurable = Sketch(), True
        self._steps = SpokenSteps(self, TOPICS, "measure.ended")
        self._scale: Scale | Card | None = None
        self._last_scale: Scale | Card | None = None
        self.reference = ViewerButton(Icon.DOWN, boxed=True, firm=False)
        self.number = NumberBox()
        self._unit = ViewerText(firm=True)
        self._words = True
        self.tools = {tool: ViewerButton(icon, boxed=True) for tool, icon in ICONS.items()}
        self.hint = ViewerText(faint=True)
        self.result = ViewerText(TextRole.BODY, strong=True)
        self.undo, self.delete = ViewerButton(Icon.UNDO), ViewerButton(Icon.TRASH)
        self.always_show = ViewerButton(Icon.EYE)
        self._arrange()
        self._connect()
        self.retranslate()

    def show_measurable(self, *, measurable: bool) -> None:
        """Show whether anything can be measured in the active picture."""
        self._measurable = measurable
        for part in (self.reference, self.number, *self.tools.values()):
            part.setEnabled(measurable)
        self.show_sketch(self._sketch)

    def show_sketch(self, sketch: Sketch) -> None:
        """Show how far measuring has come on the active side."""
        self._sketch = sketch
        self._adopt_size(sketch)
        for tool, button in self.tools.items():
            button.setChecked(sketch.tool is tool)
        self.undo.setEnabled(sketch.undoable)
        self.delete.setEnabled(bool(sketch.open_points) or sketch.grip is not None)
        self.hint.show_text(self._hint())
        self.result.show_text(self._results())
        progress = describe_progress(sketch) or self._results() or tr("measure.nothing")
        taken = tr(f"measure.tool.{sketch.tool.value}") if sketch.tool in self.tools else ""
        self._steps.show(taken, progress, self._hint())

    def fit_width(self, width: int) -> None:
        """Leave its words to the tool tips, where there is no room for them."""
        self.hint.setVisible(width >= theme.scaled(HINT_FROM))
        self._words = width >= theme.scaled(WORDS_FROM)
        self._update_reference()
        self._update_tools()
        self.show_sketch(self._sketch)

    def open_references(self) -> None:
        """Offer every thing of known size to choose from."""
        popover = ViewerPopover(self.reference)
        for reference in Reference:
            choice = ViewerButton(None)
            choice.set_words(_reference_text(reference), visible=True)
            choice.setFocusPolicy(self.number.focusPolicy())
            choice.clicked.connect(popover.close_now)
            choice.clicked.connect(partial(self._choose, reference))
            popover.body.addWidget(choice)
        popover.open()

    def focus_number(self) -> None:
        """Put the keyboard where the length of the piece of ruler is typed."""
        self.number.setFocus()
        self.number.selectAll()

    def retranslate(self) -> None:
        """Set all texts in the current language."""
        self._update_tools()
        self._update_reference()
        self.number.setAccessibleName(tr("measure.number"))
        self.number.setToolTip(tr("measure.number"))
        self._unit.show_text(tr("measure.unit"))
        self.undo.set_words(tr("measure.undo"), keys="Ctrl Z")
        self.delete.set_words(tr("measure.delete"), keys="Delete")
        self.always_show.set_words(tr("measure.keep"), keys="Shift M")
        self.show_sketch(self._sketch)

    def _update_tools(self) -> None:
        for tool, button in self.tools.items():
            button.set_words(tr(f"measure.tool.{tool.value}"), visible=self._words, keys=KEYS[tool])

    def _adopt_size(self, sketch: Sketch) -> None:
        """Take over the size from a scale that was not there before: it is of this picture.

        But what is taken in hand to be marked stays there, and a scale that is begun, also one
        that undo brought back, is of what its first points are on.
        """
        scale = sketch.sheet.scale
        last, self._last_scale = self._last_scale, scale
        if sketch.tool is Tool.SCALE:
            if sketch.marks_scale and sketch.size != self._size_in_hand:
                self._take_up(*sketch.size)
            elif scale is not None and self._is_corrected(last, scale):
                reference, size = _size_of(scale)
                self._take_up(reference, *size)
            if scale is None:  # that of another photo is news again
                self._scale = None
            return
        before, self._scale = self._scale, scale
        if scale is not None and scale != before:
            reference, size = _size_of(scale)
            self._take_up(reference, *size)

    def _is_corrected(self, last: Scale | Card | None, scale: Scale | Card) -> bool:
        """Whether the thing in hand has another size in the picture, as after an undo."""
        is_same = last is not None and last.points == scale.points and last != scale
        return is_same and _size_of(scale)[0] is self._reference

    @property
    def _size_in_hand(self) -> Size:
        known = self._reference.millimetres or 0.0, self._reference.across
        return self._reference, *self._typed.get(self._reference, known)

    def _take_up(self, reference: Reference, millimetres: float, across: float) -> None:
        self._reference, size = reference, (millimetres, across)
        if self._typed.get(reference, size) != size:
            self._typed[reference] = size
            self.number.setText(_size_text(size))
        self._show_number(visible=reference in self._typed)
        self._update_reference()
        self.reference_picked.emit(reference, *size)

    def _update_reference(self) -> None:
        reference = tr(f"measure.reference.{self._reference.word}")
        text = tr("measure.choose", thing=reference) if self._words else reference
        self.reference.set_words(text, visible=True, keys="T")

    def _hint(self) -> str:
        if not self._measurable:
            return tr("measure.hint.incomplete")
        if self._refused:
            return tr("measure.hint.sides" if self._reference.across else "measure.hint.number")
        sketch = self._sketch
        if sketch.refusal:
            return tr(f"measure.hint.{sketch.refusal}")
        if sketch.marks_card:
            return tr("measure.hint.card", number=len(sketch.open_points) + 1)
        if sketch.sheet.scale is None and sketch.tool is not Tool.SCALE:
            return tr("measure.hint.no_scale")
        return tr(f"measure.hint.{sketch.tool.value}")

    def _results(self) -> str:
        """The last length and the last area as words, or one of them; each is over the picture."""
        sheet = self._sketch.sheet
        if not self._words:
            return size_text(sheet, sheet.shapes[-1]) if sheet.shapes else ""
        last = {shape.kind: shape for shape in sheet.shapes}
        return "  ".join(size_text(sheet, last[kind]) for kind in ShapeKind if kind in last)

    def _choose(self, reference: Reference) -> None:
        """Take a thing in hand, which is the wish to mark it next."""
        self._reference, self._refused = reference, False
        typed = self._typed.get(reference)
        self._show_number(visible=typed is not None)
        if typed is not None:
            self.number.setText(_size_text(typed))
            self.focus_number()
        size = typed or (reference.millimetres, reference.across)
        self.reference_picked.emit(reference, *size)
        self.tool_picked.emit(Tool.SCALE)
        self.retranslate()

    def _read_number(self) -> None:
        text, reference = self.number.text(), self._reference
        try:
            size = parse_sides(text) if reference.across else (parse_millimetres(text), 0.0)
        except InputError:
            self._refused = True
        else:
            self._refused, self._typed[reference] = False, size
            self.reference_picked.emit(reference, *size)
            self.length_typed.emit(*size)
        self.number.mark_refused(refused=self._refused)
        self.show_sketch(self._sketch)

    def _show_number(self, *, visible: bool) -> None:
        self.number.setVisible(visible)
        self._unit.setVisible(visible)

    def _connect(self) -> None:
        self.reference.clicked.connect(self.open_references)
        self.number.textEdited.connect(self._read_number)
        for tool, button in self.tools.items():
            button.setCheckable(True)
            button.clicked.connect(partial(self.tool_picked.emit, tool))
        self.undo.clicked.connect(self.undo_asked)
        self.delete.clicked.connect(self.delete_asked)
        self.always_show.setCheckable(True)
        self.always_show.clicked.connect(self.always_shown)

    def _arrange(self) -> None:
        self.number.setText(_size_text(self._typed[self._reference]))
        self.result.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(self)
        row.setContentsMargins(SPACE.x4, 0, SPACE.x4, 0)
        row.setSpacing(SPACE.x2)
        for part in (self.reference, self.number, self._unit, self.tools[Tool.SCALE]):
            row.addWidget(part)
        row.addWidget(ViewerRule())
        for tool in (Tool.LENGTH, Tool.AREA, Tool.MOVE):
            row.addWidget(self.tools[tool])
        row.addWidget(ViewerRule())
        row.addWidget(self.hint)
        row.addStretch(1)
        for last in (self.result, self.undo, self.delete, self.always_show):
            row.addWidget(last)


def _reference_text(reference: Reference) -> str:
    name = tr(f"measure.reference.{reference.word}")
    if reference.millimetres is None:
        return name
    if reference.across:
        size = _size_text((reference.millimetres, reference.across))
        return tr("measure.scale_of", thing=name, size=size)
    return tr("measure.scale_of", thing=name, size=f"{reference.millimetres:.2f}")


def _size_of(scale: Scale | Card) -> tuple[Reference, tuple[float, float]]:
    if isinstance(scale, Card):
        size = scale.long_mm, scale.short_mm
        return Reference.CARD if size == CARD_SIDES else Reference.RECTANGLE, size
    return scale.reference, (scale.millimetres, 0.0)


def _size_text(size: tuple[float, float]) -> str:
    return "×".join(f"{side:g}" for side in size if side)
