"""The sections of the settings page: each is a title, and a card of rows."""

from collections.abc import Collection, Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from workstation.domain.updates import UpdateState
from workstation.ui.kit.fields.form import SettingCard, SettingRow
from workstation.ui.kit.fields.select import Select
from workstation.ui.kit.painting import Ink
from workstation.ui.kit.strings import Language, tr
from workstation.ui.kit.theme import SPACE, TEXT_STEPS, Appearance, Icon, TextRole, theme
from workstation.ui.kit.widgets.button import Button
from workstation.ui.kit.widgets.label import Label
from workstation.ui.kit.widgets.segmented import Segmented
from workstation.ui.kit.widgets.switch import Switch

MINUTES_PER_HOUR = 60
WARNING_CHOICES = (10, 15, 20, 30, 45, 60)
PRIORITY_CHOICES = (30, 45, 60, 90, 120, 180)


class SettingsSection(QWidget):
    """Subclasses fill ``card`` and name themselves in ``name``, ``icon`` and their catalogue key.

    ``changed`` carries a setting's name and its new value.
    """

    changed = Signal(str, object)
    name = ""
    title_key = ""
    icon = Icon.SLIDERS

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows: dict[str, SettingRow] = {}
        self._heading = Label(role=TextRole.LABEL, ink=Ink.SECONDARY, strong=True)
        self.card = SettingCard()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE.x2)
        column.addWidget(self._heading)
        column.addWidget(self.card)

    def title_text(self) -> str:
        """Its title in the language in force."""
        return tr(self.title_key)

    def retranslate(self) -> None:
        """Say everything in the language in force; subclasses add their rows."""
        self._heading.setText(self.title_text())

    def show_settings(self, values: Mapping[str, object]) -> None:
        """Show those of ``values`` that belong here, without a signal."""

    def lock(self, names: Collection[str]) -> None:
        """Let nobody here change these settings: the administrator has set them."""
        for name, row in self.rows.items():
            if name in names:
                row.lock()

    def add_row(self, control: QWidget, setting: str = "") -> SettingRow:
        """A row with ``control`` at its right, which shows a ``setting``."""
        row = SettingRow(control)
        self.card.add(row)
        if setting:
            self.rows[setting] = row
        return row


class AppearanceSection(SettingsSection):
    """Theme, text size, motion and language."""

    name = "appearance"
    title_key = "settings.appearance"
    icon = Icon.PALETTE

    def __init__(self) -> None:
        super().__init__()
        self.theme = Segmented([choice.value for choice in Appearance])
        self.text_size = Select()
        self.reduced_motion = Switch()
        self.language = Select()
        for choice in Language:
            self.language.addItem(choice.autonym, choice.value)
        for name in ("theme", "text_size", "reduced_motion", "language"):
            self.add_row(getattr(self, name), name)
        self.theme.picked.connect(lambda value: self.changed.emit("theme", value))
        self.text_size.activated.connect(
            lambda: self.changed.emit("text_size", self.text_size.currentData())
        )
        self.reduced_motion.clicked.connect(
            lambda: self.changed.emit("reduced_motion", self.reduced_motion.isChecked())
        )
        self.language.activated.connect(
            lambda: self.changed.emit("language", self.language.currentData())
        )
        self._offer_sizes(theme.text_size)
        self.retranslate()

    def show_settings(self, values: Mapping[str, object]) -> None:
        """``theme``, ``text_size``, ``reduced_motion`` and ``language`` as the file has them."""
        if "theme" in values:
            self.theme.set_value(values["theme"])
        percent = values.get("text_size")
        if isinstance(percent, int):
            self._offer_sizes(percent)
        self.reduced_motion.setChecked(
            bool(values.get("reduced_motion", self.reduced_motion.isChecked()))
        )
        if "language" in values:
            self.language.choose(values["language"])

    def retranslate(self) -> None:
        super().retranslate()
        for name, row in self.rows.items():
            hint = tr(f"settings.{name}_hint") if name != "language" else ""
            row.say(tr(f"settings.{name}"), hint)
        texts = [tr(f"settings.{choice.value}") for choice in Appearance]
        self.theme.set_texts(tr("settings.theme"), texts)

    def _offer_sizes(self, percent: int) -> None:
        """The usual ones, and one that only the file or the administrator knows."""
        self.text_size.clear()
        for size in sorted({*TEXT_STEPS, percent}):
            self.text_size.addItem(f"{size} %", size)
        self.text_size.choose(percent)


