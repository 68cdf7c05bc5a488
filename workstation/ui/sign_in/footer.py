"""Below the card of the sign-in page: the settings that are needed to read it, and the version."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from workstation.config.settings import LANGUAGE, THEME
from workstation.ui.kit.fields.select import Select
from workstation.ui.kit.painting import Ink
from workstation.ui.kit.strings import Language, language, tr
from workstation.ui.kit.theme import SPACE, Appearance, Icon, TextRole, theme
from workstation.ui.kit.widgets.label import Label


class SignInFooter(QWidget):
    """Language and theme; ``picked`` carries a setting's key and value."""

    picked = Signal(str, str)

    def __init__(self, version: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._version_number = version
        self.language = Select(plain=True, role=TextRole.LABEL, icon=Icon.GLOBE)
        self.appearance = Select(plain=True, role=TextRole.LABEL, icon=Icon.MOON)
        self._selects = {LANGUAGE: self.language, THEME: self.appearance}
        self._version = Label(role=TextRole.LABEL, ink=Ink.TERTIARY)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE.x3)
        row.addStretch(1)
        for widget in (self.language, self.appearance, self._version):
            row.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addStretch(1)
        for key, select in self._selects.items():
            select.activated.connect(partial(self._pick, key))

    def lock(self, locked: Callable[[str], bool]) -> None:
        """Let nobody change what the administrator has set; ``locked`` tells by the key."""
        for key, select in self._selects.items():
            select.setEnabled(not locked(key))
        self._name_selects()

    def retranslate(self) -> None:
        """Set all texts in the current language, and show the choices that hold."""
        self._version.setText(tr("sign_in.version", version=self._version_number))
        for select in self._selects.values():
            select.clear()
        for each in Language:
            self.language.addItem(each.autonym, each.value)
        self.language.choose(language().value)
        for appearance in Appearance:
            text = tr(f"setting.ui.theme.choice.{appearance.value}")
            self.appearance.addItem(text, appearance.value)
        self.appearance.choose(theme.appearance.value)
        self._name_selects()

    def _name_selects(self) -> None:
        self.language.setAccessibleName(tr("sign_in.language"))
        self.appearance.setAccessibleName(tr("sign_in.theme"))
        for select in self._selects.values():
            by_whom = "" if select.isEnabled() else tr("settings.locked")
            select.setAccessibleDescription(by_whom)
            select.setToolTip(by_whom)

    def _pick(self, key: str, _number: int) -> None:
        self.picked.emit(key, self._selects[key].currentData())
