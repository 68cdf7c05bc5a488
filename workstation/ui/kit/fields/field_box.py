"""The painted box around a text input: hairline at rest, 2 px in focus or error."""

import enum

from PySide6.QtCore import QEvent, QObject, QRectF, Qt
from PySide6.QtGui import QColor, QMouseEvent, QPaintEvent
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


class FieldBox(QWidget):
    """Holds one input and what stands beside it on its row; clicks anywhere reach the input."""

    def __init__(
        self,
        target: QWidget,
        *,
        large: bool,
        icon: Icon | None = None,
        look: FieldLook = FieldLook.BORDERED,
    ) -> None:
        super().__init__()
        self._target = target
        self._icon = icon
        self._look = look
        self._wrong = self._locked = False
        self._radius = RADIUS.md if large else RADIUS.sm
        theme.hold(self, QWidget.setFixedHeight, SIZE.control_lg if large else SIZE.control)
        self.setCursor(Qt.CursorShape.IBeamCursor)
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(0, 0, SPACE.x3, 0)
        self._indent()
        theme.text_resized.connect(self._indent)
        self.row.setSpacing(SPACE.x2)
        self.row.addWidget(target, 1)
        target.installEventFilter(self)
        self.setFocusProxy(target)

    def set_wrong(self, wrong: bool) -> None:  # noqa: FBT001
        """Draw the border of an error, or not."""
        self._wrong = wrong
        self.update()

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

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: ARG002
        if event.type() in {QEvent.Type.FocusIn, QEvent.Type.FocusOut}:
            self.update()
        return False

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._target.setFocus(Qt.FocusReason.MouseFocusReason)
        event.accept()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        colours, focused = theme.colours, self._target.hasFocus()
        border, width = input_border(wrong=self._wrong, focused=focused)
        fill = colours.bg_field
        sunken = self._look is FieldLook.SUNKEN and not (self._wrong or focused)
        if self._locked and not (self._wrong or focused):
            sunken = True
        if sunken or not self.isEnabled():
            border, fill = colours.border_subtle, colours.bg_sunken
        with painting(self) as painter:
            box = QRectF(self.rect())
            draw_box(painter, box, fill=fill, border=border, width=width, radius=self._radius)
            if self._icon is not None:
                place = QRectF(SPACE.x3, 0, SIZE.icon_sm, self.height())
                draw_icon(painter, self._icon, place, colours.text_secondary, SIZE.icon_sm)
