"""The picture viewer: one picture, or two compared (the design, 04); the same in both themes."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from workstation.domain.measurement import Sheet
from workstation.ui.strings import tr
from workstation.ui.timeline.board import Board
from workstation.ui.viewer import transform
from workstation.ui.viewer.canvas import Canvas
from workstation.ui.viewer.filmstrip import Filmstrip
from workstation.ui.viewer.keys import act_of
from workstation.ui.viewer.levels import PLAIN, Adjustment, Levels
from workstation.ui.viewer.measure_bar import MeasureBar
from workstation.ui.viewer.measuring import Measuring
from workstation.ui.viewer.pane import Pane
from workstation.ui.viewer.shot import Shot
from workstation.ui.viewer.toolbar import Toolbar
from workstation.ui.viewer.top_bar import TopBar
from workstation.ui.viewer.transform import View

STRIP_FROM = 640


class Viewer(QWidget):
    """Speaks by ``wanted`` (a picture to load), ``closed``, and what is to leave the program.

    ``wanted`` is answered by ``show_levels`` and ``show_sheet``, or by ``show_failure``.
    ``measured`` gives what is measured now in a picture.
    """

    wanted = Signal(Shot)
    save_asked = Signal(Shot)
    measured_save_asked = Signal(Shot, Levels, Sheet)
    copy_asked = Signal(Levels)
    measured = Signal(Shot, Sheet)
    closed = Signal()

    def __init__(self, board: Board, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shots: tuple[Shot, ...] = ()
        self._left_out = 0
        self._levels: dict[str, Levels] = {}
        self._active = 0
        self.panes = (Pane(), Pane())
        self.bar = TopBar(name)
        self.toolbar = Toolbar()
        self.measures = MeasureBar()
        self.film = Filmstrip(board)
        self.measuring = Measuring(self.panes, self.measures, lambda: self.active, self)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._arrange()
        self._connect()
        self.measuring.set_on(on=False)
        self.set_compare(on=False)
        self.retranslate()

    @property
    def shots(self) -> tuple[Shot, ...]:
        """All pictures of the strip."""
        return self._shots

    @property
    def foot(self) -> int:
        """How high the bars at the foot are together."""
        bars = (self.measures, self.toolbar, self.film)
        return sum(bar.height() for bar in bars if bar.isVisible())

    def has(self, url: str) -> bool:
        """Whether a picture is there, decoded."""
        return url in self._levels

    def show_shots(
        self, shots: Sequence[Shot], key: str = "", *, left_out: int = 0, partial: bool = False
    ) -> None:
        """Show these in the strip; with ``key``, that one large. Pictures on show stay.

        ``left_out`` older ones are not among them; ``partial`` says that there may be more.
        """
        self._shots, self._left_out = tuple(shots), left_out
        self.bar.show_partial(partial=partial)
        self.film.strip.show_shots(self._shots)
        known = {shot.key: shot for shot in self._shots}
        for pane in self.panes:
            if pane.shot is not None and pane.shot.key in known:
                pane.tell(known[pane.shot.key])
        self._fit()
        if key in known:
            self.show_in(0, list(known).index(key))
        self._say()

    def show_in(self, side: int, number: int) -> None:
        """Show a picture of the strip on one side."""
        if not 0 <= number < len(self._shots):
            return
        shot, pane = self._shots[number], self.panes[side]
        pane.show_shot(shot)
        if shot.url in self._levels:
            pane.show_levels(self._levels[shot.url])
        self.wanted.emit(shot)
        self._say()

    def show_levels(self, url: str, levels: Levels) -> None:
        """A wanted picture is there."""
        self._levels[url] = levels
        for pane in self._showing(lambda shot: shot.url == url):
            if not pane.ready:
                pane.show_levels(levels)
        self._drop_unshown()
        self._say()

    def show_sheet(self, key: str, sheet: Sheet) -> None:
        """What was measured in a picture before."""
        for pane in self._showing(lambda shot: shot.key == key):
            pane.show_sheet(sheet)
        self._say()

    def show_failure(self, url: str, title: str, sentence: str) -> None:
        """A wanted picture cannot be shown."""
        for pane in self._showing(lambda shot: shot.url == url):
            pane.show_failure(title, sentence)
        self._say()

    @property
    def active(self) -> Pane:
        """The side on which the toolbar acts."""
        return self.panes[self._active]

    @property
    def comparing(self) -> bool:
        """Whether two pictures are shown."""
        return self.bar.compare.isChecked()

    def step(self, by: int) -> None:
        """The next or previous picture on the active side."""
        self.show_in(self._active, self._number(self.active) + by)

    def go_to(self, number: int) -> None:
        """The first picture (0) or the last (-1) on the active side."""
        self.show_in(self._active, number % max(len(self._shots), 1))

    def set_compare(self, *, on: bool) -> None:
        """Two pictures side by side, or one."""
        self.bar.compare.setChecked(on)
        self.panes[1].setVisible(on)
        self.bar.link.setVisible(on)
        if on and self.panes[1].shot is None:
            number = self._number(self.panes[0])
            self.show_in(1, number + 1 if number + 1 < len(self._shots) else number - 1)
        self.activate(1 if on else 0)

    def activate(self, side: int) -> None:
        """Let the toolbar act on a side."""
        self._active = side
        for number, pane in enumerate(self.panes):
            pane.set_active(active=number == side, framed=self.comparing)
        self._say()

    def reset(self) -> None:
        """The active picture as it came: whole, unturned, unadjusted."""
        self.active.canvas.reset()
        self.active.adjust(PLAIN)
        self._say()

    def save(self) -> None:
        """Ask for a place to save the active picture at, measurements left out unless wished."""
        pane = self.active
        if pane.ready and pane.sketch.sheet.shapes:
            self.bar.offer_saving(self._save_plain, self._save_measured)
        else:
            self._save_plain()

    def copy(self) -> None:
        """Ask for the active picture on the clipboard."""
        if self.active.ready:
            self.copy_asked.emit(self.active.canvas.levels)

    def back(self) -> None:
        """Leave measuring, or the viewer."""
        if self.measuring.on:
            self.bar.measure.click()
        else:
            self.closed.emit()

    def next_part(self, by: int) -> None:
        """Bring the keyboard to the next bar."""
        bars = (self, self.bar, self.toolbar, self.measures, self.film)
        parts = [part for part in bars if part is self or part.isVisible()]
        focused = QApplication.focusWidget()
        held = [part for part in parts[1:] if focused and part.isAncestorOf(focused)]
        at = parts.index(held[0]) if held else 0
        _enter(parts[(at + by) % len(parts)])

    def retranslate(self) -> None:
        """Say everything again in the language in force."""
        for part in (self.bar, self.toolbar, self.measures, self.film, *self.panes):
            part.retranslate()
        self._say()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys of measuring first, then those of the design's table."""
        hand = self.active.canvas.hand
        if hand is not None and hand.key(event):
            return
        act = act_of(event, measuring=self.measuring.on)
        if act is None:
            super().keyPressEvent(event)
        else:
            act(self)

    def focusNextPrevChild(self, next_one: bool) -> bool:  # noqa: FBT001
        """On the pictures, Tab changes the active side while two are shown."""
        focused = QApplication.focusWidget()
        if self.comparing and (focused is self or isinstance(focused, Canvas)):
            self.activate(1 - self._active)
            return True
        return super().focusNextPrevChild(next_one)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A narrow viewer leaves words and tone out, a low one the strip."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        for bar in (self.bar, self.toolbar, self.measures):
            bar.fit_width(self.width())
        self.film.setVisible(self.height() >= STRIP_FROM and len(self._shots) > 1)

    def _showing(self, wanted: Callable[[Shot], bool]) -> list[Pane]:
        return [pane for pane in self.panes if pane.shot is not None and wanted(pane.shot)]

    def _number(self, pane: Pane) -> int:
        key = pane.shot.key if pane.shot is not None else ""
        return next((number for number, shot in enumerate(self._shots) if shot.key == key), 0)

    def _drop_unshown(self) -> None:
        """Keep the large pictures on show and nothing else."""
        shown = {pane.shot.url for pane in self.panes if pane.shot is not None}
        self._levels = {url: levels for url, levels in self._levels.items() if url in shown}

    def _on_viewed(self, side: int, before: View, view: View) -> None:
        if side == self._active:
            self.toolbar.show_zoom(view.zoom)
        if self.comparing and self.bar.link.isChecked():
            self.panes[1 - side].canvas.follow(before, view)

    def _act(self, verb: Callable[..., None], *values: float) -> None:
        verb(self.active.canvas, *values)

    def _adjust(self, adjustment: Adjustment) -> None:
        self.active.adjust(adjustment)

    def _save_plain(self) -> None:
        if self.active.shot is not None:
            self.save_asked.emit(self.active.shot)

    def _save_measured(self) -> None:
        pane = self.active
        self.measured_save_asked.emit(pane.shot, pane.canvas.levels, pane.sketch.sheet)

    def _say(self) -> None:
        both, count = self.comparing, len(self._shots)
        number = self._number(self.panes[0])
        self.bar.show_place(0 if both else number + 1, count, self._left_out)
        sides = (tr("viewer.left"), tr("viewer.right")) if both else ("", "")
        for pane, side in zip(self.panes, sides, strict=True):
            pane.side.show_text(side)
            pane.side.setVisible(bool(side))
        shown = zip(self.panes[: 2 if both else 1], sides, strict=False)
        self.film.strip.mark({self._number(pane): side for pane, side in shown})
        self.toolbar.show_zoom(self.active.canvas.view.zoom)
        self.toolbar.show_adjustment(self.active.adjustment)
        self.measuring.show()
        self.bar.compare.setEnabled(count > 1)
        self.bar.copy.setEnabled(self.active.ready)

    def _connect(self) -> None:
        for side, pane in enumerate(self.panes):
            pane.activated.connect(lambda side=side: self.activate(side))
            pane.canvas.viewed.connect(
                lambda before, view, side=side: self._on_viewed(side, before, view)
            )
            pane.retry.connect(lambda side=side: self.show_in(side, self._number(self.panes[side])))
            pane.save_asked.connect(lambda side=side: (self.activate(side), self.save()))
        bar, tools = self.bar, self.toolbar
        self.measuring.measured.connect(self.measured)
        bar.compare.clicked.connect(lambda on: self.set_compare(on=on))
        bar.measure.clicked.connect(lambda on: self.measuring.set_on(on=on))
        bar.copy.clicked.connect(self.copy)
        bar.save.clicked.connect(self.save)
        bar.close_button.clicked.connect(self.closed)
        self.film.strip.picked.connect(lambda number: self.show_in(self._active, number))
        self.film.stepped.connect(self.step)
        # The active side is looked up at each use, not when the buttons are connected.
        tools.zoomed.connect(lambda zoom: self._act(Canvas.zoom_to, zoom))
        tools.stepped.connect(lambda step: self._act(Canvas.zoom, transform.STEP**step))
        tools.fitted.connect(lambda: self._act(Canvas.fit))
        tools.turned.connect(lambda quarters: self._act(Canvas.turn, quarters))
        tools.mirrored.connect(lambda: self._act(Canvas.mirror))
        tools.upended.connect(lambda: self._act(Canvas.upend))
        tools.adjusted.connect(self._adjust)
        tools.reset_asked.connect(self.reset)

    def _arrange(self) -> None:
        sides = QHBoxLayout()
        sides.setSpacing(0)
        for pane in self.panes:
            sides.addWidget(pane, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.bar)
        column.addLayout(sides, 1)
        for part in (self.measures, self.toolbar, self.film):
            column.addWidget(part)


def _enter(part: QWidget) -> None:
    """The keyboard goes to a part itself, or to the first thing in it that takes it."""
    reason = Qt.FocusReason.TabFocusReason
    if part.focusPolicy() & Qt.FocusPolicy.TabFocus:
        part.setFocus(reason)
        return
    for child in part.findChildren(QWidget):
        if child.focusPolicy() & Qt.FocusPolicy.TabFocus and child.isVisible():
            child.setFocus(reason)
            return
