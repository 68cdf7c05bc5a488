"""A month to pick a day from: only days on which something happened can be picked."""

import calendar as months
from collections.abc import Iterable
from datetime import date, timedelta

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QGridLayout, QHBoxLayout, QWidget

from workstation.ui.kit.layers.popover import Popover
from workstation.ui.kit.painting import (
    CENTRE,
    Ink,
    draw_inner_ring,
    draw_line,
    fill_round,
    painting,
)
from workstation.ui.kit.roles import SpokenAs
from workstation.ui.kit.strings import tr
from workstation.ui.kit.theme import RADIUS, SIZE, SPACE, Icon, TextRole, theme
from workstation.ui.kit.widgets.enter import EnterPresses
from workstation.ui.kit.widgets.hovering import Hovering, InnerRinged
from workstation.ui.kit.widgets.icon_button import IconButton
from workstation.ui.kit.widgets.label import Label

WEEK, WEEKS = 7, 6
Key = Qt.Key
STEPS = {Key.Key_Left: -1, Key.Key_Right: 1, Key.Key_Up: -WEEK, Key.Key_Down: WEEK}
TURNS = {Key.Key_PageUp: -1, Key.Key_PageDown: 1}
WEEKDAYS = {Key.Key_Home: 0, Key.Key_End: WEEK - 1}


class DayButton(EnterPresses, Hovering, InnerRinged, QAbstractButton):
    """One day; one not ``pickable`` is one on which nothing happened on it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.day = date.min
        self.pickable = self._today = False
        self.let_tab_come(here=False)

    def let_tab_come(self, *, here: bool) -> None:
        """Set whether Tab comes to this day, one of its month; arrows go to the others."""
        policy = Qt.FocusPolicy.StrongFocus if here else Qt.FocusPolicy.ClickFocus
        self.setFocusPolicy(policy)

    def show_day(self, day: date, spoken: str, *, pickable: bool, today: bool) -> None:
        """Be this day; ``spoken`` is the whole of it in words."""
        self.day, self.pickable, self._today = day, pickable, today
        self.setText(str(day.day))
        self.setAccessibleName(spoken if pickable else tr("search.jump.nothing_said", day=spoken))
        self.setCursor(
            Qt.CursorShape.PointingHandCursor if pickable else Qt.CursorShape.ArrowCursor
        )
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave arrows to the calendar; for Qt those of a button are Tab and Shift Tab."""
        if event.key() in STEPS:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        return QSize(SIZE.control, SIZE.control)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        rect, colours = QRectF(self.rect()), theme.colours
        ink = (Ink.PRIMARY if self.pickable else Ink.DISABLED).colour
        with painting(self) as painter:
            if self.pickable:
                fill = colours.bg_hover if self._hovered else colours.accent_tint
                fill_round(painter, rect.adjusted(1, 1, -1, -1), fill, RADIUS.sm)
            font = theme.font(TextRole.LABEL, strong=self._today, tabular=True)
            draw_line(painter, rect, self.text(), font, ink, align=CENTRE)
            if self._ringed:
                draw_inner_ring(painter, rect, RADIUS.sm)