class WaitingSection(SettingsSection):
    """After how many minutes a waiting patient turns amber, and moves to the top."""

    name = "waiting"
    title_key = "settings.waiting"
    icon = Icon.CLOCK

    def __init__(self) -> None:
        super().__init__()
        self._minutes = {"waiting_minutes": 30, "overdue_minutes": 60}
        self.warning, self.priority = Select(), Select()
        self._warning_row = self.add_row(self.warning, "waiting_minutes")
        self._priority_row = self.add_row(self.priority, "overdue_minutes")
        self.warning.activated.connect(lambda: self._pick("waiting_minutes", self.warning))
        self.priority.activated.connect(lambda: self._pick("overdue_minutes", self.priority))
        self.retranslate()

    def show_settings(self, values: Mapping[str, object]) -> None:
        """``waiting_minutes`` and ``overdue_minutes``, also those that are not offered."""
        for name in self._minutes:
            value = values.get(name)
            if isinstance(value, int):
                self._minutes[name] = value
        self._fill()

    def retranslate(self) -> None:
        super().retranslate()
        self._warning_row.say(tr("settings.warning"), tr("settings.warning_hint"))
        self._priority_row.say(tr("settings.priority"), tr("settings.priority_hint"))
        self._fill()

    def _fill(self) -> None:
        """Each offers only what keeps amber before red."""
        amber, red = self._minutes["waiting_minutes"], self._minutes["overdue_minutes"]
        _offer(self.warning, [n for n in WARNING_CHOICES if n < red], amber)
        _offer(self.priority, [n for n in PRIORITY_CHOICES if n > amber], red)

    def _pick(self, name: str, select: Select) -> None:
        self._minutes[name] = select.currentData()
        self._fill()
        self.changed.emit(name, self._minutes[name])


class QuickSection(SettingsSection):
    """The way to the quick replies."""

    name = "quick"
    title_key = "settings.quick"
    icon = Icon.QUICK

    def __init__(self) -> None:
        super().__init__()
        self.manage = Button()
        self._row = self.add_row(self.manage)
        self.retranslate()

    def retranslate(self) -> None:
        super().retranslate()
        self.manage.setText(tr("settings.quick_open"))
        self._row.say(tr("settings.quick_manage"), tr("settings.quick_hint"))


class AccountSection(SettingsSection):
    """Who works here, and the way out; without ``lasts`` it costs what is not sent."""

    name = "account"
    title_key = "settings.account"
    icon = Icon.SIGN_OUT

    def __init__(self, doctor: str, *, lasts: bool = True) -> None:
        super().__init__()
        self._doctor, self._lasts = doctor, lasts
        self.sign_out = Button(icon=Icon.SIGN_OUT)
        self._row = self.add_row(self.sign_out)
        self.retranslate()

    def retranslate(self) -> None:
        super().retranslate()
        self.sign_out.setText(tr("settings.sign_out"))
        hint = "settings.sign_out_hint" if self._lasts else "settings.sign_out_hint_unkept"
        self._row.say(self._doctor or tr("settings.sign_out"), tr(hint))
        self.sign_out.setAccessibleName(tr("settings.sign_out"))


class AboutSection(SettingsSection):
    """What program this is."""

    name = "about"
    title_key = "settings.about"
    icon = Icon.INFO

    def __init__(self, version: str) -> None:
        super().__init__()
        self._version = Label(version, ink=Ink.SECONDARY, tabular=True)
        self._update: UpdateState | None = None
        self._rows = [self.add_row(self._version), self.add_row(QWidget())]
        self.retranslate()

    def show_settings(self, values: Mapping[str, object]) -> None:
        """``update``: the version that the administrator will install, if there is one."""
        update = values.get("update", self._update)
        if update != self._update and isinstance(update, UpdateState | None):
            self._update = update
            self.retranslate()

    def _version_hint(self) -> str:
        if self._update is None:
            return tr("settings.version")
        kind = "newer" if self._update.newer else "other"
        return tr(f"settings.update.{kind}", version=str(self._update.version))

    def retranslate(self) -> None:
        super().retranslate()
        program, fonts = self._rows
        program.say(tr("settings.program"), self._version_hint())
        fonts.say(tr("settings.fonts"), tr("settings.fonts_hint"))


def _offer(select: Select, choices: Sequence[int], chosen: int) -> None:
    select.clear()
    for minutes in sorted({*choices, chosen}):
        hours, rest = divmod(minutes, MINUTES_PER_HOUR)
        whole = not rest and hours
        text = tr("settings.hours", count=hours) if whole else tr("settings.minutes", count=minutes)
        select.addItem(text, minutes)
    select.choose(chosen)


class SupportSection(SettingsSection):
    """The way to the diagnostics."""

    name = "support"
    title_key = "settings.support"
    icon = Icon.DOC

    def __init__(self) -> None:
        super().__init__()
        self.diagnostics = Button(icon=Icon.DOWNLOAD)
        self._row = self.add_row(self.diagnostics)
        self.retranslate()

    def retranslate(self) -> None:
        super().retranslate()
        self.diagnostics.setText(tr("settings.diagnostics_open"))
        self._row.say(tr("diagnostics.title"), tr("settings.diagnostics_hint"))
