"""A line below the history: how many consultations are not on this computer.

The policy keeps old ones off it, and a purge does. Unsaid, "19 consultations" were all that a
doctor had, and a patient of last year had never been one.
"""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from workstation.ui.kit.painting import Ink
from workstation.ui.kit.strings import tr
from workstation.ui.kit.theme import SPACE, TextRole
from workstation.ui.kit.widgets.label import Label
from workstation.ui.kit.widgets.panel import Panel, Surface


class LeftOutStrip(Panel):
    """The strip about consultations that are left out; hidden while there is none."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Surface.PANEL, edge=Qt.Edge.TopEdge, parent=parent)
        self._count = 0
        self.text = Label(role=TextRole.CAPTION, ink=Ink.SECONDARY, tabular=True, wrap=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(SPACE.x4, SPACE.x2, SPACE.x4, SPACE.x2)
        row.addWidget(self.text, 1)
        self.show_count(0)

    def show_count(self, count: int) -> None:
        """Show how many are left out."""
        self._count = count
        self.setVisible(bool(count))
        self.retranslate()

    def retranslate(self) -> None:
        """Set the text in the current language."""
        self.text.setText(tr("history.left_out", count=self._count))
