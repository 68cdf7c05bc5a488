"""A row for each setting that users may change, made from its declaration.

The kind of a setting decides its control: a flag has a switch, a few words lie side by side, more
words and numbers are in a list. What several settings are to each other is in ``apply_rules``.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from workstation.config import kinds
from workstation.config.declaration import Declaration, PageRow
from workstation.ui.kit.fields.form import SettingRow
from workstation.ui.kit.fields.select import Select
from workstation.ui.kit.strings import Language, has_text, tr
from workstation.ui.kit.widgets.segmented import Segmented
from workstation.ui.kit.widgets.switch import Switch
from workstation.ui.settings.hours import HoursControl

MAX_SIDE_BY_SIDE = 3
"""More words than these are in a list."""
MINUTES_PER_HOUR = 60


class DeclaredRow(SettingRow):
    """One setting: ``value`` is what it shows, ``picked`` carries its key and what was chosen."""

    picked = Signal(str, object)

    def __init__(self, declaration: Declaration, place: PageRow, control: QWidget) -> None:
        super().__init__(control)
        self.declaration, self.place = declaration, place
        self.value = declaration.default
        self.show_value(self.value)
        self.retranslate()

    def show_value(self, value: Any) -> None:
        """Show what is set, without a signal."""
        self.value = value

    def retranslate(self) -> None:
        """Set all texts in the current language."""
        hint = self.declaration.hint
        self.set_title(tr(self.declaration.title), tr(hint) if has_text(hint) else "")

    def _pick(self, value: object) -> None:
        self.value = value
        self.picked.emit(self.declaration.key, value)


class SwitchRow(DeclaredRow):
    """The row of a flag."""

    def __init__(self, declaration: Declaration, place: PageRow) -> None:
        self.switch = Switch()
        super().__init__(declaration, place, self.switch)
        self.switch.clicked.connect(lambda: self._pick(self.switch.isChecked()))

    def show_value(self, value: Any) -> None:
        super().show_value(value)
        self.switch.setChecked(value)


class SegmentedRow(DeclaredRow):
    """The row of a choice of few words, side by side."""

    def __init__(self, declaration: Declaration, place: PageRow, words: tuple[str, ...]) -> None:
        self.choice, self._words = Segmented(words), words
        super().__init__(declaration, place, self.choice)
        self.choice.picked.connect(self._pick)

    def show_value(self, value: Any) -> None:
        super().show_value(value)
        self.choice.set_value(value)

    def retranslate(self) -> None:
        super().retranslate()
        texts = [choice_text(self.declaration, word) for word in self._words]
        self.choice.set_texts(self.title.text(), texts)


class ListRow(DeclaredRow):
    """The row of a choice of several values, with those that only a file or policy sets."""

    def __init__(
        self, declaration: Declaration, place: PageRow, values: Iterable[str | int]
    ) -> None:
        self.select, self._values = Select(), tuple(values)
        super().__init__(declaration, place, self.select)
        self.select.activated.connect(lambda: self._pick(self.select.currentData()))

    def show_value(self, value: Any) -> None:
        super().show_value(value)
        self._fill()

    def retranslate(self) -> None:
        super().retranslate()
        self._fill()

    def _offered(self) -> Iterable[str | int]:
        return self._values

    def _fill(self) -> None:
        self.select.clear()
        for value in self._offered():
            self.select.addItem(choice_text(self.declaration, value), value)
        self.select.choose(self.value)


class NumberRow(ListRow):
    """The row of a number of those offered, between those of other settings if it has to be."""

    def __init__(self, declaration: Declaration, place: PageRow, kind: kinds.Number) -> None:
        self._above, self._below = kind.low - 1, kind.high + 1
        super().__init__(declaration, place, place.offered)

    def keep_below(self, limit: int) -> None:
        """Offer only what is less than ``limit``, in the setting's own unit."""
        self._below = limit
        self._fill()

    def keep_above(self, limit: int) -> None:
        """Offer only what is more than ``limit``, in the setting's own unit."""
        self._above = limit
        self._fill()

    def _offered(self) -> Iterable[int]:
        between = {each for each in self.place.offered if self._above < each < self._below}
        return sorted({*between, self.value})


class HoursRow(DeclaredRow):
    """The row of hours: from one time of the day to another, or never."""

    def __init__(self, declaration: Declaration, place: PageRow) -> None:
        self.hours = HoursControl()
        super().__init__(declaration, place, self.hours)
        self.hours.picked.connect(self._pick)

    def show_value(self, value: Any) -> None:
        super().show_value(value)
        self.hours.show_hours(value)

    def retranslate(self) -> None:
        super().retranslate()
        key = self.declaration.key
        begin, end = tr(f"setting.{key}.begin"), tr(f"setting.{key}.end")
        self.hours.name_parts(self.title.text(), begin, end)


def make_row(declaration: Declaration, place: PageRow) -> DeclaredRow:
    """The row of a setting. Raises ``TypeError`` for a kind that has no control."""
    match declaration.kind:
        case kinds.Flag():
            return SwitchRow(declaration, place)
        case kinds.OneOf(words=words):
            is_list = isinstance(declaration.kind, kinds.LanguageCode)
            row = ListRow if is_list or len(words) > MAX_SIDE_BY_SIDE else SegmentedRow
            return row(declaration, place, words)
        case kinds.Number() as kind:
            return NumberRow(declaration, place, kind)
        case kinds.HoursOfDay():
            return HoursRow(declaration, place)
        case _:
            raise TypeError(f"no control for {declaration.key}")


def choice_text(declaration: Declaration, value: Any) -> str:
    """The words for a value where it is chosen."""
    match declaration.kind:
        case kinds.LanguageCode():
            return Language(value).autonym
        case kinds.OneOf():
            return tr(f"setting.{declaration.key}.choice.{value}")
        case kinds.Percent():
            return f"{value} %"
        case kinds.Minutes():
            hours, rest = divmod(value, MINUTES_PER_HOUR)
            whole = hours and not rest
            key = "settings.hours" if whole else "settings.minutes"
            return tr(key, count=hours if whole else value)
        case _:
            return str(value)


def apply_rules(rows: Mapping[str, DeclaredRow]) -> None:
    """Let each row allow and offer what the values of the others leave to it."""
    for row in rows.values():
        needed = rows.get(row.place.needs)
        if needed is not None:
            row.set_available(bool(needed.value))
        upper = rows.get(row.place.below)
        if isinstance(row, NumberRow) and isinstance(upper, NumberRow):
            row.keep_below(upper.value)
            upper.keep_above(row.value)
