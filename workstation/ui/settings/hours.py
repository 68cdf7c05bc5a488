"""From one time of the day to another, or never."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from workstation.domain.quiet_hours import HOUR, QuietHours, format_minute
from workstation.ui.kit.fields.select import Select
from workstation.ui.kit.theme import SPACE
from workstation.ui.kit.widgets.label import Label
from workstation.ui.kit.widgets.switch import Switch

NIGHT = QuietHours(22 * HOUR, 7 * HOUR)
STEP = 30
DAY = 24 * HOUR


class HoursControl(QWidget):
    """The control for quiet hours: from when to when, and a switch; ``picked`` carries them.

    As ``22:00-07:00``, or as nothing when off.
    """

    picked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.begin, self.end, self.switch = Select(plain=True), Select(plain=True), Switch()
        self._dash = Label("–")
        self._hours = NIGHT
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE.x2)
        for part in (self.begin, self._dash, self.end, self.switch):
            row.addWidget(part)
        self.begin.activated.connect(lambda _: self._pick())
        self.end.activated.connect(lambda _: self._pick())
        self.switch.clicked.connect(self._on_switched)
        self.show_hours("")

    def show_hours(self, text: str) -> None:
        """Show these hours, without a signal; while it is off, the last are kept for next time."""
        hours = QuietHours.parse(text)
        self._hours = hours or self._hours
        self.switch.setChecked(hours is not None)
        for select, chosen in ((self.begin, self._hours.begin), (self.end, self._hours.end)):
            select.clear()
            for minute in sorted({*range(0, DAY, STEP), chosen}):
                select.addItem(format_minute(minute), minute)
            select.choose(chosen)
        for part in (self.begin, self._dash, self.end):
            part.setVisible(hours is not None)

    def name_parts(self, whole: str, begin: str, end: str) -> None:
        """Name the control as a whole, and its two ends, for a screen reader."""
        self.switch.setAccessibleName(whole)
        self.begin.setAccessibleName(begin)
        self.end.setAccessibleName(end)

    def _pick(self) -> None:
        self._hours = QuietHours(self.begin.currentData(), self.end.currentData())
        self.picked.emit(str(self._hours))

    def _on_switched(self) -> None:
        text = str(self._hours) if self.switch.isChecked() else ""
        self.show_hours(text)
        self.picked.emit(text)
