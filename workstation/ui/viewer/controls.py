"""The viewer's own controls: neutral grey in both themes, so that skin looks the same."""

import math

from PySide6.QtCore import QPointF, QRectF, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QAbstractSlider, QSizePolicy, QWidget

from workstation.ui.kit.painting import draw_box, draw_line, fill_round, line_width, painting
from workstation.ui.kit.theme import RADIUS, SIZE, SPACE, VIEWER, Icon, TextRole, draw_icon, theme
from workstation.ui.kit.widgets.enter import EnterPresses
from workstation.ui.kit.widgets.hovering import Hovering
from workstation.ui.kit.widgets.label import Label
from workstation.ui.kit.widgets.tool_tip import set_spoken_keys
from workstation.ui.viewer.focus_cycle import YieldsKeyboard

FIRM_WIDTH = 112
AIR_FROM = 440


class ViewerText(Label):
    """One line of plain text; where room is short, a ``firm`` one is cut after all others.

    An ``uncut`` one is never cut: half a date is another date.
    """

    def __init__(
        self,
        role: TextRole = TextRole.LABEL,
        *,
        strong: bool = False,
        faint: bool = False,
        firm: bool = False,
        uncut: bool = False,
    ) -> None:
        super().__init__("", role, strong=strong, tabular=True, elide=True)
        self._ink = VIEWER.text_secondary if faint else VIEWER.text
        self._firm, self._uncut = firm, uncut
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def set_firm(self, *, firm: bool) -> None:
        """Be cut after all others from now on, or with them."""
        if firm is not self._firm:
            self._firm = firm
            self.updateGeometry()

    def show_text(self, text: str) -> None:
        """Show this text."""
        if text != self.text():
            self.setText(text)
            self.setAccessibleName(text)

    def minimumSizeHint(self) -> QSize:
        wide = self.sizeHint()
        firm = min(wide.width(), theme.scaled(FIRM_WIDTH)) if self._firm else 0
        return QSize(wide.width() if self._uncut else firm, wide.height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        block = self.block(self.width())
        top = QPointF(0, max(0, (self.height() - block.height) // 2))
        with painting(self) as painter:
            block.draw(painter, top, self._ink, self.alignment(), self.width())
        self.update_tool_tip(block)


class ViewerButton(YieldsKeyboard, EnterPresses, Hovering, QAbstractButton):
    """An icon, with or without words; a checkable one is filled while it is on, or ``tinted``.

    One that is not ``firm`` cuts its words short where there is no room for all.
    """

    def __init__(
        self,
        icon: Icon | None,
        *,
        boxed: bool = False,
        tinted: bool = False,
        firm: bool = True,
    ) -> None:
        super().__init__()
        self._icon, self._boxed, self._tinted, self._firm = icon, boxed, tinted, firm
        wide = QSizePolicy.Policy.Fixed if firm else QSizePolicy.Policy.Maximum
        self.setSizePolicy(wide, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def set_words(self, words: str, *, visible: bool = False, keys: str = "") -> None:
        """Set its name, for the tool tip and a screen reader, or also on the button."""
        self.setText(words if visible else "")
        self.setAccessibleName(words)
        self.setToolTip(f"{words}  {keys}".strip())
        set_spoken_keys(self, keys)
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        if not self.text():
            return QSize(SIZE.control, SIZE.control)
        return QSize(self._words_width() + 2 * SPACE.x3, SIZE.control)

    def minimumSizeHint(self) -> QSize:
        whole = self.sizeHint()
        return (
            whole
            if self._firm
            else QSize(min(whole.width(), theme.scaled(FIRM_WIDTH)), whole.height())
        )

    def paintEvent(self, _event: QPaintEvent) -> None:
        rect, ink = QRectF(self.rect()), self._ink()
        with painting(self) as painter:
            fill = self._fill()
            if fill is not None:
                fill_round(painter, rect, fill, RADIUS.sm)
            if self.hasFocus():
                ring = SIZE.focus_ring
                draw_box(painter, rect, border=VIEWER.accent, width=ring, radius=RADIUS.sm)
            if not self.text():
                if self._icon is not None:
                    draw_icon(painter, self._icon, rect, ink, SIZE.icon)
                return
            # Where a bar has no room, the air beside the words goes before their end does.
            air = min(SPACE.x3, max(0, (self.width() - self._words_width()) // 2))
            box = rect.adjusted(air, 0, -air, 0)
            if self._icon is not None:
                place = QRectF(box.x(), box.y(), SIZE.icon_sm, box.height())
                draw_icon(painter, self._icon, place, ink, SIZE.icon_sm)
                box.setLeft(place.right() + SPACE.x2)
            font = theme.font(TextRole.LABEL, strong=True)
            draw_line(painter, box.adjusted(0, 0, 2, 0), self.text(), font, ink)

    def _words_width(self) -> int:
        """The width of icon and words."""
        font = theme.font(TextRole.LABEL, strong=True)
        icon = SIZE.icon_sm + SPACE.x2 if self._icon is not None else 0
        return int(line_width(self.text(), font)) + icon

    def _fill(self) -> QColor | None:
        if self.isChecked() and not self._tinted:
            return VIEWER.accent_fill
        is_lit = self._hovered or self.isDown()
        if self._boxed:
            return VIEWER.border if is_lit else VIEWER.raised
        if is_lit:
            return VIEWER.raised
        return None

    def _ink(self) -> QColor:
        if self.isChecked() and self._tinted:
            return VIEWER.accent
        return VIEWER.text if self.isEnabled() else VIEWER.track


class ViewerSlider(YieldsKeyboard, QAbstractSlider):
    """A track and a knob; double click returns to the rest value. ``moved`` gives the value.

    The track is filled from ``start``, or from the rest value where none is given. A screen
    reader hears ``units`` for one of what the slider counts.
    """

    moved = Signal(float)

    def __init__(  # noqa: PLR0913 - a slider's own numbers
        self,
        low: float,
        high: float,
        default: float,
        step: float,
        *,
        start: float | None = None,
        units: int = 1,
    ) -> None:
        super().__init__()
        self._default, self._step, self._units = default, step, units
        self._low, self._high = low, high
        self._start = default if start is None else start
        self.setOrientation(Qt.Orientation.Horizontal)
        self.setRange(self._count(low), self._count(high))
        self.set_at(default)
        theme.hold(self, QWidget.setFixedWidth, SIZE.viewer_slider + SIZE.slider_knob)
        theme.hold(self, QWidget.setFixedHeight, SIZE.control)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.valueChanged.connect(lambda: self.moved.emit(self.at))

    @property
    def at(self) -> float:
        """Where it stands, between the ends it was made with."""
        return self._place(self.value())

    def set_at(self, place: float) -> None:
        """Stand there, without telling ``moved``."""
        with QSignalBlocker(self):
            self._go(place)
        self.update()

    def _count(self, place: float) -> int:
        """The value as a count of ``units``, which a screen reader hears."""
        return round(place * self._units)

    def _place(self, count: int) -> float:
        return count / self._units

    def paintEvent(self, _event: QPaintEvent) -> None:
        middle, knob = self.height() / 2, SIZE.slider_knob
        left, width = knob / 2, self.width() - knob
        track = QRectF(left, middle - SIZE.slider_track / 2, width, SIZE.slider_track)
        here = self._x(self.at)
        start, end = sorted((self._x(self._start), here))
        with painting(self) as painter:
            fill_round(painter, track, VIEWER.track, RADIUS.full)
            done = QRectF(start, track.y(), end - start, track.height())
            fill_round(painter, done, VIEWER.accent, RADIUS.full)
            painter.setBrush(VIEWER.on)
            painter.drawEllipse(QPointF(here, middle), knob / 2, knob / 2)
            if self.hasFocus():
                ring = QRectF(here - knob / 2, middle - knob / 2, knob, knob)
                draw_box(painter, ring, border=VIEWER.accent, width=2, radius=RADIUS.full)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._move(event.position().x())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._move(event.position().x())

    def mouseDoubleClickEvent(self, _event: QMouseEvent) -> None:
        self._go(self._default)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the knob by arrows; leave every other key to the viewer."""
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Down: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: 1}
        step = steps.get(Qt.Key(event.key()))
        if step is None:
            event.ignore()
        else:
            self._go(self.at + step * self._step)

    def _x(self, place: float) -> float:
        share = (place - self._low) / (self._high - self._low)
        return SIZE.slider_knob / 2 + share * (self.width() - SIZE.slider_knob)

    def _move(self, x: float) -> None:
        share = (x - SIZE.slider_knob / 2) / (self.width() - SIZE.slider_knob)
        self._go(self._low + share * (self._high - self._low))

    def _go(self, place: float) -> None:
        self.setValue(self._count(min(max(place, self._low), self._high)))


class ZoomSlider(ViewerSlider):
    """Runs over doublings, so that each step feels alike, and counts in percent."""

    def __init__(self, lowest: float, highest: float) -> None:
        low = math.log2(lowest)
        super().__init__(low, math.log2(highest), 0.0, 0.25, start=low)

    def _count(self, place: float) -> int:
        return round(100 * 2**place)

    def _place(self, count: int) -> float:
        return math.log2(count / 100)


class ViewerBar(YieldsKeyboard, QWidget):
    """A bar of the viewer: its ground, and a hairline to what lies beside it."""

    def __init__(self, height: int, *, background: QColor = VIEWER.bar) -> None:
        super().__init__()
        self._background = background
        theme.hold(self, QWidget.setFixedHeight, height)

    def fit_width(self, width: int) -> None:
        """Narrow the space between the tools where room is short, before the words go."""
        is_tight = width < theme.scaled(AIR_FROM)
        edge = SPACE.x2 if is_tight else SPACE.x4
        if (row := self.layout()) is not None:
            row.setContentsMargins(edge, 0, edge, 0)
            row.setSpacing(SPACE.x1 if is_tight else SPACE.x2)

    def paintEvent(self, event: QPaintEvent) -> None:
        with painting(self) as painter:
            painter.fillRect(event.rect(), self._background)


class ViewerRule(ViewerBar):
    """A hairline between groups of tools."""

    def __init__(self) -> None:
        super().__init__(SIZE.icon, background=VIEWER.border)
        self.setFixedWidth(SIZE.hairline)
