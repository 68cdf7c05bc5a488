"""What acts on the active picture: zoom, turn, brightness and contrast (display only)."""

import math

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from workstation.ui.kit.page import hand_focus_over, hide_keeping_focus
from workstation.ui.kit.strings import tr
from workstation.ui.kit.theme import SIZE, SPACE, VIEWER, Icon, TextRole, theme
from workstation.ui.viewer.controls import (
    AIR_FROM,
    ViewerBar,
    ViewerButton,
    ViewerRule,
    ViewerText,
    ZoomSlider,
)
from workstation.ui.viewer.levels import Adjustment
from workstation.ui.viewer.tone_controls import ToneControls, open_tone_controls
from workstation.ui.viewer.transform import MAX_ZOOM, MIN_ZOOM

TONE_FROM = 1120
NAMES_FROM = 1366
SLIDER_FROM = 880


class Toolbar(ViewerBar):
    """The tools of the active picture.

    ``zoomed`` gives a zoom, ``adjusted`` an ``Adjustment``; the others name what to do.
    """

    zoomed = Signal(float)
    stepped = Signal(int)
    fitted = Signal()
    turned = Signal(int)
    mirrored = Signal()
    upended = Signal()
    adjusted = Signal(object)
    reset_asked = Signal()

    def __init__(self) -> None:
        super().__init__(SIZE.header, background=VIEWER.bar)
        self.less, self.more = ViewerButton(Icon.MINUS), ViewerButton(Icon.PLUS)
        self.zoom = ZoomSlider(MIN_ZOOM, MAX_ZOOM)
        self.percent = ViewerText(TextRole.CAPTION)
        theme.hold(self.percent, QWidget.setFixedWidth, SIZE.avatar_lg + SPACE.x1)
        self.fit, self.whole = ViewerButton(Icon.FIT), ViewerButton(None)
        self.left, self.right = ViewerButton(Icon.ROTATE_LEFT), ViewerButton(Icon.ROTATE_RIGHT)
        self.flip, self.upend = ViewerButton(Icon.FLIP), ViewerButton(Icon.FLIP_UP)
        self.tone = ToneControls()
        self.more_tone = ViewerButton(Icon.SLIDERS)
        self.reset = ViewerButton(None)
        self._arrange()
        self._connect()
        self.retranslate()

    def show_zoom(self, zoom: float) -> None:
        """Show the active picture's zoom: screen pixels to a pixel of the picture."""
        self.zoom.set_at(math.log2(zoom))
        self.percent.show_text(f"{round(zoom * 100)}%")

    def show_adjustment(self, adjustment: Adjustment) -> None:
        """Show how the active picture is changed for the eye."""
        self.tone.show_adjustment(adjustment)

    def fit_width(self, width: int) -> None:
        """Move brightness and contrast into a popover, where there is no room for them."""
        super().fit_width(width)
        # A box layout takes what is lacking from the widest, which are those with words.
        narrowest = SIZE.icon + 2 * SPACE.x2 if width < theme.scaled(AIR_FROM) else SIZE.control
        for tool in self.findChildren(ViewerButton):
            if not tool.text():
                tool.setMaximumWidth(narrowest)
        if width < theme.scaled(TONE_FROM):
            hide_keeping_focus(self.tone, self.more_tone, self.more_tone)
        else:
            hide_keeping_focus(self.more_tone, self.tone, self.tone.brightness)
        self.tone.show_names(visible=width >= theme.scaled(NAMES_FROM))
        if width < theme.scaled(SLIDER_FROM):
            hand_focus_over(self.zoom, self.more)
        self.zoom.setVisible(width >= theme.scaled(SLIDER_FROM))

    def retranslate(self) -> None:
        """Set all texts in the current language."""
        self.less.set_words(tr("viewer.smaller"), keys="-")
        self.more.set_words(tr("viewer.larger"), keys="+")
        self.fit.set_words(tr("viewer.fit"), keys="0")
        self.whole.set_words(tr("viewer.whole"), visible=True, keys="1")
        self.left.set_words(tr("viewer.turn_left"), keys="Shift R")
        self.right.set_words(tr("viewer.turn_right"), keys="R")
        self.flip.set_words(tr("viewer.mirror"), keys="F")
        self.upend.set_words(tr("viewer.upend"), keys="Shift F")
        self.more_tone.set_words(tr("viewer.tone"), keys="B")
        self.reset.set_words(tr("viewer.reset"), visible=True, keys="Shift 0")
        self.zoom.setAccessibleName(tr("viewer.zoom"))
        self.tone.retranslate()

    def focus_tone(self) -> None:
        """Bring the keyboard to brightness and contrast, wherever they are."""
        if self.tone.isVisible():
            self.tone.brightness.setFocus(Qt.FocusReason.ShortcutFocusReason)
        else:
            self.open_tone()

    def open_tone(self) -> None:
        """Open the sliders in a popover."""
        tone = open_tone_controls(self.more_tone, self.tone.adjustment)
        tone.adjusted.connect(self.tone.show_adjustment)
        tone.adjusted.connect(self.adjusted)

    def _connect(self) -> None:
        self.less.clicked.connect(lambda: self.stepped.emit(-1))
        self.more.clicked.connect(lambda: self.stepped.emit(1))
        self.zoom.moved.connect(lambda value: self.zoomed.emit(2.0**value))
        self.fit.clicked.connect(self.fitted)
        self.whole.clicked.connect(lambda: self.zoomed.emit(1.0))
        self.left.clicked.connect(lambda: self.turned.emit(-1))
        self.right.clicked.connect(lambda: self.turned.emit(1))
        self.flip.clicked.connect(self.mirrored)
        self.upend.clicked.connect(self.upended)
        self.tone.adjusted.connect(self.adjusted)
        self.more_tone.clicked.connect(self.open_tone)
        self.reset.clicked.connect(self.reset_asked)

    def _arrange(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(SPACE.x4, 0, SPACE.x4, 0)
        row.setSpacing(SPACE.x2)
        row.addStretch(1)
        groups: tuple[tuple[QWidget, ...], ...] = (
            (self.less, self.zoom, self.more, self.percent, self.fit, self.whole),
            (self.left, self.right, self.flip, self.upend),
            (self.tone, self.more_tone, self.reset),
        )
        for number, group in enumerate(groups):
            if number:
                row.addWidget(ViewerRule())
            for tool in group:
                row.addWidget(tool)
        row.addStretch(1)
