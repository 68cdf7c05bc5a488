"""The picture viewer: one picture, or two compared (the design, 04); the same in both themes."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from workstation.ui.strings import tr
from workstation.ui.theme import SPACE, VIEWER, Icon, TextRole
from workstation.ui.timeline.board import Board
from workstation.ui.viewer import transform
from workstation.ui.viewer.canvas import Canvas
from workstation.ui.viewer.controls import ViewerBar, ViewerButton, ViewerText
from workstation.ui.viewer.levels import Adjustment, Levels
from workstation.ui.viewer.pane import Pane, Shot
from workstation.ui.viewer.strip import Strip
from workstation.ui.viewer.toolbar import Toolbar
from workstation.ui.viewer.transform import View

BAR = 56
TONE_FROM = 1120
STRIP_FROM = 640


class Viewer(QWidget):
    """Speaks by ``wanted`` (an address to load), ``save_asked`` and ``closed``.

    ``wanted`` is answered by ``show_levels`` or ``show_failure``.
    """

    wanted = Signal(str)
    save_asked = Signal(str)
    closed = Signal()

    def __init__(self, board: Board, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self._shots: tuple[Shot, ...] = ()
        self._levels: dict[str, Levels] = {}
        self._active = 0
        self.panes = (Pane(), Pane())
        self.toolbar = Toolbar()
        self.strip = Strip(board)
        self.title, self.place = ViewerText(TextRole.BODY, strong=True), ViewerText(faint=True)
        self.link, self.compare = (
            ViewerButton(Icon.LINK, boxed=True),
            ViewerButton(Icon.COMPARE, boxed=True),
        )
        self.save, self.close_button = (
            ViewerButton(Icon.DOWNLOAD, boxed=True),
            ViewerButton(Icon.X),
        )
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._arrange()
        self._connect()
        self.retranslate()

    def show_shots(self, shots: Sequence[Shot], url: str) -> None:
        """Show these pictures, beginning with the one at ``url``, which is among them."""
        self._shots = tuple(shots)
        self.strip.show_shots(self._shots)
        self._fit()
        self.show_in(0, [shot.url for shot in self._shots].index(url))

    def show_in(self, side: int, number: int) -> None:
        """Show a picture of the strip on one side."""
        if not 0 <= number < len(self._shots):
            return
        shot = self._shots[number]
        self.panes[side].show_shot(shot)
        if shot.url in self._levels:
            self.panes[side].show_levels(self._levels[shot.url])
        else:
            self.wanted.emit(shot.url)
        self._say()

    def show_levels(self, url: str, levels: Levels) -> None:
        """A wanted picture is there."""
        self._levels[url] = levels
        for pane in self.panes:
            if pane.shot is not None and pane.shot.url == url:
                pane.show_levels(levels)
        self._drop_unshown()
        self._say()

    def show_failure(self, url: str, sentence: str) -> None:
        """A wanted picture cannot be shown."""
        for pane in self.panes:
            if pane.shot is not None and pane.shot.url == url:
                pane.show_failure(sentence)

    @property
    def active(self) -> Pane:
        """The side on which the toolbar acts."""
        return self.panes[self._active]

    def step(self, by: int) -> None:
        """The next or previous picture on the active side."""
        self.show_in(self._active, self._number(self.active) + by)

    def set_compare(self, *, on: bool) -> None:
        """Two pictures side by side, or one."""
        self.compare.setChecked(on)
        self.panes[1].setVisible(on)
        self.link.setVisible(on)
        if on and self.panes[1].shot is None:
            number = self._number(self.panes[0])
            self.show_in(1, number + 1 if number + 1 < len(self._shots) else number - 1)
        self.activate(1 if on else 0)

    def activate(self, side: int) -> None:
        """Let the toolbar act on a side."""
        self._active = side
        framed = self.compare.isChecked()
        for number, pane in enumerate(self.panes):
            pane.set_active(active=number == side, framed=framed)
        self._say()

    def retranslate(self) -> None:
        """Say everything again in the language in force."""
        self.link.set_words(tr("viewer.link"), shown=True, keys="L")
        self.compare.set_words(tr("viewer.compare"), shown=True, keys="C")
        self.save.set_words(tr("viewer.save"), shown=True, keys="Ctrl S")
        self.close_button.set_words(tr("viewer.close"), keys="Esc")
        self.toolbar.retranslate()
        self._say()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys of the design's table."""
        act = self._keys().get((Qt.Key(event.key()), event.modifiers()))
        if act is None:
            super().keyPressEvent(event)
        else:
            act()

    def focusNextPrevChild(self, _next: bool) -> bool:  # noqa: FBT001
        """Tab changes the active side while two are shown."""
        if self.compare.isChecked():
            self.activate(1 - self._active)
            return True
        return super().focusNextPrevChild(_next)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A narrow viewer leaves tone out, a low one the strip."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        self.toolbar.show_tone(shown=self.width() >= TONE_FROM)
        self.strip.setVisible(self.height() >= STRIP_FROM and len(self._shots) > 1)

    def _keys(self) -> dict[tuple[Qt.Key, Qt.KeyboardModifier], Callable[[], object]]:
        none, shift = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier
        control, key, canvas = Qt.KeyboardModifier.ControlModifier, Qt.Key, self.active.canvas
        return {
            (key.Key_Left, none): lambda: self.step(-1),
            (key.Key_Right, none): lambda: self.step(1),
            (key.Key_Plus, none): lambda: canvas.zoom(transform.STEP),
            (key.Key_Plus, shift): lambda: canvas.zoom(transform.STEP),
            (key.Key_Equal, none): lambda: canvas.zoom(transform.STEP),
            (key.Key_Minus, none): lambda: canvas.zoom(1 / transform.STEP),
            (key.Key_0, none): canvas.fit,
            (key.Key_1, none): lambda: canvas.zoom_to(1.0),
            (key.Key_R, none): lambda: canvas.turn(1),
            (key.Key_R, shift): lambda: canvas.turn(-1),
            (key.Key_F, none): canvas.mirror,
            (key.Key_I, none): self.toolbar.invert.click,
            (key.Key_C, none): self.compare.click,
            (key.Key_L, none): self.link.click,
            (key.Key_S, control): self._save,
            (key.Key_Escape, none): self.closed.emit,
        }

    def _number(self, pane: Pane) -> int:
        shots = enumerate(self._shots)
        return next((number for number, shot in shots if shot == pane.shot), 0)

    def _drop_unshown(self) -> None:
        """Keep the large pictures on show and nothing else."""
        shown = {pane.shot.url for pane in self.panes if pane.shot is not None}
        self._levels = {url: levels for url, levels in self._levels.items() if url in shown}

    def _on_viewed(self, side: int, view: View) -> None:
        if side == self._active:
            self.toolbar.show_zoom(view.zoom)
        other = self.panes[1 - side]
        if self.compare.isChecked() and self.link.isChecked():
            other.canvas.set_view(_like(view, other.canvas.view, self.panes[side], other))

    def _act(self, verb: Callable[..., None], *values: float) -> None:
        verb(self.active.canvas, *values)

    def _adjust(self, adjustment: Adjustment) -> None:
        self.active.adjust(adjustment)

    def _save(self) -> None:
        if self.active.shot is not None:
            self.save_asked.emit(self.active.shot.url)

    def _say(self) -> None:
        both, count = self.compare.isChecked(), len(self._shots)
        self.title.show_text(self._name)
        number = self._number(self.panes[0])
        place = (
            tr("viewer.title_two", count=count)
            if both
            else (tr("viewer.title_one", number=number + 1, count=count))
        )
        self.place.show_text(place)
        sides = (tr("viewer.left"), tr("viewer.right")) if both else ("", "")
        for pane, side in zip(self.panes, sides, strict=True):
            pane.side.show_text(side)
        self.strip.mark(
            {
                self._number(pane): side
                for pane, side in zip(self.panes[: 2 if both else 1], sides, strict=False)
            }
        )
        self.toolbar.show_zoom(self.active.canvas.view.zoom)
        self.toolbar.show_adjustment(self.active.adjustment)
        self.compare.setEnabled(count > 1)

    def _connect(self) -> None:
        for side, pane in enumerate(self.panes):
            pane.activated.connect(lambda side=side: self.activate(side))
            pane.canvas.viewed.connect(lambda view, side=side: self._on_viewed(side, view))
            pane.retry.connect(lambda pane=pane: self._retry(pane))
        self.link.setCheckable(True)
        self.compare.setCheckable(True)
        self.compare.clicked.connect(lambda on: self.set_compare(on=on))
        self.save.clicked.connect(self._save)
        self.close_button.clicked.connect(self.closed)
        self.strip.picked.connect(lambda number: self.show_in(self._active, number))
        tools = self.toolbar
        # The active side is looked up at each use, not when the buttons are connected.
        tools.zoomed.connect(lambda zoom: self._act(Canvas.zoom_to, zoom))
        tools.stepped.connect(lambda step: self._act(Canvas.zoom, transform.STEP**step))
        tools.fitted.connect(lambda: self._act(Canvas.fit))
        tools.turned.connect(lambda quarters: self._act(Canvas.turn, quarters))
        tools.mirrored.connect(lambda: self._act(Canvas.mirror))
        tools.adjusted.connect(self._adjust)
        self.set_compare(on=False)

    def _retry(self, pane: Pane) -> None:
        if pane.shot is not None:
            pane.show_shot(pane.shot)
            self.wanted.emit(pane.shot.url)

    def _arrange(self) -> None:
        bar = ViewerBar(BAR, ground=VIEWER.bar)
        row = QHBoxLayout(bar)
        row.setContentsMargins(SPACE.x4, 0, SPACE.x4, 0)
        row.setSpacing(SPACE.x2)
        row.addWidget(self.title)
        row.addWidget(self.place)
        row.addStretch(1)
        for part in (self.link, self.compare, self.save, self.close_button):
            row.addWidget(part)
        sides = QHBoxLayout()
        sides.setSpacing(0)
        for pane in self.panes:
            sides.addWidget(pane, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(bar)
        column.addLayout(sides, 1)
        column.addWidget(self.toolbar)
        column.addWidget(self.strip)


def _like(view: View, own: View, source: Pane, target: Pane) -> View:
    """The same part of another picture, its own turn kept."""
    size, other = source.canvas.picture_size, target.canvas.picture_size
    if size.isEmpty() or other.isEmpty():
        return own
    # Pictures of one lesion differ in pixels: what is kept is the share of the picture in sight.
    across = size.width() / other.width()
    centre = QPointF(view.centre.x() / across, view.centre.y() / size.height() * other.height())
    return View(view.zoom * across, centre, own.quarters, own.mirrored, view.fitted)
