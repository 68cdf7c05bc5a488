"""The day in one line at the queue's foot: answered, overdue, still to be answered."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from workstation.ui.kit.painting import Ink
from workstation.ui.kit.strings import tr
from workstation.ui.kit.theme import SIZE, SPACE, TextRole, theme
from workstation.ui.kit.widgets.label import Label
from workstation.ui.kit.widgets.panel import Panel, Surface


class DayStrip(Panel):
    """The strip that counts the day's work, hidden until the first count.

    What is 0 is left out, but for what was answered.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Surface.PANEL, edge=Qt.Edge.TopEdge, parent=parent)
        self.text = Label(role=TextRole.CAPTION, ink=Ink.SECONDARY, tabular=True, elide=True)
        theme.hold(self, QWidget.setFixedHeight, SIZE.row_section)
        row = QHBoxLayout(self)
        row.setContentsMargins(SPACE.x4, 0, SPACE.x4, 0)
        row.addWidget(self.text, 1)
        self.hide()

    def show_counts(self, *, answered: int, overdue: int, carried_over: int) -> None:
        """Show how many were answered today, and how many wait, too long or not yet."""
        parts = [tr("queue.day.answered", count=answered)]
        if overdue:
            parts.append(tr("queue.day.overdue", count=overdue))
        if carried_over:
            parts.append(tr("queue.day.carried_over", count=carried_over))
        self.text.setText(tr("queue.day.line", counts=" · ".join(parts)))
        self.show()
