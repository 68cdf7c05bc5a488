"""What acts on the active picture: zoom, turn, brightness and contrast (display only)."""

import math

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from workstation.ui.strings import tr
from workstation.ui.theme import SIZE, SPACE, VIEWER, Icon, TextRole
from workstation.ui.viewer.controls import (
    ViewerBar,
    ViewerButton,
    ViewerSlider,
    ViewerText,
)
from workstation.ui.viewer.levels import Adjustment
from workstation.ui.viewer.transform import LEAST_ZOOM, MOST_ZOOM

HEIGHT = 56


class Toolbar(ViewerBar):
    """``zoomed`` gives a zoom, ``adjusted`` an ``Adjustment``; the others name what to do."""

    zoomed = Signal(float)
    stepped = Signal(int)
    fitted = Signal()
    turned = Signal(int)
    mirrored = Signal()
    adjusted = Signal(object)

    def __init__(self) -> None:
        super().__init__(HEIGHT, ground=VIEWER.bar)
        self.less, self.more = ViewerButton(Icon.MINUS), ViewerButton(Icon.PLUS)
        # The slider runs over doublings, so that each step feels alike.
        self.zoom = ViewerSlider(math.log2(LEAST_ZOOM), math.log2(MOST_ZOOM), 0.0, 0.25)
        self.percent = ViewerText(TextRole.CAPTION)
        self.percent.setFixedWidth(SIZE.avatar_lg + SPACE.x1)
        self.fit = ViewerButton(Icon.FIT)
        self.left, self.right = ViewerButton(Icon.ROTATE_LEFT), ViewerButton(Icon.ROTATE_RIGHT)
        self.flip = ViewerButton(Icon.COMPARE)
        self.brightness = ViewerSlider(-100, 100, 0, 5)
        self.contrast = ViewerSlider(-100, 100, 0, 5)
        self.numbers = ViewerText(TextRole.CAPTION), ViewerText(TextRole.CAPTION)
        self.invert = ViewerButton(None)
        self.reset = ViewerButton(None)
        self._names = ViewerText(TextRole.LABEL), ViewerText(TextRole.LABEL)
        self._tone = QWidget()
        self._arrange()
        self._connect()
        self.retranslate()

    def show_zoom(self, zoom: float) -> None:
        """How large the active picture is shown."""
        self.zoom.set_value(math.log2(zoom))
        self.percent.show_text(f"{round(zoom * 100)}%")

    def show_adjustment(self, adjustment: Adjustment) -> None:
        """How the active picture is changed for the eye."""
        self.brightness.set_value(adjustment.brightness)
        self.contrast.set_value(adjustment.contrast)
        self.invert.setChecked(adjustment.inverted)
        self._say_numbers()

    def show_tone(self, *, shown: bool) -> None:
        """Without room, brightness and contrast are left out."""
        self._tone.setVisible(shown)

    def retranslate(self) -> None:
        """Say everything again in the language in force."""
        self.less.set_words(tr("viewer.smaller"), keys="-")
        self.more.set_words(tr("viewer.larger"), keys="+")
        self.fit.set_words(tr("viewer.fit"), keys="0")
        self.left.set_words(tr("viewer.turn_left"), keys="Shift R")
        self.right.set_words(tr("viewer.turn_right"), keys="R")
        self.flip.set_words(tr("viewer.mirror"), keys="F")
        self.invert.set_words(tr("viewer.invert"), shown=True, keys="I")
        self.reset.set_words(tr("viewer.reset"), shown=True)
        for text, name in zip(self._names, ("brightness", "contrast"), strict=True):
            text.show_text(tr(f"viewer.{name}"))
        self.zoom.setAccessibleName(tr("viewer.zoom"))
        self.brightness.setAccessibleName(tr("viewer.brightness"))
        self.contrast.setAccessibleName(tr("viewer.contrast"))

    def _adjust(self) -> None:
        self._say_numbers()
        self.adjusted.emit(
            Adjustment(
                round(self.brightness.value),
                round(self.contrast.value),
                inverted=self.invert.isChecked(),
            )
        )

    def _reset(self) -> None:
        self.show_adjustment(Adjustment())
        self._adjust()

    def _say_numbers(self) -> None:
        values = (self.brightness.value, self.contrast.value)
        for text, value in zip(self.numbers, values, strict=True):
            text.show_text(f"{round(value):+d}" if round(value) else "0")

    def _connect(self) -> None:
        self.less.clicked.connect(lambda: self.stepped.emit(-1))
        self.more.clicked.connect(lambda: self.stepped.emit(1))
        self.zoom.moved.connect(lambda value: self.zoomed.emit(2.0**value))
        self.fit.clicked.connect(self.fitted)
        self.left.clicked.connect(lambda: self.turned.emit(-1))
        self.right.clicked.connect(lambda: self.turned.emit(1))
        self.flip.clicked.connect(self.mirrored)
        self.invert.setCheckable(True)
        self.invert.clicked.connect(self._adjust)
        self.reset.clicked.connect(self._reset)
        for slider in (self.brightness, self.contrast):
            slider.moved.connect(self._adjust)

    def _arrange(self) -> None:
        tone = QHBoxLayout(self._tone)
        tone.setContentsMargins(SPACE.x4, 0, 0, 0)
        tone.setSpacing(SPACE.x2)
        sliders = (self.brightness, self.contrast)
        for name, slider, number in zip(self._names, sliders, self.numbers, strict=True):
            number.setFixedWidth(SIZE.icon_lg)
            for part in (name, slider, number):
                tone.addWidget(part)
        tone.addWidget(self.invert)
        tone.addWidget(self.reset)
        row = QHBoxLayout(self)
        row.setContentsMargins(SPACE.x4, 0, SPACE.x4, 0)
        row.setSpacing(SPACE.x2)
        row.addStretch(1)
        tools: tuple[QWidget, ...] = (self.less, self.zoom, self.more, self.percent, self.fit)
        for tool in (*tools, self.left, self.right, self.flip, self._tone):
            row.addWidget(tool)
        row.addStretch(1)
