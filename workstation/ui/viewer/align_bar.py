"""The ways of looking at two photos laid over each other, and what has grown between them."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy

from workstation.ui.kit.painting import line_width
from workstation.ui.kit.strings import tr
from workstation.ui.kit.theme import SIZE, SPACE, VIEWER, Icon, TextRole, theme
from workstation.ui.viewer.controls import (
    ViewerBar,
    ViewerButton,
    ViewerRule,
    ViewerSlider,
    ViewerText,
)
from workstation.ui.viewer.overlay import Way
from workstation.ui.viewer.sketch import Sketch
from workstation.ui.viewer.spoken_steps import SpokenSteps

WORDS_FROM, HINT_FROM = 1120, 900
RESULTS_SHARE = 0.4
"""The largest share of the bar's width for the words of what has grown."""
TOPICS = ("way", "grown", "how to align")
ICONS = {
    Way.BESIDE: Icon.COMPARE,
    Way.SWIPE: Icon.PANEL,
    Way.BLEND: Icon.CONTRAST,
    Way.FLICKER: Icon.REFRESH,
}


class AlignBar(ViewerBar):
    """The bar of two photos laid over each other.

    ``way_picked`` and ``share_moved`` give how both are shown; the other signals are buttons.
    """

    way_picked = Signal(Way)
    share_moved = Signal(float)
    undo_asked = Signal()
    delete_asked = Signal()

    def __init__(self) -> None:
        super().__init__(SIZE.header, background=VIEWER.bar)
        self._words = True
        self._steps = SpokenSteps(self, TOPICS, "align.ended")
        self._results: Sequence[str] = ()
        self.ways = {way: ViewerButton(icon, boxed=True) for way, icon in ICONS.items()}
        self.share = ViewerSlider(0.0, 1.0, 0.5, 0.05, start=0.0, units=100)
        self.hint = ViewerText(faint=True)
        self.result = ViewerText(TextRole.BODY, strong=True)
        self.undo, self.delete = ViewerButton(Icon.UNDO), ViewerButton(Icon.TRASH)
        self._arrange()
        self._connect()
        self.retranslate()

    def show_way(self, way: Way, share: float, *, aligned: bool) -> None:
        """Show how the photos are looked at; only aligned ones can be laid over each other."""
        for each, button in self.ways.items():
            button.setChecked(each is way)
            button.setEnabled(aligned or each is Way.BESIDE)
        self.share.setVisible(way in {Way.SWIPE, Way.BLEND})
        self.share.set_at(share)
        name = tr(f"align.share.{'blend' if way is Way.BLEND else 'swipe'}")
        self.share.setAccessibleName(name)
        self.share.setToolTip(name)

    def show_sketch(self, sketch: Sketch) -> None:
        """Show what can be undone on the active side."""
        self.undo.setEnabled(sketch.undoable)
        self.delete.setEnabled(sketch.grip is not None)

    def show_words(self, hint: str, results: Sequence[str]) -> None:
        """Say what to do next, and what has grown; without room for all the last alone."""
        self._results = results
        self.hint.show_text(hint)
        every = "  ".join(results)
        way = next((way for way, button in self.ways.items() if button.isChecked()), Way.BESIDE)
        self._steps.show(tr(f"align.way.{way.value}"), every, hint)
        self.result.show_text(every if self._has_room_for(every) else "".join(results[-1:]))

    def _has_room_for(self, text: str) -> bool:
        font = theme.font(TextRole.BODY, strong=True)
        return self._words and line_width(text, font) <= self.width() * RESULTS_SHARE

    def fit_width(self, width: int) -> None:
        """Leave its words to the tool tips, where there is no room for them."""
        self.hint.setVisible(width >= theme.scaled(HINT_FROM))
        self._words = width >= theme.scaled(WORDS_FROM)
        self.show_words(self.hint.text(), self._results)
        self._update_ways()

    def retranslate(self) -> None:
        """Set all texts in the current language."""
        self._update_ways()
        self.undo.set_words(tr("measure.undo"), keys="Ctrl Z")
        self.delete.set_words(tr("measure.delete"), keys="Delete")

    def _update_ways(self) -> None:
        for way, button in self.ways.items():
            button.set_words(tr(f"align.way.{way.value}"), visible=self._words, keys="W")

    def _connect(self) -> None:
        for way, button in self.ways.items():
            button.setCheckable(True)
            button.clicked.connect(partial(self.way_picked.emit, way))
        self.share.moved.connect(self.share_moved)
        self.undo.clicked.connect(self.undo_asked)
        self.delete.clicked.connect(self.delete_asked)

    def _arrange(self) -> None:
        self.result.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(self)
        row.setContentsMargins(SPACE.x4, 0, SPACE.x4, 0)
        row.setSpacing(SPACE.x2)
        for button in self.ways.values():
            row.addWidget(button)
        row.addWidget(self.share)
        row.addWidget(ViewerRule())
        row.addWidget(self.hint)
        row.addStretch(1)
        for last in (self.result, self.undo, self.delete):
            row.addWidget(last)
