"""The queue's filters: a menu to switch them, and a bar that says which hide rows, and how many."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from workstation.domain.value import Value
from workstation.ui.kit.layers.menu import Menu
from workstation.ui.kit.painting import Ink
from workstation.ui.kit.strings import tr
from workstation.ui.kit.theme import SPACE, Icon, TextRole
from workstation.ui.kit.widgets.button import Button, ButtonKind
from workstation.ui.kit.widgets.chip import FilterChip
from workstation.ui.kit.widgets.label import Label
from workstation.ui.kit.widgets.tab_order import put_before_in_tab_order
from workstation.ui.kit.widgets.wrapping_row import WrappingRow

FILTERS = {
    "overdue": Icon.FLAG,
    "unread": Icon.MAIL,
    "mine": Icon.PERSON,
    "pictures": Icon.IMAGE,
    "family": Icon.USERS,
}
LABEL = "label:"
"""Before the word of a label in the name of its filter."""


class FilterChoice(Value):
    """A filter in the menu: its name, whether it is on, how many rows it would show.

    A label's name is the label behind ``LABEL``.
    """

    name: str
    on: bool
    count: int


def open_filter_menu(
    anchor: QWidget, choices: Sequence[FilterChoice], on_toggled: Callable[[str], object]
) -> None:
    """Open the choice of filters below ``anchor``."""
    menu = Menu(anchor)
    for choice in choices:
        icon = FILTERS.get(choice.name, Icon.PIN)
        ink = Ink.ACCENT if choice.on else Ink.PRIMARY
        item = menu.add(
            _filter_text(choice.name),
            partial(on_toggled, choice.name),
            icon=Icon.CHECK if choice.on else icon,
            keys=str(choice.count),
            ink=ink,
        )
        state = "on" if choice.on else "off"
        item.setAccessibleName(tr(f"queue.filter.{state}", name=item.text(), count=choice.count))
    menu.open(right=True)
    menu.focus_item(0)


class FilterBar(QWidget):
    """The bar of the filters that are on, hidden while nothing is filtered.

    ``dropped`` carries a filter's name, ``cleared`` none.
    """

    dropped = Signal(str)
    cleared = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.chips: dict[str, FilterChip] = {}
        self.count_label = Label(role=TextRole.CAPTION, ink=Ink.SECONDARY, tabular=True, elide=True)
        self.clear = Button(kind=ButtonKind.LINK)
        self.clear.clicked.connect(self.cleared)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE.x4, 0, SPACE.x4, SPACE.x2)
        column.setSpacing(SPACE.x1)
        self._row = WrappingRow(SPACE.x1, between=SPACE.x2)
        column.addLayout(self._row)
        foot = QHBoxLayout()
        foot.addWidget(self.count_label, 1)
        foot.addWidget(self.clear)
        column.addLayout(foot)
        self.hide()
        self.retranslate()

    def show_filters(self, on: Sequence[str], *, shown_rows: int, total: int) -> None:
        """Say which filters are on, and how many rows of how many they leave."""
        for name in on:
            if name not in self.chips:
                self._add_chip(name)
        self._place(on)
        for name, chip in self.chips.items():
            chip.setChecked(name in on)
            chip.setVisible(name in on)
        self.count_label.setText(tr("queue.filter.shown", count=shown_rows, total=total))
        self.setVisible(bool(on))

    def retranslate(self) -> None:
        """Set all texts in the current language."""
        for name in self.chips:
            self._name_chip(name)
        self.clear.setText(tr("queue.filter.clear"))

    def _add_chip(self, name: str) -> None:
        chip = FilterChip(parent=self)
        chip.clicked.connect(lambda: self.dropped.emit(name))
        self.chips[name] = chip
        self._name_chip(name)

    def _name_chip(self, name: str) -> None:
        chip = self.chips[name]
        chip.setText(_filter_text(name))
        chip.setAccessibleName(tr("queue.filter.drop", name=chip.text()))

    def _place(self, on: Sequence[str]) -> None:
        """Place the chips of the filters in the order in which they were switched on."""
        while self._row.takeAt(0) is not None:
            pass
        for name in on:
            self._row.addWidget(self.chips[name])
        put_before_in_tab_order(self.clear, [self.chips[name] for name in on])


def _filter_text(name: str) -> str:
    return name.removeprefix(LABEL) if name.startswith(LABEL) else tr(f"queue.filter.{name}")
