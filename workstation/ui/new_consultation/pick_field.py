"""A field in which a name is picked from those known, or a number typed."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from workstation.domain.matching import Span
from workstation.domain.pinyin import Readings
from workstation.ui.kit.announcer import announcer
from workstation.ui.kit.fields.field import Field
from workstation.ui.kit.painting import Ink, draw_line, draw_raised, fill_round, painting
from workstation.ui.kit.painting.matched import draw_matched_line
from workstation.ui.kit.painting.text import RIGHT
from workstation.ui.kit.strings import tr
from workstation.ui.kit.theme import RADIUS, SIZE, SPACE, TextRole, theme
from workstation.ui.new_consultation.choices import (
    PickChoice,
    few_choices,
    matched_spans,
    matching_choices,
    parse_number,
)

SHADOW_ROOM = 20
ELEVATION = 2


class Offers(QWidget):
    """Names to pick from, below the field; the keyboard stays in the field."""

    picked = Signal(object)

    def __init__(self, over: QWidget) -> None:
        super().__init__(over)
        self._over = over
        self._choices: Sequence[PickChoice] = ()
        self._matches: Sequence[Sequence[Span]] = ()
        self._at = 0
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()

    def show_choices(
        self, choices: Sequence[PickChoice], matches: Sequence[Sequence[Span]], field: QWidget
    ) -> None:
        """Offer these below ``field``, with what matches in each name; none hides the list."""
        self._choices, self._matches, self._at = choices, matches, 0
        corner = field.mapTo(self._over, QPoint(0, field.height() + SPACE.x1))
        height = len(choices) * SIZE.control + 2 * SPACE.x1
        room = SHADOW_ROOM
        self.setGeometry(
            corner.x() - room, corner.y() - room, field.width() + 2 * room, height + 2 * room
        )
        self.setVisible(bool(choices))
        self.raise_()
        self.update()
        self._announce_current()

    def step(self, by: int) -> None:
        """Go ``by`` 1 to the next, or -1 to the one before."""
        if self._choices:
            self._at = (self._at + by) % len(self._choices)
            self.update()
            self._announce_current(urgent=True)

    @property
    def current(self) -> PickChoice | None:
        """The choice that Enter picks."""
        return self._choices[self._at] if self._choices and self.isVisible() else None

    def _announce_current(self, *, urgent: bool = False) -> None:
        """Announce what Enter picks: the keyboard stays in the field."""
        choice = self.current
        if choice is not None:
            number = tr("opening.number", number=choice.number)
            announcer.announce(f"{choice.name}, {number}", topic="offer", urgent=urgent)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        row = self._row_at(event)
        if row is not None:
            self._at = row
            self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        row = self._row_at(event)
        if row is not None:
            self.picked.emit(self._choices[row])
        event.accept()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        room, colours = SHADOW_ROOM, theme.colours
        box = QRectF(self.rect()).adjusted(room, room, -room, -room)
        with painting(self) as painter:
            draw_raised(painter, box, ELEVATION, RADIUS.md)
            offered = zip(self._choices, self._matches, strict=True)
            for row, (choice, matches) in enumerate(offered):
                line = self._line(row)
                if row == self._at:
                    fill_round(painter, line, colours.bg_selected, RADIUS.sm)
                line.adjust(SPACE.x2, 0, -SPACE.x2, 0)
                caption = theme.font(TextRole.CAPTION, tabular=True)
                number = tr("opening.number", number=choice.number)
                width = draw_line(painter, line, number, caption, Ink.TERTIARY.colour, align=RIGHT)
                line.setRight(line.right() - width - SPACE.x2)
                font = theme.font(TextRole.BODY)
                draw_matched_line(painter, line, choice.name, font, Ink.PRIMARY.colour, matches)

    def _line(self, row: int) -> QRectF:
        edge = SHADOW_ROOM + SPACE.x1
        top = edge + row * SIZE.control
        return QRectF(edge, top, self.width() - 2 * edge, SIZE.control)

    def _row_at(self, event: QMouseEvent) -> int | None:
        rows = range(len(self._choices))
        return next((row for row in rows if self._line(row).contains(event.position())), None)


class PickField(QWidget):
    """A field to pick one entry, by its name or its number.

    ``changed`` tells that another one is meant; the offers lie over ``over``.
    """

    changed = Signal()

    def __init__(self, over: QWidget, unknown: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = Field()
        self.field.message.keep_room()  # whose number it is would move what one clicks next
        self._unknown = unknown
        self._choices: tuple[PickChoice, ...] = ()
        self._readings: Readings = {}
        self._picked: PickChoice | None = None
        self.offers = Offers(over)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.field)
        self.setFocusProxy(self.field.edit)
        self.field.edited.connect(self._on_edited)
        self.field.edit.installEventFilter(self)
        self.offers.picked.connect(self.pick)

    @property
    def number(self) -> int | None:
        """The number that is picked or typed; None while it is nobody's."""
        if self._picked is not None:
            return self._picked.number
        return parse_number(self.field.text())

    @property
    def picked_number(self) -> int | None:
        """The number that was picked by name; None where something is typed."""
        return None if self._picked is None else self._picked.number

    def offer(self, choices: Sequence[PickChoice]) -> None:
        """Offer those who can be picked by name."""
        self._choices = tuple(choices)

    def set_readings(self, readings: Readings) -> None:
        """Take how characters are read, so that a name can be typed in letters."""
        self._readings = readings
        if self._picked is None and self.field.edit.hasFocus():
            self._offer_matching(self.field.text())

    def pick(self, choice: PickChoice | None) -> None:
        """Pick an entry, or empty the field."""
        self._picked = choice
        self.field.set_text(choice.name if choice is not None else "")
        self.offers.hide()
        self.update_hint()
        self.changed.emit()

    def type(self, text: str) -> None:
        """Fill in what was typed before, without offering anything."""
        self.pick(None)
        self.field.set_text(text)
        self.update_hint()

    def update_hint(self) -> None:
        """Show whose number it is, in the current language."""
        number = self.number
        if self._picked is not None:
            self.field.set_hint(tr("opening.number", number=self._picked.number))
        elif number is not None:
            name = next((choice.name for choice in self._choices if choice.number == number), None)
            self.field.set_hint(name or tr(self._unknown))
        else:
            self.field.set_hint("")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Walk through the offers by arrows, pick by Enter, close them by Esc.

        They come with the first letter, and before it to whoever clicks, or presses the down arrow.
        """
        del watched
        if event.type() is QEvent.Type.FocusOut:
            self.offers.hide()
        elif event.type() is QEvent.Type.MouseButtonRelease:
            self._offer_if_open()
        elif event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if self.offers.isVisible():
                return self._key(event)
            return event.key() == Qt.Key.Key_Down and self._offer_if_open()
        return False

    def _offer_if_open(self) -> bool:
        """Offer what matches so far, unless somebody is picked; whether there is any."""
        if self._picked is not None:
            return False
        if self.field.text().strip():
            self._offer_matching(self.field.text())
        else:
            self._offer(few_choices(self._choices))
        return self.offers.isVisible()

    def _key(self, event: QKeyEvent) -> bool:
        match event.key():
            case Qt.Key.Key_Down:
                self.offers.step(1)
            case Qt.Key.Key_Up:
                self.offers.step(-1)
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self.pick(self.offers.current)
            case Qt.Key.Key_Escape:
                self.offers.hide()
            case _:
                return False
        return True

    def _on_edited(self, text: str) -> None:
        self._picked = None
        if self.field.edit.hasFocus():  # not where an input method finished as the keyboard left
            self._offer_matching(text)
        self.update_hint()
        self.changed.emit()

    def _offer_matching(self, text: str) -> None:
        self._offer(matching_choices(self._choices, text, self._readings))

    def _offer(self, choices: Sequence[PickChoice]) -> None:
        text = self.field.text()
        matches = [matched_spans(choice.name, text, self._readings) for choice in choices]
        self.offers.show_choices(choices, matches, self.field.box)
