"""交接班 over the window: every open consultation, and below it what it leaves open."""

from collections.abc import Iterator, Sequence
from typing import Any

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from workstation.domain.export import ExportChannel
from workstation.ui.export.rules import export_rules
from workstation.ui.handover.handover_list import HandoverList
from workstation.ui.handover.rows import HandoverRow, ItemRow, PatientRow
from workstation.ui.kit.layers.dialog import ModalLayer
from workstation.ui.kit.layers.sheet import row_of
from workstation.ui.kit.painting import Ink
from workstation.ui.kit.rows.entries import EntriesModel
from workstation.ui.kit.strings import tr
from workstation.ui.kit.theme import SPACE, Icon, TextRole, theme
from workstation.ui.kit.widgets.button import Button, ButtonKind
from workstation.ui.kit.widgets.empty_state import EmptyState
from workstation.ui.kit.widgets.icon_button import IconButton
from workstation.ui.kit.widgets.label import Label
from workstation.ui.kit.widgets.message_line import MessageLine
from workstation.ui.kit.widgets.panel import Divider

WIDTH = 880
MAX_HINT_LINES = 2
"""So many stand beside the buttons without making the foot higher."""


class HandoverSheet(ModalLayer):
    """The sheet of the handover.

    Emits the signals of the list and of the row below it; one for each sign-in. ``retranslated``
    tells that the rows are to be made anew.
    """

    send_asked = Signal()
    print_asked = Signal()
    keep_asked = Signal()
    retranslated = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._card = QWidget(self)
        self.title = Label(role=TextRole.TITLE, strong=True, elide=True)
        self.close_button = IconButton(Icon.X)
        self.counts = Label(ink=Ink.SECONDARY, wrap=True, tabular=True)
        self.note = Label(role=TextRole.CAPTION, ink=Ink.TERTIARY, wrap=True)
        self.entries: EntriesModel[Any] = EntriesModel(self)
        self.list = HandoverList(self.entries)
        self.empty, self.unknown = EmptyState(Icon.CHECK), EmptyState(Icon.ALERT)
        self.doubt = MessageLine()
        self.how = Label(role=TextRole.CAPTION, ink=Ink.TERTIARY, wrap=True)
        self.keep = Button(kind=ButtonKind.OUTLINED, icon=Icon.DOWNLOAD)
        self.print = Button(kind=ButtonKind.OUTLINED, icon=Icon.DOC)
        self.send = Button(kind=ButtonKind.FILLED, icon=Icon.SEND)
        self._arrange()
        self.close_button.clicked.connect(self.dismiss)
        self.keep.clicked.connect(self.keep_asked)
        self.print.clicked.connect(self.print_asked)
        self.send.clicked.connect(self.send_asked)
        export_rules.changed.connect(self.retranslate)
        theme.text_resized.connect(self._place)
        self.retranslate()

    def show_rows(self, rows: Sequence[HandoverRow], doubt: str = "") -> None:
        """Show these; where the keyboard is stays so while its row is there.

        ``doubt`` says why some may be missing. With it, none is no good news.
        """
        with self.list.hold_position(self.list.pointed_key()):
            self.entries.show(rows)
        self.list.setVisible(bool(rows))
        self.empty.setVisible(not (rows or doubt))
        self.unknown.setVisible(bool(doubt) and not rows)
        self.unknown.show_text(tr("handover.unknown"), doubt)
        self.doubt.show_text(doubt if rows else "", Ink.WARNING)
        self.counts.setVisible(bool(rows) or not doubt)
        for button in (self.keep, self.print, self.send):
            button.setVisible(bool(rows))
        self._place()
        patients = sum(isinstance(row, PatientRow) for row in rows)
        items = sum(isinstance(row, ItemRow) for row in rows)
        self.counts.setText(
            tr(
                "handover.counts",
                consultations=tr("handover.consultations", count=patients),
                items=tr("handover.open_items", count=items),
            )
        )

    def open(self) -> None:
        """Show it, the keyboard on the list."""
        super().open()
        self._place()
        if self.entries.rowCount():
            self.list.setFocus(Qt.FocusReason.PopupFocusReason)
            if not self.list.currentIndex().isValid():
                self.list.step(None, 1)
        else:
            self.close_button.setFocus(Qt.FocusReason.PopupFocusReason)

    def dismiss(self) -> None:
        """Close the sheet; it is opened again where it was left."""
        self.hide()
        self.return_keyboard()

    def retranslate(self) -> None:
        """Set all texts in the current language."""
        self.title.setText(tr("handover.title"))
        self.setAccessibleName(tr("handover.title"))
        self.list.setAccessibleName(tr("handover.list"))
        self.close_button.set_name(tr("widgets.close"), "Esc")
        self.note.setText(tr("handover.note"))
        self.how.setText(tr("handover.how"))
        self.empty.show_text(tr("handover.nothing"), tr("handover.nothing_text"))
        for button, name in self._ways_out():
            button.setAccessibleName(name)
            button.setToolTip(name)
        self.send.setText(tr("handover.send.open"))
        self._name_ways_out()
        export_rules.mark(self.keep, ExportChannel.PDF)
        export_rules.mark(self.print, ExportChannel.PRINT)
        self.retranslated.emit()

    def card(self) -> QRectF:
        return QRectF(self._card.geometry())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close the sheet at Esc."""
        if event.key() == Qt.Key.Key_Escape:
            self.dismiss()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        """Place the card: nearly the whole window, as wide as is read well."""
        width = min(theme.scaled(WIDTH), self.width() - 2 * SPACE.x6)
        height = self.height() - 2 * SPACE.x6
        self._card.setGeometry((self.width() - width) // 2, SPACE.x6, width, height)
        self._name_ways_out()
        lines = self.how.block(max(1, self._room_in_foot() - SPACE.x2)).lines
        self.how.setVisible(len(lines) <= MAX_HINT_LINES)
        self.update()

    def _ways_out(self) -> Iterator[tuple[Button, str]]:
        yield self.keep, tr("record.menu.pdf")
        yield self.print, tr("record.menu.print")

    def _name_ways_out(self) -> None:
        """Set words on the buttons, or icons alone where large text leaves no room for words."""
        for button, name in self._ways_out():
            button.setText(name)
        if self._room_in_foot() < 0:
            for button, _name in self._ways_out():
                button.setText("")

    def _room_in_foot(self) -> int:
        """What the buttons leave of its width; below zero where they are too wide."""
        buttons = [each for each in (self.keep, self.print, self.send) if not each.isHidden()]
        taken = sum(each.sizeHint().width() + SPACE.x2 for each in buttons) - SPACE.x2
        return self._card.width() - taken - 2 * SPACE.x6 - 2

    def _arrange(self) -> None:
        head = QVBoxLayout()
        head.setContentsMargins(SPACE.x6, 0, SPACE.x6, SPACE.x2)
        head.setSpacing(SPACE.x1)
        head.addWidget(self.counts)
        head.addWidget(self.doubt)
        head.addWidget(self.note)
        foot = QHBoxLayout()
        foot.setContentsMargins(SPACE.x6, SPACE.x2, SPACE.x6, 0)
        foot.setSpacing(SPACE.x2)
        foot.addStretch(0)
        foot.addWidget(self.how, 1)
        foot.addWidget(self.keep)
        foot.addWidget(self.print)
        foot.addWidget(self.send)
        column = QVBoxLayout(self._card)
        column.setContentsMargins(1, SPACE.x4, 1, SPACE.x4)
        column.setSpacing(0)
        column.addLayout(row_of(self.title, None, self.close_button, gutter=SPACE.x6))
        column.addLayout(head)
        column.addWidget(Divider())
        column.addWidget(self.list, 1)
        column.addWidget(self.empty, 1)
        column.addWidget(self.unknown, 1)
        column.addWidget(Divider())
        column.addLayout(foot)
