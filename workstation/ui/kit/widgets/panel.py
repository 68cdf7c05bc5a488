"""Background surfaces, dividers and scroll areas."""

import enum

from PySide6.QtCore import QEvent, QRectF, Qt
from PySide6.QtGui import QColor, QFocusEvent, QPaintEvent
from PySide6.QtWidgets import QApplication, QFrame, QScrollArea, QSizePolicy, QWidget

from workstation.ui.kit.painting import draw_box, painting
from workstation.ui.kit.strings import tr
from workstation.ui.kit.theme import RADIUS, SIZE, theme
from workstation.ui.kit.viewport import know_viewport
from workstation.ui.kit.widgets.focus_ring import ring_inside_on_focus


class Surface(enum.Enum):
    """What a panel's ground is; the value is the colour's name in the theme."""

    RAIL = "bg_rail"
    PANEL = "bg_panel"
    CANVAS = "bg_canvas"
    RAISED = "bg_raised"
    SUNKEN = "bg_sunken"

    @property
    def colour(self) -> QColor:
        """Its colour in the current theme."""
        value: QColor = getattr(theme.colours, self.value)
        return value


def update_opaque_painting(widget: QWidget) -> None:
    """Let Qt skip what lies behind an opaque widget, except at fractional scales; call per paint.

    At 125 or 150 % an edge may lie in the middle of a pixel, which then shows half of what lies
    behind. Where Qt had skipped that, a line of the page showed through every sheet
    (``tests/ui/kit/test_widgets.py``, two layers below).
    """
    is_opaque = widget.devicePixelRatioF().is_integer()
    if widget.testAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent) is not is_opaque:
        widget.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent, is_opaque)
        widget.window().update()


class Panel(QWidget):
    """A plain surface; ``edge`` draws a hairline along one side, inside."""

    def __init__(
        self,
        surface: Surface = Surface.PANEL,
        *,
        edge: Qt.Edge | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._surface, self._edge = surface, edge
        update_opaque_painting(self)

    def paintEvent(self, event: QPaintEvent) -> None:
        update_opaque_painting(self)
        with painting(self) as painter:
            painter.fillRect(event.rect(), self._surface.colour)
            if self._edge is not None:
                painter.fillRect(self._edge_rect(self._edge), theme.colours.border_subtle)

    def _edge_rect(self, edge: Qt.Edge) -> QRectF:
        width, height, line = self.width(), self.height(), SIZE.hairline
        if edge is Qt.Edge.LeftEdge:
            return QRectF(0, 0, line, height)
        if edge is Qt.Edge.RightEdge:
            return QRectF(width - line, 0, line, height)
        if edge is Qt.Edge.TopEdge:
            return QRectF(0, 0, width, line)
        return QRectF(0, height - line, width, line)


class CardPanel(QWidget):
    """A raised surface with a hairline around it."""

    def __init__(self, radius: int = RADIUS.lg, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._radius = radius

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        colours = theme.colours
        with painting(self) as painter:
            draw_box(
                painter,
                QRectF(self.rect()),
                fill=colours.bg_raised,
                border=colours.border_subtle,
                radius=self._radius,
            )


class Divider(QWidget):
    """A hairline across."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(SIZE.hairline)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def paintEvent(self, event: QPaintEvent) -> None:
        with painting(self) as painter:
            painter.fillRect(event.rect(), theme.colours.border_subtle)


class ScrollArea(QScrollArea):
    """Scrolls one widget up and down, without a frame; its ground shows through.

    Tab stops at it only while there is anything to scroll, and a ring then says so; always where
    it has a summary of its content (``set_summary``).
    """

    _summary = ""

    def __init__(self, content: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        know_viewport(self)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidgetResizable(True)
        self.setWidget(content)
        self.viewport().setAutoFillBackground(False)
        content.setAutoFillBackground(False)
        self.verticalScrollBar().rangeChanged.connect(self._stop_for_tab)
        self._stop_for_tab(0, 0)
        self.retranslate()

    def retranslate(self) -> None:
        """Name the area for screen readers in the current language."""
        self.setAccessibleName(self._summary or tr("widgets.scrolled"))

    def set_summary(self, text: str) -> None:
        """Say what stands in it, which no other stop within says; Tab always stops here then."""
        self._summary = text
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.retranslate()

    @property
    def has_summary(self) -> bool:
        """Whether it says more than that it scrolls."""
        return bool(self._summary)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        ring_inside_on_focus(self, event)

    def _stop_for_tab(self, _minimum: int, maximum: int) -> None:
        stops = maximum > 0 or self._summary
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if stops else Qt.FocusPolicy.ClickFocus)


def changes_layout(event: QEvent) -> bool:
    """Whether a widget has another size by this event, or something in it wants another one."""
    return event.type() in {QEvent.Type.Resize, QEvent.Type.LayoutRequest}


def place_at_once() -> None:
    """Give what was just added its room before anything is painted.

    What scrolls grows some turns later than what is in it, whose parts share the room there is
    until then: rows lay on each other.
    """
    QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)


def bring_into_sight(widget: QWidget) -> None:
    """Scroll what scrolls it so far that all of ``widget`` is seen; Qt does so for Tab alone."""
    area = widget.parentWidget()
    while area is not None and not isinstance(area, QScrollArea):
        area = area.parentWidget()
    if area is not None:
        area.ensureWidgetVisible(widget, 0, 0)
