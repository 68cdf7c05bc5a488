"""The painted box around a text input: hairline at rest, 2 px in focus or error."""

import enum

from PySide6.QtCore import QEvent, QObject, QRectF, Qt
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from workstation.ui.kit.painting import draw_box, painting
from workstation.ui.kit.theme import RADIUS, SIZE, SPACE, Icon, draw_icon, theme


class FieldLook(enum.Enum):
    """How a field looks when nothing happens in it."""

    BORDERED = "bordered"
    SUNKEN = "sunken"


def input_border(*, wrong: bool, focused: bool) -> tuple[QColor, float]:
    """The border of what one types into, and its width: an error shows before the focus."""
    if wrong:
        return theme.colours.danger_text, float(SIZE.focus_ring)
    if focused:
        return theme.colours.focus, float(SIZE.focus_ring)
    return theme.colours.border_input, float(SIZE.hairline)


class InputBox(QWidget):
    """The painted box around what is typed into; clicks anywhere in it reach the input."""

    def __init__(self, target: QWidget, radius: int) -> None:
        super().__init__()
        self._target, self._radius, self._wrong = target, radius, False
        self.setCursor(Qt.CursorShape.IBeamCursor)
        target.installEventFilter(self)

    def set_wrong(self, wrong: bool) -> None:  # noqa: FBT001
        """Draw the border of an error, or not."""
        self._wrong = wrong
        self.update()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: ARG002
        if event.type() in {QEvent.Type.FocusIn, QEvent.Type.FocusOut}:
            self.update()
        return False

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._target.setFocus(Qt.FocusReason.MouseFocusReason)
        event.accept()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        border, width = input_border(wrong=self._wrong, focused=self._target.hasFocus())
        with painting(self) as painter:
            self.paint_box(painter, theme.colours.bg_field, border, width)

    def paint_box(self, painter: QPainter, fill: QColor, border: QColor, width: float) -> None:
        """Paint it as one types into it."""
        box = QRectF(self.rect())
        draw_box(painter, box, fill=fill, border=border, width=width, radius=self._radius)


class FieldBox(InputBox):
    """Holds one input and what stands beside it on its row."""

    def __init__(
        self,
        target: QWidget,
        *,
        large: bool,
        icon: Icon | None = None,
        look: FieldLook = FieldLook.BORDERED,
    ) -> None:
        super().__init__(target, RADIUS.md if large else RADIUS.sm)
        self._icon, self._look, self._locked = icon, look, False
        theme.hold(self, QWidget.setFixedHeight, SIZE.control_lg if large else SIZE.control)
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(0, 0, SPACE.x3, 0)
        self._indent()
        theme.text_resized.connect(self._indent)
        self.row.setSpacing(SPACE.x2)
        self.row.addWidget(target, 1)
        self.setFocusProxy(target)

    def set_locked(self, locked: bool) -> None:  # noqa: FBT001
        """Look like something to read, not to fill in."""
        self._locked = locked
        shape = Qt.CursorShape.ArrowCursor if locked else Qt.CursorShape.IBeamCursor
        self.setCursor(shape)
        self.update()

    def add(self, widget: QWidget) -> None:
        """Put ``widget`` at the row's end."""
        self.row.addWidget(widget)

    def _indent(self) -> None:
        """Begin after the icon, however large it is."""
        margins = self.row.contentsMargins()
        margins.setLeft(SPACE.x3 + (SIZE.icon_sm + SPACE.x2 if self._icon is not None else 0))
        self.row.setContentsMargins(margins)

    def paint_box(self, painter: QPainter, fill: QColor, border: QColor, width: float) -> None:
        """Paint the box, at rest perhaps lower than the page, and the icon at its beginning."""
        at_rest = not (self._wrong or self._target.hasFocus())
        sunken = at_rest and (self._locked or self._look is FieldLook.SUNKEN)
        if sunken or not self.isEnabled():
            fill, border = theme.colours.bg_sunken, theme.colours.border_subtle
        super().paint_box(painter, fill, border, width)
        if self._icon is not None:
            place = QRectF(SPACE.x3, 0, SIZE.icon_sm, self.height())
            draw_icon(painter, self._icon, place, theme.colours.text_secondary, SIZE.icon_sm)
