"""Rows of forms: a field under its title, a section of a form, a setting on a card."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget, QWidgetItem

from workstation.ui.kit.painting import Ink
from workstation.ui.kit.strings import tr
from workstation.ui.kit.theme import SIZE, SPACE, TextRole, theme
from workstation.ui.kit.widgets.dot import Dot
from workstation.ui.kit.widgets.label import Label
from workstation.ui.kit.widgets.panel import CardPanel, Divider, changes_layout

MIN_WORDS = 76
"""How wide what a setting says must be beside its control: the longest word is."""


class Titled(QWidget):
    """A field with its title above."""

    def __init__(self, field: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = Label(role=TextRole.LABEL, strong=True)
        self.title.setBuddy(field)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE.x1)
        column.addWidget(self.title)
        column.addWidget(field)


def make_change_dot() -> Dot:
    """Marks what is not saved yet."""
    return Dot(lambda: theme.colours.accent_fill)


class FormSection(QWidget):
    """A title and hint of 176 px, and the fields beside them; a dot says it was changed.

    Fields are at most 720 px wide. ``above`` is the distance from the top.
    """

    def __init__(self, *, above: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._above, self._stacked = above, False
        self.title = Label(strong=True)
        self.hint = Label(role=TextRole.CAPTION, ink=Ink.TERTIARY, wrap=True)
        self._dot = make_change_dot()
        self._dot.hide()
        heading = QHBoxLayout()
        heading.setSpacing(SPACE.x2)
        heading.addWidget(self.title)
        heading.addWidget(self._dot)
        heading.addStretch(1)
        words = QVBoxLayout()
        words.setSpacing(SPACE.x1)
        words.addLayout(heading)
        words.addWidget(self.hint)
        words.addStretch(1)
        words.setContentsMargins(0, 0, 0, 0)
        self._words = QWidget()
        self._words.setLayout(words)
        self.fields = QVBoxLayout()
        self.fields.setSpacing(SPACE.x3)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.addWidget(self._words)
        self._row.addLayout(self.fields, 1)
        self.set_stacked(stacked=False)

    def set_changed(self, changed: bool) -> None:  # noqa: FBT001
        """Show or hide the dot."""
        self._dot.setVisible(changed)

    def set_stacked(self, *, stacked: bool) -> None:
        """Put the title above the fields where there is no room beside them, or not."""
        self._stacked = stacked
        direction = QBoxLayout.Direction
        self._row.setDirection(direction.TopToBottom if stacked else direction.LeftToRight)
        self._row.setSpacing(SPACE.x3 if stacked else SPACE.x8)
        self._words.setMaximumWidth(SIZE.form_field if stacked else SIZE.form_label)
        self._words.setMinimumWidth(0 if stacked else SIZE.form_label)
        self._limit_fields()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._limit_fields()

    def _limit_fields(self) -> None:
        beside = 0 if self._stacked else SIZE.form_label + SPACE.x8
        spare_width = self.width() - SPACE.x8 - beside - SIZE.form_field
        self._row.setContentsMargins(SPACE.x8, self._above, max(SPACE.x8, spare_width), SPACE.x5)


class SettingRow(QWidget):
    """What a setting is, what it means, and its control at the right, or below where it is wide."""

    def __init__(self, control: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.control, self.locked, self._available = control, False, True
        self._hint = ""
        self._place = QWidgetItem(control)  # says how wide a layout takes it to be
        self.title = Label()
        self.hint = Label(role=TextRole.CAPTION, ink=Ink.TERTIARY, wrap=True)
        theme.hold(self, QWidget.setMinimumHeight, SIZE.row_setting - SIZE.hairline)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addStretch(1)
        words.addWidget(self.title)
        words.addWidget(self.hint)
        words.addStretch(1)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(SPACE.x4, SPACE.x2, SPACE.x4, SPACE.x2)
        self._row.setSpacing(SPACE.x4)
        self._row.addLayout(words, 1)
        self._row.addWidget(control, 0, Qt.AlignmentFlag.AlignVCenter)

    def event(self, event: QEvent) -> bool:
        """Place the control anew: large text may leave no room for a word beside it."""
        if changes_layout(event):
            self._place_control()
        return super().event(event)

    def _place_control(self) -> None:
        room = self.width() - 3 * SPACE.x4 - self._place.sizeHint().width()
        if room >= theme.scaled(MIN_WORDS):
            direction, side = QBoxLayout.Direction.LeftToRight, Qt.AlignmentFlag.AlignVCenter
        else:
            direction, side = QBoxLayout.Direction.TopToBottom, Qt.AlignmentFlag.AlignLeft
        if direction is not self._row.direction():
            self._row.setDirection(direction)
            self._row.setAlignment(self.control, side)

    def set_title(self, title: str, hint: str) -> None:
        """Set title and hint in the current language; they also name the control."""
        self._hint = hint
        hint = tr("settings.locked") if self.locked else hint
        self.title.setText(title)
        self.hint.setText(hint)
        self.hint.setVisible(bool(hint))
        self.control.setAccessibleName(title)
        self.control.setAccessibleDescription(hint)

    def set_locked(self, locked: bool) -> None:  # noqa: FBT001
        """Show what is set and who set it, but let nobody change it; or let them again."""
        if locked is not self.locked:
            self.locked = locked
            self.set_title(self.title.text(), self._hint)
            self._enable()

    def set_available(self, available: bool) -> None:  # noqa: FBT001
        """Set whether there is anything to choose, as other settings are."""
        self._available = available
        self._enable()

    def _enable(self) -> None:
        self.control.setEnabled(self._available and not self.locked)


class SettingCard(CardPanel):
    """Setting rows with hairlines between them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(1, 1, 1, 1)
        self._column.setSpacing(0)

    def add(self, row: QWidget) -> None:
        """Add a row at the foot."""
        for part in [Divider(), row] if self._column.count() else [row]:
            self._column.addWidget(part)
            part.show()  # a layout would do so a turn later, and reckon without it until then
