"""The settings' list of what the keyboard does."""

from PySide6.QtWidgets import QHBoxLayout, QWidget

from workstation.ui.kit.actions import ACTIONS
from workstation.ui.kit.fields.search_field import KeyCap
from workstation.ui.kit.theme import SIZE, SPACE, Icon, theme
from workstation.ui.kit.widgets.label import Label
from workstation.ui.settings.sections import SettingsSection


class KeyRow(QWidget):
    """What keys do, and the keys."""

    def __init__(self, keys: tuple[str, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.text = Label(elide=True)
        self._keys = keys
        theme.hold(self, QWidget.setMinimumHeight, SIZE.control_lg)
        row = QHBoxLayout(self)
        row.setContentsMargins(SPACE.x4, 0, SPACE.x4, 0)
        row.setSpacing(SPACE.x2)
        row.addWidget(self.text, 1)
        for each in keys:
            row.addWidget(KeyCap(each))

    def say(self, text: str) -> None:
        """What they do; a screen reader is told the keys with it."""
        self.text.setText(text)
        self.text.setAccessibleName(f"{text}: {' / '.join(self._keys)}")


class KeysSection(SettingsSection):
    """Every shortcut that works anywhere in the program's main window."""

    def __init__(self) -> None:
        super().__init__("keys", "settings.keys", Icon.KEYBOARD)
        self.keys = {
            name: KeyRow(action.shown_keys) for name, action in ACTIONS.items() if action.keys
        }
        for row in self.keys.values():
            self.card.add(row)
        self.retranslate()

    def retranslate(self) -> None:
        super().retranslate()
        for name, row in self.keys.items():
            row.say(ACTIONS[name].title)
