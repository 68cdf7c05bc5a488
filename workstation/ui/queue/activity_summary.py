"""What happened since the doctor last looked: a few lines above the queue, until put away."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from workstation.ui.kit.announcer import announcer
from workstation.ui.kit.painting import Ink
from workstation.ui.kit.strings import tr
from workstation.ui.kit.theme import SIZE, SPACE, Icon, TextRole
from workstation.ui.kit.widgets.icon_button import IconButton
from workstation.ui.kit.widgets.icon_mark import IconMark
from workstation.ui.kit.widgets.label import Label
from workstation.ui.kit.widgets.panel import Panel, Surface

MAX_LINES = 3


class ActivitySummaryCard(Panel):
    """The card about the time that the doctor was away; hidden until there is something to say.

    ``closed`` tells that the doctor has read it.
    """

    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Surface.SUNKEN, edge=Qt.Edge.BottomEdge, parent=parent)
        self.title = Label(role=TextRole.CAPTION, ink=Ink.SECONDARY, strong=True, elide=True)
        self.lines = [Label(role=TextRole.LABEL, wrap=True, tabular=True) for _ in range(MAX_LINES)]
        self.close_button = IconButton(Icon.X, size=SIZE.control_sm, icon_size=SIZE.icon_sm)
        self.close_button.clicked.connect(self.put_away)
        mark = IconMark(Icon.HISTORY, size=SIZE.icon_sm)
        mark.show_icon(Icon.HISTORY, Ink.SECONDARY)
        words = QVBoxLayout()
        words.setSpacing(0)
        for label in (self.title, *self.lines):
            words.addWidget(label)
        row = QHBoxLayout(self)
        row.setContentsMargins(SPACE.x4, SPACE.x2, SPACE.x3, SPACE.x2)
        row.setSpacing(SPACE.x2)
        row.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        row.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignTop)
        self.hide()
        self.retranslate()

    def show_lines(self, title: str, lines: Sequence[str]) -> None:
        """Say these, at most three."""
        self.title.setText(title)
        for label, text in zip(self.lines, [*lines, *MAX_LINES * [""]], strict=False):
            label.setText(text)
            label.setVisible(bool(text))
        self.setAccessibleName(title)
        self.setAccessibleDescription("\n".join(lines))
        if self.isHidden():  # what changes in it meanwhile is announced for itself
            announcer.announce(tr("widgets.breath").join((title, *lines)), topic="since")
        self.show()

    def put_away(self) -> None:
        """Hide it, as the doctor has read it."""
        self.hide()
        self.closed.emit()

    def retranslate(self) -> None:
        """Name the cross in the current language."""
        self.close_button.set_name(tr("queue.since.close"))
