"""Rows of their own above the list: what is ticked, and what went wrong."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from workstation.ui.kit.strings import tr
from workstation.ui.kit.theme import SIZE, SPACE, Icon, theme
from workstation.ui.kit.widgets.button import Button, ButtonKind
from workstation.ui.kit.widgets.checkbox import CheckBox
from workstation.ui.kit.widgets.collapsible import Collapsible
from workstation.ui.kit.widgets.label import Label
from workstation.ui.kit.widgets.panel import Panel, Surface


class SelectionBar(Panel):
    """The bar above ticked rows; emits ``all_asked``, ``none_asked`` and ``delete_asked``."""

    all_asked = Signal()
    none_asked = Signal()
    delete_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Surface.PANEL, edge=Qt.Edge.BottomEdge, parent=parent)
        theme.hold(self, QWidget.setFixedHeight, SIZE.bar)
        self.box = CheckBox()
        self.count = Label(strong=True, tabular=True)
        self.all = Button(kind=ButtonKind.LINK)
        self.cancel = Button(kind=ButtonKind.QUIET)
        self.delete = Button(kind=ButtonKind.DANGER, icon=Icon.TRASH)
        self._ticked = self._shown_rows = 0
        row = QHBoxLayout(self)
        row.setContentsMargins(SPACE.x4, 0, SPACE.x4, 0)
        row.setSpacing(SPACE.x2)
        row.addWidget(self.box)
        row.addSpacing(SPACE.x1)
        row.addWidget(self.count)
        row.addSpacing(SPACE.x2)
        row.addWidget(self.all)
        row.addStretch(1)
        row.addWidget(self.cancel)
        row.addWidget(self.delete)
        # The box does the same.
        self._all = Collapsible(self.all, self)
        self.box.clicked.connect(self._press_box)
        self.all.clicked.connect(self.all_asked)
        self.cancel.clicked.connect(self.none_asked)
        self.delete.clicked.connect(self.delete_asked)
        self.retranslate()

    def show_ticks(self, ticked: int, shown_rows: int, state: Qt.CheckState) -> None:
        """Show how many of how many are ticked; none hides the bar."""
        self._ticked, self._shown_rows = ticked, shown_rows
        self.setVisible(ticked > 0)
        self.box.setTristate(True)
        self.box.setCheckState(state)
        self._all.offer(offered=ticked < shown_rows)
        self._update_texts()

    def retranslate(self) -> None:
        """Set all texts in the current language."""
        self.cancel.setText(tr("history.cancel"))
        self.delete.setText(tr("history.delete"))
        self.box.setAccessibleName(tr("history.select_all_name"))
        self._update_texts()

    def _update_texts(self) -> None:
        self.count.setText(tr("history.selected", count=self._ticked))
        self.all.setText(tr("history.select_all", count=self._shown_rows))

    def _press_box(self) -> None:
        (self.all_asked if self._ticked < self._shown_rows else self.none_asked).emit()
