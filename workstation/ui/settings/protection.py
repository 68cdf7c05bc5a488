"""How the data on this computer are protected, and the doctor's unlock code."""

from workstation.domain.keys import KeyKind
from workstation.ui.kit.fields.form import SettingRow
from workstation.ui.kit.fields.select import Select
from workstation.ui.kit.strings import tr
from workstation.ui.kit.theme import Icon
from workstation.ui.kit.widgets.button import Button
from workstation.ui.settings.sections import SectionTitle, SettingsSection
from workstation.ui.shell.unlock_code.wiring import UnlockCodeWiring

PROTECTION = SectionTitle("protection", "settings.protection", Icon.LOCK)


class ProtectionSection(SettingsSection):
    """The section of how the data are protected; each pick opens a sheet, changing nothing yet."""

    def __init__(self, code: UnlockCodeWiring) -> None:
        super().__init__(PROTECTION)
        self._code = code
        self.kind, self.change = Select(), Button(icon=Icon.KEY)
        self._kind_row, self._change_row = SettingRow(self.kind), SettingRow(self.change)
        for row in (self._kind_row, self._change_row):
            self.card.add(row)
        self.kind.activated.connect(self._pick)
        self.change.clicked.connect(self._act)
        self.destroyed.connect(code.service.changed.subscribe(lambda _: self.retranslate()))
        self.retranslate()

    def retranslate(self) -> None:
        super().retranslate()
        service = self._code.service
        choices = dict.fromkeys((service.kind, *service.kinds))
        self.kind.clear()
        for kind in choices:
            self.kind.addItem(tr(f"settings.protection_{kind.value}"), kind)
        self.kind.choose(service.kind)
        self.kind.setEnabled(len(choices) > 1)
        self.kind.setAccessibleName(tr("settings.protection_kind"))
        hint = "settings.protection_hint" if len(choices) > 1 else "settings.protection_fixed"
        self._kind_row.set_title(tr("settings.protection_kind"), tr(hint))
        is_set = service.kind is not KeyKind.SYSTEM
        self.change.setText(tr("settings.code_change" if is_set else "settings.code_set"))
        self.change.setEnabled(is_set or KeyKind.CODE in choices or KeyKind.BOTH in choices)
        self._change_row.set_title(tr("settings.code"), tr("settings.code_hint"))

    def _pick(self) -> None:
        """Open the sheet for a pick; the choice shows what holds until that was carried out."""
        kind = self.kind.currentData()
        self.kind.choose(self._code.service.kind)
        if kind is not self._code.service.kind:
            self._code.move(kind)

    def _act(self) -> None:
        service = self._code.service
        if service.kind is not KeyKind.SYSTEM:
            self._code.change()
        else:
            self._code.set(KeyKind.CODE if KeyKind.CODE in service.kinds else KeyKind.BOTH)
