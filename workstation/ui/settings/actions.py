"""The sections of the settings page that set nothing: what leads elsewhere, and what this is."""

from PySide6.QtWidgets import QWidget

from workstation.domain.updates import UpdateState
from workstation.ui.kit.fields.form import SettingRow
from workstation.ui.kit.painting import Ink
from workstation.ui.kit.strings import tr
from workstation.ui.kit.theme import Icon
from workstation.ui.kit.widgets.button import Button
from workstation.ui.kit.widgets.label import Label
from workstation.ui.settings.sections import SectionTitle, SettingsSection

QUICK = SectionTitle("quick", "settings.quick", Icon.QUICK)
ACCOUNT = SectionTitle("account", "settings.account", Icon.SIGN_OUT)
SUPPORT = SectionTitle("support", "settings.support", Icon.DOC)
ABOUT = SectionTitle("about", "settings.about", Icon.INFO)


class ActionSection(SettingsSection):
    """A row with a button; subclasses say what it is for."""

    def __init__(self, title: SectionTitle, button_icon: Icon | None) -> None:
        super().__init__(title)
        self.button = Button(icon=button_icon)
        self.row = SettingRow(self.button)
        self.card.add(self.row)


class QuickSection(ActionSection):
    """The section with the way to the quick replies."""

    def __init__(self) -> None:
        super().__init__(QUICK, None)
        self.retranslate()

    def retranslate(self) -> None:
        super().retranslate()
        self.button.setText(tr("settings.quick_open"))
        self.row.set_title(tr("settings.quick_manage"), tr("settings.quick_hint"))


class AccountSection(ActionSection):
    """The section of who works here, and the way out, at a cost unless it ``is_durable``."""

    def __init__(self, doctor: str, *, is_durable: bool = True) -> None:
        super().__init__(ACCOUNT, Icon.SIGN_OUT)
        self._doctor, self._is_durable = doctor, is_durable
        self.retranslate()

    def retranslate(self) -> None:
        super().retranslate()
        self.button.setText(tr("sign_out.menu"))
        hint = "settings.sign_out_hint" if self._is_durable else "settings.sign_out_hint_unkept"
        self.row.set_title(self._doctor or tr("settings.sign_out"), tr(hint))
        self.button.setAccessibleName(tr("settings.sign_out"))

    def show_doctor(self, name: str) -> None:
        """Show the name of who works here, which is another than was known."""
        self._doctor = name
        self.retranslate()


class SupportSection(SettingsSection):
    """The section with the way to the diagnostics and to the audit log."""

    def __init__(self) -> None:
        super().__init__(SUPPORT)
        self.diagnostics, self.audit = Button(icon=Icon.DOWNLOAD), Button(icon=Icon.DOC)
        self._diagnostics_row = SettingRow(self.diagnostics)
        self._audit_row = SettingRow(self.audit)
        for row in (self._diagnostics_row, self._audit_row):
            self.card.add(row)
        self.retranslate()

    def retranslate(self) -> None:
        super().retranslate()
        self.diagnostics.setText(tr("settings.diagnostics_open"))
        self._diagnostics_row.set_title(tr("diagnostics.title"), tr("settings.diagnostics_hint"))
        self.audit.setText(tr("settings.audit_open"))
        self._audit_row.set_title(tr("audit.title"), tr("settings.audit_hint"))


class AboutSection(SettingsSection):
    """The section that says what program this is."""

    def __init__(self, version: str) -> None:
        super().__init__(ABOUT)
        self._version = Label(version, ink=Ink.SECONDARY, tabular=True)
        self._update: UpdateState | None = None
        self._program, self._fonts = SettingRow(self._version), SettingRow(QWidget())
        for row in (self._program, self._fonts):
            self.card.add(row)
        self.retranslate()

    def show_update(self, update: UpdateState | None) -> None:
        """Show in one quiet line the version that the administrator will install."""
        self._update = update
        self.retranslate()

    def _version_hint(self) -> str:
        if self._update is None:
            return tr("settings.version")
        kind = "newer" if self._update.newer else "other"
        return tr(f"settings.update.{kind}", version=str(self._update.version))

    def retranslate(self) -> None:
        super().retranslate()
        self._program.set_title(tr("settings.program"), self._version_hint())
        self._version.setAccessibleName(self._version.text())  # to be heard, not the row's title
        self._fonts.set_title(tr("settings.fonts"), tr("settings.fonts_hint"))
