"""The page while the system's credentials are locked: what is waited for, and the ways on."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from workstation.ui.kit.strings import tr
from workstation.ui.kit.theme import Icon
from workstation.ui.kit.widgets.empty_state import EmptyState
from workstation.ui.kit.widgets.panel import Panel, Surface


class UnlockPage(Panel):
    """The page shown while the credential store is locked.

    ``retry_asked`` asks for the system's dialog once more, ``skipped`` goes on without it.
    """

    retry_asked = Signal()
    skipped = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Surface.CANVAS, parent=parent)
        self.state = EmptyState(Icon.LOCK)
        self.ask = self.state.add_button()
        self.skip = self.state.add_button()
        self.ask.clicked.connect(self.retry_asked)
        self.skip.clicked.connect(self.skipped)
        whole = QVBoxLayout(self)
        whole.addWidget(self.state)
        self._key, self._closed = "locked", False
        self.retranslate()

    def show_asking(self, *, first: bool) -> None:
        """Say that the system's dialog is open: for a password, or for a ``first`` one."""
        self._key, self._closed = "new" if first else "locked", False
        self.retranslate()
        self.skip.setFocus()

    def show_closed(self) -> None:
        """Show that the keyring's dialog was closed, and nothing is unlocked."""
        self._key, self._closed = "dismissed", True
        self.retranslate()
        self.ask.setFocus()

    def retranslate(self) -> None:
        """Set the text in the current language."""
        title, text = tr(f"unlock.{self._key}.title"), tr(f"unlock.{self._key}.text")
        self.state.show_text(title, text, announces=True)
        self.ask.setText(tr("unlock.again"))
        self.ask.setVisible(self._closed)
        self.skip.setText(tr("unlock.skip"))
