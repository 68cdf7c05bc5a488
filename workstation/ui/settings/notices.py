"""The settings of notices: whether, how much of it, with a sound, and at which hours not."""

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from workstation.domain.quiet_hours import HOUR, QuietHours, format_minute
from workstation.ui.kit.fields.select import Select
from workstation.ui.kit.strings import tr
from workstation.ui.kit.theme import SPACE, Icon
from workstation.ui.kit.widgets.label import Label
from workstation.ui.kit.widgets.switch import Switch
from workstation.ui.settings.sections import SettingsSection

NIGHT = QuietHours(22 * HOUR, 7 * HOUR)
STEP = 30
DAY = 24 * HOUR
SWITCHES = ("notify", "notify_content", "notify_sound")


class HoursControl(QWidget):
    """From when to when, and a switch; ``picked`` carries ``22:00-07:00``, or nothing when off."""

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
        """Show these, without a signal; while it is off, the last ones are kept for next time."""
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

    def retranslate(self) -> None:
        """Name its parts in the language in force."""
        self.begin.setAccessibleName(tr("settings.quiet_from"))
        self.end.setAccessibleName(tr("settings.quiet_until"))
        self.switch.setAccessibleName(tr("settings.quiet_hours"))

    def _pick(self) -> None:
        self._hours = QuietHours(self.begin.currentData(), self.end.currentData())
        self.picked.emit(str(self._hours))

    def _on_switched(self) -> None:
        text = str(self._hours) if self.switch.isChecked() else ""
        self.show_hours(text)
        self.picked.emit(text)


class NoticesSection(SettingsSection):
    """Whether new messages are announced, how much of them, with a sound, and when not."""

    name = "notices"
    title_key = "settings.notices"
    icon = Icon.BELL

    def __init__(self) -> None:
        super().__init__()
        self.switches = {name: Switch() for name in SWITCHES}
        self.quiet = HoursControl()
        for name, switch in self.switches.items():
            self.add_row(switch, name)
            switch.clicked.connect(lambda _=False, name=name: self._on_switched(name))
        self.add_row(self.quiet, "quiet_hours")
        self.quiet.picked.connect(lambda text: self.changed.emit("quiet_hours", text))
        self.retranslate()

    def show_settings(self, values: Mapping[str, object]) -> None:
        """The switches, and ``quiet_hours`` as the file has them."""
        for name, switch in self.switches.items():
            switch.setChecked(bool(values.get(name, switch.isChecked())))
        if "quiet_hours" in values:
            self.quiet.show_hours(str(values["quiet_hours"]))
        self._enable_rows()

    def retranslate(self) -> None:
        super().retranslate()
        for name, row in self.rows.items():
            row.say(tr(f"settings.{name}"), tr(f"settings.{name}_hint"))
        self.quiet.retranslate()
        self._enable_rows()

    def _on_switched(self, name: str) -> None:
        self._enable_rows()
        self.changed.emit(name, self.switches[name].isChecked())

    def _enable_rows(self) -> None:
        """Where nothing is announced, there is nothing to choose about it."""
        enabled = self.switches["notify"].isChecked()
        for name, row in self.rows.items():
            if name != "notify":
                row.control.setEnabled(enabled and not row.locked)
