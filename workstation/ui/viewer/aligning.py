"""Two photos aligned by what is marked in both: landmarks set, one laid over the other, changes.

Loaded when a doctor first aligns. Where both photos have what it takes is asked after each change;
a photo that went, or a point that moved onto another, puts both beside each other again.

Shown in turn they change twice a second, far below three flashes a second (WCAG 2.2, 2.3.1), and
not by themselves where motion is reduced: Space and a click change them by hand.
"""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from workstation.domain.alignment import LANDMARKS, align, fits_on, size_changes
from workstation.domain.errors import InputError
from workstation.domain.geometry import Point
from workstation.domain.plane_map import PlaneMap
from workstation.ui.kit.announcer import announcer
from workstation.ui.kit.strings import tr
from workstation.ui.kit.theme import theme
from workstation.ui.media.size_change_texts import change_texts
from workstation.ui.viewer.align_bar import AlignBar
from workstation.ui.viewer.overlay import PhotoOverlay, Way
from workstation.ui.viewer.overlay_input import OverlayInput
from workstation.ui.viewer.pane import ViewerPane
from workstation.ui.viewer.sides import Sides
from workstation.ui.viewer.sketch import Sketch, Tool

TURN_MS = 500


class Aligning(QObject):
    """The aligning of two photos.

    ``bar`` says how far it has come; ``position_of`` tells which photo is the older one.
    """

    def __init__(
        self, sides: Sides, position_of: Callable[[ViewerPane], int], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._sides, self._position_of = sides, position_of
        self.on, self.bar = False, AlignBar()
        self._map: PlaneMap | None = None
        self._fault = ""
        first, second = sides.panes
        self.overlay = PhotoOverlay(first.canvas, second.canvas)
        self._input = OverlayInput(self.overlay, first.canvas.width, self._on_overlay_changed)
        self.turns = QTimer(self, interval=TURN_MS)
        self.turns.timeout.connect(self._take_turns)
        self._connect()

    def set_on(self, *, on: bool) -> None:
        """Let clicks set landmarks, or move the picture as usual."""
        self.on = on
        self.bar.setVisible(on)
        for pane in self._sides.panes:
            pane.sketch.choose(Tool.LANDMARK if on else Tool.MOVE)
            pane.set_measuring(on=on)
            pane.show_echo(None)
        self.show_way(Way.BESIDE)

    def show_way(self, way: Way) -> None:
        """Show both photos in this way, if they are aligned."""
        self._find_map()
        way = way if self._map is not None else Way.BESIDE
        overlay, canvas = self.overlay, self._sides.panes[0].canvas
        overlay.way, overlay.second_shown = way, False
        overlay.drop_layer()
        laid = way is not Way.BESIDE
        canvas.overlay_input = self._input if laid else None
        canvas.paint_overlay = overlay.paint if laid else None
        for pane in self._sides.panes:
            pane.set_measuring(on=self.on and not laid)
        if self._sides.overlaid != laid:
            self._sides.overlay(on=laid)
        self._set_turning(on=way is Way.FLICKER)
        self._update_bar()

    def show_next_way(self, by: int) -> None:
        """Take the next way of looking with 1, the one before with -1."""
        ways = list(Way)
        self.show_way(ways[(ways.index(self.overlay.way) + by) % len(ways)])

    def show(self) -> None:
        """Show how far the aligning has come, after any change of what is on show."""
        if not self.on:
            return
        was_aligned = self._map is not None
        self._find_map()
        if self._map is None and self.overlay.way is not Way.BESIDE:
            self.show_way(Way.BESIDE)
            return
        if self._map is not None and not was_aligned:
            announcer.announce(tr("align.done"), topic="picture")
        self._update_bar()

    def _find_map(self) -> None:
        """Find how the right photo lies over the left, or why it does not."""
        left, right = self._sides.panes
        self._map, self._fault = None, ""
        if left.sheet is None or right.sheet is None:
            return
        try:
            placement = align(left.sheet, right.sheet)
        except InputError as error:
            self._fault = error.reason
            return
        size = right.canvas.picture_size
        if placement is not None and not fits_on(placement, size.width(), size.height()):
            placement, self._fault = None, "too_tilted"
        self._map = placement
        self.overlay.placement = placement or PlaneMap()

    def _update_bar(self) -> None:
        sketch = self._sides.active.sketch
        self.bar.show_way(self.overlay.way, self.overlay.share, aligned=self._map is not None)
        self.bar.show_sketch(sketch)
        self.bar.show_words(self._hint(sketch), self._change_texts())
        self._show_names()
        for pane in self._sides.panes:
            pane.canvas.show_cursor()
            pane.canvas.update()

    def _hint(self, sketch: Sketch) -> str:
        if any(pane.incomplete for pane in self._sides.panes):
            return tr("measure.hint.incomplete")
        if why := self._fault or sketch.refusal:
            return tr(f"measure.hint.{why}")
        if self._map is not None:
            return tr(f"align.hint.{self.overlay.way.value}")
        left, right = (len(pane.sketch.sheet.landmarks) for pane in self._sides.panes)
        return tr("align.hint.points", left=left, right=right, count=LANDMARKS)

    def _change_texts(self) -> list[str]:
        """The changes of size as sentences: from the older photo to the newer, wherever each is."""
        older, newer = sorted(self._sides.panes, key=self._position_of)
        if older.sheet is None or newer.sheet is None:
            return []
        return change_texts(size_changes(older.sheet, newer.sheet))

    def _show_names(self) -> None:
        """Show the names above the photos while one lies over the other."""
        overlay, names = self.overlay, self._sides.panes[0].names
        names.setVisible(overlay.way is not Way.BESIDE)
        if overlay.way is Way.BESIDE:
            return
        left, right = (
            " · ".join(filter(None, (word, _when(pane))))
            for pane, word in self._sides.names.items()
        )
        names.show_names(left, tr("align.laid", photo=right), seen=overlay.seen)

    def _set_turning(self, *, on: bool) -> None:
        if on and theme.duration(TURN_MS):
            self.turns.start()
        else:
            self.turns.stop()

    def _take_turns(self) -> None:
        self.overlay.second_shown = not self.overlay.second_shown
        self._sides.panes[0].canvas.update()
        self._show_names()

    def _on_overlay_changed(self) -> None:
        """Stop the timer once the doctor changes the photos by hand."""
        self.turns.stop()
        self._update_bar()

    def _set_share(self, share: float) -> None:
        self.overlay.share = share
        self._sides.panes[0].canvas.update()

    def _echo(self, pane: ViewerPane, at: Point) -> None:
        """Mark the same place in the other picture."""
        if not self.on or self._map is None or self.overlay.way is not Way.BESIDE:
            return
        left, right = self._sides.panes
        try:
            if pane is left:
                right.show_echo(self._map.inverse.to(at))
            else:
                left.show_echo(self._map.to(at))
        except InputError:
            self._drop_echoes()

    def _drop_echoes(self) -> None:
        for pane in self._sides.panes:
            pane.show_echo(None)

    def _change(self, verb: Callable[[Sketch], None]) -> None:
        pane = self._sides.active
        verb(pane.sketch)
        pane.measured.emit()

    def _connect(self) -> None:
        self.bar.way_picked.connect(self.show_way)
        self.bar.share_moved.connect(self._set_share)
        self.bar.undo_asked.connect(lambda: self._change(Sketch.undo))
        self.bar.delete_asked.connect(lambda: self._change(Sketch.delete))
        for pane in self._sides.panes:
            pane.measured.connect(lambda pane=pane: self._on_measured(pane))
            pane.canvas.pointed.connect(
                lambda at, pane=pane: self._echo(pane, Point(at.x(), at.y()))
            )
            pane.canvas.left.connect(self._drop_echoes)

    def _on_measured(self, pane: ViewerPane) -> None:
        measuring = pane.canvas.measure_input
        if measuring is not None and measuring.pen is not None:
            self._echo(pane, measuring.pen)
        self.show()


def _when(pane: ViewerPane) -> str:
    return "" if pane.photo is None else pane.photo.when or pane.photo.caption
