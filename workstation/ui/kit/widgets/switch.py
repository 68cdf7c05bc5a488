"""A switch: on or off, in force at once."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFocusEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from workstation.ui.kit.painting import draw_box, fill_round, painting
from workstation.ui.kit.roles import Role, SpokenAs
from workstation.ui.kit.theme import RADIUS, SIZE, theme
from workstation.ui.kit.widgets.enter import EnterPasses
from workstation.ui.kit.widgets.focus_ring import ring_on_focus


class Switch(SpokenAs, EnterPasses, QAbstractButton):
    """A control that is on or off, in force at once; its words beside it are its accessible name.

    Not a QCheckBox, of which Qt tells a screen reader the place of a small box within it.
    """

    spoken_role = Role.Switch

    def __init__(self, name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def sizeHint(self) -> QSize:
        return QSize(SIZE.switch_w, SIZE.switch_h)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        ring_on_focus(self, event, RADIUS.full)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        with painting(self) as painter:
            self._draw_pill(painter)
            self._draw_knob(painter)

    def _draw_pill(self, painter: QPainter) -> None:
        colours, rect = theme.colours, QRectF(0, 0, SIZE.switch_w, SIZE.switch_h)
        if self.isChecked():
            fill = colours.accent_fill if self.isEnabled() else colours.text_disabled
            fill_round(painter, rect, fill, RADIUS.full)
            return
        border = colours.border_input if self.isEnabled() else colours.border_default
        draw_box(painter, rect, fill=colours.bg_field, border=border, radius=RADIUS.full)

    def _draw_knob(self, painter: QPainter) -> None:
        colours, knob = theme.colours, float(SIZE.slider_knob)
        inset = (SIZE.switch_h - knob) / 2
        x = SIZE.switch_w - inset - knob if self.isChecked() else inset
        colour = colours.accent_on if self.isChecked() else colours.border_input
        fill_round(painter, QRectF(x, inset, knob, knob), colour, RADIUS.full)
