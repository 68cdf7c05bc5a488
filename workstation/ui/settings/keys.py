"""The settings' list of what the keyboard does."""

from PySide6.QtCore import QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from workstation.ui.kit.actions import ACTIONS
from workstation.ui.kit.fields.search_field import KeyCap
from workstation.ui.kit.theme import SIZE, SPACE, Icon, theme
from workstation.ui.kit.widgets.label import Label
from workstation.ui.kit.widgets.panel import place_at_once
from workstation.ui.settings.sections import SectionTitle, SettingsSection

KEYS = SectionTitle("keys", "settings.keys", Icon.KEYBOARD)

ROWS_AT_ONCE = 6


class KeyRow(QWidget):
    """The row of a shortcut: what keys do, and the keys."""

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

    def show_text(self, text: str) -> None:
        """Say what they do; a screen reader is told the keys with it."""
        self.text.setText(text)
        self.text.setAccessibleName(f"{text}: {' / '.join(self._keys)}")


class KeysSection(SettingsSection):
    """Every shortcut that works anywhere in the program's main window.

    Its rows are a third of the page's widgets and stand at its end, so the page is painted once
    before they are made, a few at a time.
    """

    def __init__(self) -> None:
        super().__init__(KEYS)
        self._left = [name for name, action in ACTIONS.items() if action.keys]
        self._rows: dict[str, KeyRow] = {}
        self.retranslate()

    @property
    def keys(self) -> dict[str, KeyRow]:
        """All rows by the names of their actions, made now if they were not yet."""
        self.complete()
        return self._rows

    def complete(self) -> None:
        self._make(len(self._left))

    def retranslate(self) -> None:
        super().retranslate()
        for name, row in self._rows.items():
            row.show_text(ACTIONS[name].title)

    def showEvent(self, event: QShowEvent) -> None:
        """Make the rows once the page has been painted."""
        super().showEvent(event)
        QTimer.singleShot(0, self, self._make_some)

    def _make_some(self) -> None:
        self._make(ROWS_AT_ONCE)
        place_at_once()
        if self._left:
            QTimer.singleShot(0, self, self._make_some)

    def _make(self, count: int) -> None:
        some, self._left = self._left[:count], self._left[count:]
        for name in some:
            self._rows[name] = row = KeyRow(ACTIONS[name].shown_keys)
            row.show_text(ACTIONS[name].title)
            self.card.add(row)
