"""The filters of the history: team, period, with pictures, with voice."""

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from workstation.ui.kit.layers.menu import Menu
from workstation.ui.kit.painting import Ink
from workstation.ui.kit.strings import tr
from workstation.ui.kit.theme import SPACE, Icon, TextRole
from workstation.ui.kit.widgets.chip import FilterChip
from workstation.ui.kit.widgets.label import Label
from workstation.ui.kit.widgets.panel import changes_layout
from workstation.ui.kit.widgets.wrapping_row import WrappingRow

PERIODS = (7, 30, 182, 365)
"""In days."""


class PickChip(FilterChip):
    """A filter of several values: opens a menu, or is cleared while one of them applies.

    ``picked`` gives the value, None for any.
    """

    picked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(end=Icon.DOWN, parent=parent)
        self.value: object = None
        self._any = ""
        self._choices: list[tuple[object, str]] = []
        self.clicked.connect(self._press)

    def offer(self, anything: str, choices: Sequence[tuple[object, str]]) -> None:
        """Offer these values by their words; ``anything`` is what it says while none applies."""
        self._any, self._choices = anything, list(choices)
        self._update_text()

    def choose(self, value: object) -> None:
        """Apply a value, None for any, and tell ``picked``."""
        if value != self.value:
            self.value = value
            self._update_text()
            self.picked.emit(value)

    def nextCheckState(self) -> None:
        """Leave the check as it is: checked means that a value applies, whatever was clicked."""

    def _update_text(self) -> None:
        words = dict(self._choices).get(self.value)
        if words is None:
            self.value = None
        self.setChecked(words is not None)
        self.setText(words or self._any)
        self.updateGeometry()
        self.update()

    def _press(self) -> None:
        if self.value is not None:
            self.choose(None)
            return
        menu = Menu(self)
        for value, words in self._choices:
            menu.add(words, partial(self.choose, value))
        menu.open()


class FilterRow(QWidget):
    """The filters of the history.

    Emits ``changed``; what applies is in ``team_id``, ``days`` and the two flags.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.team, self.period = PickChip(), PickChip()
        self.pictures, self.voice = FilterChip(), FilterChip()
        self.count_label = Label(role=TextRole.CAPTION, ink=Ink.TERTIARY, tabular=True)
        self._teams: Mapping[int, str] = {}
        self._chips = WrappingRow(SPACE.x2)
        for chip in (self.team, self.period, self.pictures, self.voice):
            self._chips.addWidget(chip)
        row = QHBoxLayout(self)
        row.setContentsMargins(SPACE.x4, 0, SPACE.x4, 0)
        row.setSpacing(SPACE.x2)
        row.addLayout(self._chips, 1)
        row.addWidget(self.count_label, 0, Qt.AlignmentFlag.AlignVCenter)
        for chip in (self.team, self.period):
            chip.picked.connect(lambda _: self.changed.emit())
        for flag in (self.pictures, self.voice):
            flag.toggled.connect(lambda _: self.changed.emit())
        self.retranslate()

    @property
    def team_id(self) -> int | None:
        """The team to show, None for all."""
        return self.team.value if isinstance(self.team.value, int) else None

    @property
    def days(self) -> int | None:
        """How many days back to show, ``None`` for all."""
        return self.period.value if isinstance(self.period.value, int) else None

    def show_teams(self, teams: Mapping[int, str]) -> None:
        """Offer the teams that occur, by id."""
        if teams != self._teams:
            self._teams = dict(teams)
            self._offer_teams()

    def clear(self) -> None:
        """Apply none."""
        for chip in (self.team, self.period):
            chip.choose(None)
        for flag in (self.pictures, self.voice):
            flag.setChecked(False)

    def event(self, event: QEvent) -> bool:
        """Hide the number before a filter goes to another line."""
        if changes_layout(event):
            needed = self._chips.sizeHint().width() + self.count_label.sizeHint().width()
            self.count_label.setVisible(needed + SPACE.x2 + 2 * SPACE.x4 <= self.width())
        return super().event(event)

    def retranslate(self) -> None:
        """Set all texts in the current language."""
        self._offer_teams()
        periods = [(days, tr(f"history.period.{days}")) for days in PERIODS]
        self.period.offer(tr("history.period.any"), periods)
        self.period.setAccessibleName(tr("history.period.name"))
        self.pictures.setText(tr("history.with_pictures"))
        self.voice.setText(tr("history.with_voice"))
        for flag in (self.pictures, self.voice):
            flag.updateGeometry()

    def _offer_teams(self) -> None:
        named = [(number, name or str(number)) for number, name in self._teams.items()]
        self.team.offer(tr("history.all_teams"), named)
        self.team.setAccessibleName(tr("history.team"))