class Calendar(SpokenAs, Popover):
    """A month, of which some days can be picked.

    ``picked`` carries a day, ``month_requested`` the first day of a month to be shown.

    ``show_month`` tells what is in it. Arrow keys move by days, Home and End to the ends of the
    week, Page Up and Down by months. Tab comes to one day only: the one where the keyboard was.
    """

    picked = Signal(object)
    month_requested = Signal(object)

    def __init__(self, anchor: QWidget, today: date, name: str) -> None:
        super().__init__(anchor)
        self.setAccessibleName(name)
        self.month = today.replace(day=1)
        self._today, self._focused_day = today, today
        self.title = Label(strong=True, tabular=True)
        self.before, self.later = IconButton(Icon.LEFT), IconButton(Icon.RIGHT)
        self.days = [DayButton(self) for _ in range(WEEK * WEEKS)]
        self._arrange()
        self.before.clicked.connect(lambda: self._turn_months(-1))
        self.later.clicked.connect(lambda: self._turn_months(1))
        for button in self.days:
            button.clicked.connect(lambda _=False, button=button: self._pick(button))

    def show_month(self, month: date, pickable: Iterable[date]) -> None:
        """Show a month by its first day, and which of its days can be picked."""
        self.month, days = month, frozenset(pickable)
        has_focus = self._owns_focus()
        if has_focus:  # before a day whose place is empty in this month hides, and gives it on
            self.setFocus(Qt.FocusReason.OtherFocusReason)
        name = tr(f"time.month.{month.month}")
        self.title.setText(tr("search.jump.month", year=month.year, month=name))
        self.later.setEnabled(month < self._today.replace(day=1))
        first = month - timedelta(days=month.weekday())
        for number, button in enumerate(self.days):
            day = first + timedelta(days=number)
            button.setVisible(day.month == month.month)
            button.show_day(day, _spoken(day), pickable=day in days, today=day == self._today)
        self._let_tab_come_to(self._focused_day)
        if has_focus:
            self._focus(self._focused_day)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Key(event.key())
        if key in STEPS:
            self._go(self._focused_day + timedelta(days=STEPS[key]))
        elif key in WEEKDAYS:
            by = WEEKDAYS[key] - self._focused_day.weekday()
            self._go(self._focused_day + timedelta(days=by))
        elif key in TURNS:
            self._turn_months(TURNS[key])
        else:
            super().keyPressEvent(event)

    def focusNextPrevChild(self, next_one: bool) -> bool:  # noqa: FBT001
        """Let Tab go round in the calendar: behind it is whatever was made before, as the rail."""
        days = (day for day in self.days if day.day == self._focused_day and day.isVisible())
        stops = [stop for stop in (self.before, self.later, *days) if stop.isEnabled()]
        focused = QApplication.focusWidget()
        at = stops.index(focused) if focused in stops else (-1 if next_one else 0)
        stops[(at + (1 if next_one else -1)) % len(stops)].setFocus(Qt.FocusReason.TabFocusReason)
        return True

    def _turn_months(self, by: int) -> None:
        number = self.month.year * 12 + self.month.month - 1 + by
        year, month = divmod(number, 12)
        last = months.monthrange(year, month + 1)[1]
        self._go(date(year, month + 1, min(self._focused_day.day, last)))

    def _go(self, day: date) -> None:
        """Move the keyboard to a day, in another month if need be, but never to what is to come."""
        self._focused_day = min(day, self._today)
        month = self._focused_day.replace(day=1)
        if month == self.month:
            self._let_tab_come_to(self._focused_day)
            self._focus(self._focused_day)
        else:
            self.month_requested.emit(month)

    def _let_tab_come_to(self, day: date) -> None:
        for button in self.days:
            button.let_tab_come(here=button.day == day)

    def _focus(self, day: date) -> None:
        for button in self.days:
            if button.day == day and button.day.month == self.month.month:
                button.setFocus(Qt.FocusReason.TabFocusReason)

    def _owns_focus(self) -> bool:
        return self.hasFocus() or any(button.hasFocus() for button in self.days)

    def _pick(self, button: DayButton) -> None:
        if button.pickable:
            self.close_now()
            self.picked.emit(button.day)
        else:
            self._go(button.day)

    def _arrange(self) -> None:
        self.before.set_name(tr("search.jump.month_before"), "Page Up")
        self.later.set_name(tr("search.jump.month_next"), "Page Down")
        head = QHBoxLayout()
        head.setContentsMargins(SPACE.x2, 0, 0, 0)
        head.addWidget(self.title, 1)
        head.addWidget(self.before)
        head.addWidget(self.later)
        grid = QGridLayout()
        grid.setSpacing(0)
        for column in range(WEEK):
            name = Label(tr(f"search.weekday.{column}"), TextRole.CAPTION, ink=Ink.TERTIARY)
            name.setAlignment(Qt.AlignmentFlag.AlignCenter)
            grid.addWidget(name, 0, column)
        for number, button in enumerate(self.days):
            grid.addWidget(button, 1 + number // WEEK, number % WEEK)
            grid.setRowMinimumHeight(1 + number // WEEK, SIZE.control)
        self.body.addLayout(head)
        self.body.addLayout(grid)


def _spoken(day: date) -> str:
    month = tr(f"time.month.{day.month}")
    return tr("time.date_year", year=day.year, month=month, day=day.day)
