"""Brightness, contrast and inversion: what is changed for the eye alone."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from workstation.ui.kit.layers.popover import SHADOW_ROOM, Popover, Side
from workstation.ui.kit.painting import draw_box, painting
from workstation.ui.kit.strings import tr
from workstation.ui.kit.theme import RADIUS, SIZE, SPACE, VIEWER, Icon, TextRole, theme
from workstation.ui.viewer.controls import ViewerButton, ViewerSlider, ViewerText
from workstation.ui.viewer.labels import ViewerIcon
from workstation.ui.viewer.levels import Adjustment

NAMES = ("brightness", "contrast")
ICONS = (Icon.SUN, Icon.CONTRAST)


class ToneControls(QWidget):
    """Two sliders and a switch for the tone; ``adjusted`` gives the whole ``Adjustment``."""

    adjusted = Signal(object)

    def __init__(self, *, upright: bool = False) -> None:
        super().__init__()
        self.brightness = ViewerSlider(-100, 100, 0, 5)
        self.contrast = ViewerSlider(-100, 100, 0, 5)
        self.invert = ViewerButton(None)
        self._names = ViewerText(TextRole.LABEL), ViewerText(TextRole.LABEL)
        self._numbers = ViewerText(TextRole.CAPTION), ViewerText(TextRole.CAPTION)
        self._arrange(upright=upright)
        self.invert.setCheckable(True)
        self.invert.clicked.connect(self._adjust)
        for slider in (self.brightness, self.contrast):
            slider.moved.connect(self._adjust)
        self.retranslate()

    @property
    def adjustment(self) -> Adjustment:
        """What the controls say."""
        return Adjustment(
            round(self.brightness.at),
            round(self.contrast.at),
            inverted=self.invert.isChecked(),
        )

    def show_adjustment(self, adjustment: Adjustment) -> None:
        """Show how the active picture is changed for the eye."""
        self.brightness.set_at(adjustment.brightness)
        self.contrast.set_at(adjustment.contrast)
        self.invert.setChecked(adjustment.inverted)
        self._update_numbers()

    def show_names(self, *, visible: bool) -> None:
        """Show the sliders' names, or without room the icons alone."""
        for name in self._names:
            name.setVisible(visible)

    def retranslate(self) -> None:
        """Set all texts in the current language."""
        self.invert.set_words(tr("viewer.invert"), visible=True, keys="I")
        sliders = (self.brightness, self.contrast)
        for text, slider, name in zip(self._names, sliders, NAMES, strict=True):
            text.show_text(tr(f"viewer.{name}"))
            slider.setAccessibleName(tr(f"viewer.{name}"))
            slider.setToolTip(tr(f"viewer.{name}"))
        self._update_numbers()

    def _adjust(self) -> None:
        self._update_numbers()
        self.adjusted.emit(self.adjustment)

    def _update_numbers(self) -> None:
        for text, slider in zip(self._numbers, (self.brightness, self.contrast), strict=True):
            value = round(slider.at)
            text.show_text(f"{value:+d}" if value else "0")

    def _arrange(self, *, upright: bool) -> None:
        rows: QBoxLayout = QVBoxLayout(self) if upright else QHBoxLayout(self)
        rows.setContentsMargins(*(4 * (SPACE.x3 if upright else 0,)))
        rows.setSpacing(SPACE.x2)
        sliders = (self.brightness, self.contrast)
        parts = zip(ICONS, self._names, sliders, self._numbers, strict=True)
        for icon, name, slider, number in parts:
            theme.hold(number, QWidget.setFixedWidth, SIZE.icon_lg)
            row = QHBoxLayout()
            row.setSpacing(SPACE.x2)
            row.addWidget(ViewerIcon(icon))
            row.addWidget(name)
            row.addStretch(1 if upright else 0)
            row.addWidget(slider)
            row.addWidget(number)
            rows.addLayout(row)
        rows.addWidget(self.invert)


class ViewerPopover(Popover):
    """A popover in the viewer's own grey; the keyboard goes to its first part."""

    def __init__(self, anchor: QWidget) -> None:
        super().__init__(anchor)
        self.setAccessibleName(anchor.accessibleName())

    def open(self, side: Side = Side.BELOW, *, right: bool = False) -> None:
        super().open(side, right=right)
        parts = (part for part in self.findChildren(QWidget) if _takes_keyboard(part))
        if (first := next(parts, None)) is not None:
            first.setFocus(Qt.FocusReason.TabFocusReason)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        room = SHADOW_ROOM
        rect = self.rect().adjusted(room, room, -room, -room).toRectF()
        with painting(self) as painter:
            draw_box(painter, rect, fill=VIEWER.bar, border=VIEWER.border, radius=RADIUS.md)


def _takes_keyboard(part: QWidget) -> bool:
    return part.isEnabled() and bool(part.focusPolicy() & Qt.FocusPolicy.TabFocus)


def open_tone_controls(anchor: QWidget, adjustment: Adjustment) -> ToneControls:
    """Open the sliders above a button, where the toolbar has no room for them."""
    popover, tone = ViewerPopover(anchor), ToneControls(upright=True)
    tone.show_adjustment(adjustment)
    popover.body.addWidget(tone)
    popover.open()
    return tone
