"""Lines with a box each, below a sentence; nothing is ticked until the doctor ticks it."""

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from workstation.domain.value import Value
from workstation.ui.kit.layers.sheet import row_of
from workstation.ui.kit.painting import Ink
from workstation.ui.kit.strings import tr
from workstation.ui.kit.theme import SPACE, TextRole
from workstation.ui.kit.widgets.checkbox import CheckBox
from workstation.ui.kit.widgets.label import Label
from workstation.ui.kit.widgets.panel import Panel, ScrollArea, Surface


class PickLine(Value):
    """What can be ticked: its words, and what they are."""

    text: str
    hint: str = ""


class PickList(Panel):
    """Lines to be ticked.

    ``changed`` tells that something was ticked or is no longer.
    """

    changed = Signal()

    def __init__(self) -> None:
        super().__init__(Surface.RAISED)
        self.sentence = Label(ink=Ink.SECONDARY, wrap=True)
        self.empty = Label(role=TextRole.LABEL, ink=Ink.TERTIARY, wrap=True)
        self.boxes: list[CheckBox] = []
        self.all = CheckBox()
        self.all.setTristate(True)
        self.all.clicked.connect(self._tick_all)
        self._list = Panel(Surface.RAISED)
        self._rows = QVBoxLayout(self._list)
        self._rows.setContentsMargins(SPACE.x1, SPACE.x1, SPACE.x1, SPACE.x1)
        self._rows.setSpacing(SPACE.x3)
        self._rows.addWidget(self.all)
        self._rows.addStretch(1)
        self._scroll = ScrollArea(self._list)
        self.column = QVBoxLayout(self)
        edge = SPACE.x6 - SPACE.x1  # the boxes' rings take the rest
        self.column.setContentsMargins(edge, SPACE.x3, edge, SPACE.x3)
        self.column.setSpacing(SPACE.x3)
        for part in (self.sentence, self.empty):
            self.column.addLayout(row_of(part, gutter=SPACE.x1))
        self.column.addWidget(self._scroll, 1)

    @property
    def ticked(self) -> tuple[int, ...]:
        """The numbers of the lines that are ticked."""
        return tuple(number for number, box in enumerate(self.boxes) if box.isChecked())

    def show_lines(self, lines: Sequence[PickLine]) -> None:
        """Show these in place of what was there."""
        for box in self.boxes:
            box.deleteLater()
        self.boxes = []
        for line in lines:
            self.add(line)
        self.empty.setVisible(not lines)
        self._show_all()

    def add(self, line: PickLine, *, ticked: bool = False) -> None:
        """Add a line at the end, and bring it into sight."""
        box = CheckBox(line.text)
        box.set_hint(line.hint)
        box.setChecked(ticked)
        box.toggled.connect(lambda _on: self._on_ticked())
        self._rows.insertWidget(1 + len(self.boxes), box)
        box.show()  # Qt does so a turn later, and what is out of sight keeps no keyboard
        self.boxes.append(box)
        self.empty.hide()
        self._show_all()
        if ticked:
            box.setFocus(Qt.FocusReason.OtherFocusReason)
            self._scroll.ensureWidgetVisible(box)
            self.changed.emit()

    def add_below(self, part: QWidget) -> None:
        """Add something that stays in sight below the lines."""
        self.column.addLayout(row_of(part, gutter=SPACE.x1))

    def retranslate(self) -> None:
        """Set all texts in the current language."""
        self.all.setText(tr("redaction.tick_all"))

    def _on_ticked(self) -> None:
        self._show_all()
        self.changed.emit()

    def _tick_all(self) -> None:
        """Tick all lines, or none where all are ticked."""
        ticks = len(self.ticked) < len(self.boxes)
        for box in self.boxes:
            blocker = QSignalBlocker(box)  # one change, not one for each line
            box.setChecked(ticks)
            blocker.unblock()
        self._on_ticked()

    def _show_all(self) -> None:
        """Show the box for all, but not for one line, where it would mean the same as its own."""
        ticked = len(self.ticked)
        state = Qt.CheckState.PartiallyChecked if ticked else Qt.CheckState.Unchecked
        if ticked == len(self.boxes):
            state = Qt.CheckState.Checked
        self.all.setCheckState(state)
        self.all.setVisible(len(self.boxes) > 1)
