"""The settings' list of what the keyboard does."""

from PySide6.QtWidgets import QHBoxLayout, QWidget

from workstation.ui.kit.fields.search_field import KeyCap
from workstation.ui.kit.strings import tr
from workstation.ui.kit.theme import SIZE, SPACE, Icon, theme
from workstation.ui.kit.widgets.label import Label
from workstation.ui.settings.sections import SettingsSection

KEYS = {
    "search": ("Ctrl K",),
    "next_patient": ("Ctrl J",),
    "look": ("↑", "↓"),
    "answer": ("Enter",),
    "no_reply": ("Ctrl D",),
    "neighbours": ("Alt ↑", "Alt ↓"),
    "new": ("Ctrl N",),
    "send": ("Enter",),
    "new_line": ("Shift Enter",),
    "quick": ("/",),
    "attach": ("Ctrl Shift A",),
    "record": ("Ctrl Shift R",),
    "find": ("Ctrl F",),
    "match": ("F3", "Shift F3"),
    "details": ("Ctrl I",),
    "pages": ("Ctrl 1", "Ctrl 2", "Ctrl 3"),
    "settings": ("Ctrl ,",),
    "lock": ("Ctrl L",),
    "text_size": ("Ctrl +", "Ctrl -", "Ctrl 0"),
    "history": ("Ctrl H",),
    "delete": ("Delete", "Ctrl Z"),
    "save": ("Ctrl S",),
    "refresh": ("F5",),
    "pane": ("F6",),
    "repeat": ("F8",),
    "whose": ("Shift F8",),
    "close": ("Esc",),
}


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
        self.keys = {name: KeyRow(keys) for name, keys in KEYS.items()}
        for row in self.keys.values():
            self.card.add(row)
        self.retranslate()

    def retranslate(self) -> None:
        super().retranslate()
        for name, row in self.keys.items():
            row.say(tr(f"settings.key.{name}"))
