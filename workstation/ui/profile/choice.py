"""A field whose two copies differ, side by side; one of them is picked."""

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QPaintEvent
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QRadioButton, QSizePolicy, QWidget

from workstation.ui.kit.painting import Block, Ink, draw_box, draw_line, lay_out, painting
from workstation.ui.kit.strings import tr
from workstation.ui.kit.theme import RADIUS, SIZE, SPACE, Icon, TextRole, draw_icon, theme
from workstation.ui.kit.widgets.focus_ring import ring_on_focus
from workstation.ui.kit.widgets.label import Label
from workstation.ui.profile.sections import SECTIONS, Value


class ProfileCopy(QRadioButton):
    """One copy of a field, to be picked; as high as its text."""

    def __init__(self, value: Value) -> None:
        super().__init__()
        self._lines = value if isinstance(value, str) else "\n".join(value)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def show_owner(self, whose: str, field: str) -> None:
        """Show whose copy it is, in the current language."""
        self.setText(whose)
        self.setAccessibleName(f"{field} {whose} {self._lines}")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(SIZE.menu, self.heightForWidth(SIZE.menu))

    def minimumSizeHint(self) -> QSize:
        return QSize(SPACE.x24, 0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return SIZE.control_lg + self._block(width).height + SPACE.x3

    def hitButton(self, pos: QPoint) -> bool:
        return self.rect().contains(pos)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        ring_on_focus(self, event, RADIUS.md)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        colours, rect, picked = theme.colours, QRectF(self.rect()), self.isChecked()
        with painting(self) as painter:
            draw_box(
                painter,
                rect,
                fill=colours.bg_raised if picked else colours.bg_sunken,
                border=colours.accent_fill if picked else colours.border_subtle,
                width=float(SIZE.focus_ring if picked else SIZE.hairline),
                radius=RADIUS.md,
            )
            line = QRectF(SPACE.x3, 0, rect.width() - 2 * SPACE.x3, SIZE.control_lg)
            ink = (Ink.ACCENT if picked else Ink.SECONDARY).colour
            draw_line(painter, line, self.text(), theme.font(TextRole.LABEL, strong=picked), ink)
            if picked:
                end = QRectF(line.right() - SIZE.icon_sm, 0, SIZE.icon_sm, SIZE.control_lg)
                draw_icon(painter, Icon.CHECK, end, ink, SIZE.icon_sm)
            text = Ink.PRIMARY if self._lines else Ink.TERTIARY
            place = QPointF(SPACE.x3, SIZE.control_lg)
            self._block(self.width()).draw(painter, place, text.colour)

    def _block(self, width: int) -> Block:
        font, line = theme.font(TextRole.BODY), theme.style(TextRole.BODY).line
        text = self._lines or tr("profile.conflict.nothing")
        return lay_out(text, font, line, max(1, width - 2 * SPACE.x3))


class ConflictChoice(QWidget):
    """A field that differs: the doctor's copy at the left, the server's at the right."""

    picked = Signal()

    def __init__(self, field: str, mine: Value, theirs: Value, *, prefer_mine: bool) -> None:
        super().__init__()
        self.field = field
        self._title = Label(role=TextRole.LABEL, strong=True)
        self.mine, self.theirs = ProfileCopy(mine), ProfileCopy(theirs)
        self.pick(mine=prefer_mine)
        self._group = QButtonGroup(self)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(SPACE.x4)
        grid.setVerticalSpacing(SPACE.x1)
        grid.addWidget(self._title, 0, 0, 1, 2)
        for column, copy in enumerate((self.mine, self.theirs)):
            self._group.addButton(copy)
            grid.addWidget(copy, 1, column)
            grid.setColumnStretch(column, 1)
        self._group.buttonClicked.connect(lambda _button: self.picked.emit())
        self.retranslate()

    def pick(self, *, mine: bool) -> None:
        """Pick one of the two."""
        (self.mine if mine else self.theirs).setChecked(True)

    def retranslate(self) -> None:
        """Set all texts in the current language."""
        basic = self.field in SECTIONS["basic"]
        name = tr(f"profile.field.{self.field}" if basic else f"profile.{self.field}.title")
        self._title.setText(name)
        self.mine.show_owner(tr("profile.conflict.mine"), name)
        self.theirs.show_owner(tr("profile.conflict.theirs"), name)
