"""Measuring in the pictures on show: the tools, both sides' sketches, and what came of them."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal

from workstation.domain.measurement import MeasurementSheet, Reference
from workstation.ui.viewer.measure_bar import MeasureBar
from workstation.ui.viewer.pane import ViewerPane
from workstation.ui.viewer.sides import Sides
from workstation.ui.viewer.sketch import Sketch, Tool
from workstation.ui.viewer.viewer_photo import ViewerPhoto


class Measuring(QObject):
    """Measuring on both sides with the same tool in hand; ``bar`` acts on the active one.

    ``measured`` gives what is measured now in a picture of that content.
    """

    measured = Signal(ViewerPhoto, str, MeasurementSheet)

    def __init__(self, sides: Sides, bar: MeasureBar, parent: QObject) -> None:
        super().__init__(parent)
        self._sides, self._bar = sides, bar
        self.on = False
        for pane in sides.panes:
            pane.measured.connect(lambda pane=pane: self._on_changed(pane))
        bar.tool_picked.connect(self.take_tool)
        bar.reference_picked.connect(self._set_reference)
        bar.length_typed.connect(lambda *size: self._change(partial(_correct_scale, size)))
        bar.undo_asked.connect(lambda: self._change(Sketch.undo))
        bar.delete_asked.connect(lambda: self._change(Sketch.delete))
        bar.always_shown.connect(self._keep_sheets_visible)

    def set_on(self, *, on: bool) -> None:
        """Let clicks measure, or move the picture as usual.

        It begins with the tool that the hint speaks of: with the hand clicks would do nothing.
        """
        self.on = on
        self._bar.setVisible(on)
        for pane in self._sides.panes:
            if on and pane.sketch.tool is Tool.MOVE:
                pane.sketch.choose(pane.sketch.first_tool)
            pane.set_measuring(on=on)
        self.show()

    def take_tool(self, tool: Tool) -> None:
        """Choose what a click on a picture does."""
        for pane in self._sides.panes:
            pane.sketch.choose(tool)
            pane.canvas.update()
        self.show()

    def show(self) -> None:
        """Show how far measuring has come on the active side."""
        active = self._sides.active
        self._bar.show_sketch(active.sketch)
        self._bar.show_measurable(measurable=not active.incomplete)

    def _set_reference(self, reference: Reference, millimetres: float, across: float) -> None:
        """Set a thing of known size on both sides; points begun on another thing are let go."""
        size = reference, millimetres, across
        for pane in self._sides.panes:
            sketch = pane.sketch
            if sketch.marks_scale and sketch.size != size and pane is not self._sides.active:
                sketch.choose(Tool.SCALE)
            sketch.set_reference(*size)
            pane.canvas.update()

    def _change(self, verb: Callable[[Sketch], None]) -> None:
        verb(self._sides.active.sketch)
        self._on_changed(self._sides.active)

    def _keep_sheets_visible(self, on: bool) -> None:  # noqa: FBT001 - a button's own signal
        for pane in self._sides.panes:
            pane.keep_sheet_visible(on=on)

    def _on_changed(self, changed: ViewerPane) -> None:
        """Report a change, and show it on the other side too if that shows the same picture."""
        photo, sheet = changed.photo, changed.sketch.sheet
        if photo is None:
            return
        for pane in self._sides.panes_with(
            lambda other: other.consultation_id == photo.consultation_id
        ):
            if pane is not changed and pane.digest == changed.digest:
                pane.show_sheet(sheet)
        changed.canvas.update()
        self.measured.emit(photo, changed.digest, sheet)
        self.show()


def _correct_scale(size: tuple[float, float], sketch: Sketch) -> None:
    sketch.correct_scale(*size)
