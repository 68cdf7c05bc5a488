"""Lines in an order that matters: dragged or moved by Alt and the arrow keys, edited in place."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from workstation.ui.kit.fields.earlier_texts import EarlierTexts, first_difference, is_undo
from workstation.ui.kit.fields.ordered_row import OrderedRow
from workstation.ui.kit.fields.tag_editor import Refuse
from workstation.ui.kit.painting import Ink, draw_box, painting
from workstation.ui.kit.strings import tr
from workstation.ui.kit.theme import RADIUS, SIZE, SPACE, Icon, TextRole, theme
from workstation.ui.kit.widgets.button import Button, ButtonKind
from workstation.ui.kit.widgets.label import Label
from workstation.ui.kit.widgets.message_line import MessageLine
from workstation.ui.kit.widgets.panel import bring_into_sight, place_at_once
from workstation.ui.kit.widgets.tab_order import put_before_in_tab_order


class RowsCard(QWidget):
    """The rows' border, and the hairlines between them."""

    def __init__(self) -> None:
        super().__init__()
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(0)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        colours = theme.colours
        with painting(self) as painter:
            draw_box(
                painter,
                QRectF(self.rect()),
                fill=colours.bg_field,
                border=colours.border_default,
                radius=RADIUS.sm,
            )
            for y in range(SIZE.row_honour, self.height() - 1, SIZE.row_honour):
                line = QRectF(1, y, self.width() - 2, SIZE.hairline)
                painter.fillRect(line, colours.border_subtle)


class OrderedListEditor(QWidget):
    """Edits lines and their order.

    ``changed`` carries the lines after every change by hand; an emptied line goes away.

    ``refuse`` gives the reason why a text may not stand beside the other lines, or nothing; a
    refused line stays open, with the reason below, until it is changed or given up by Esc. Ctrl Z
    takes back one change after the other.
    """

    changed = Signal(list)

    def __init__(self, *, refuse: Refuse | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._refuse = refuse
        self.rows: list[OrderedRow] = []
        self._name = ""
        self._before: list[str] = []
        self._earlier = EarlierTexts()
        self.card = RowsCard()
        self.add = Button(kind=ButtonKind.LINK, icon=Icon.PLUS)
        theme.hold(self.add, QWidget.setFixedHeight, SIZE.row_honour)
        self.add.clicked.connect(self._begin_new)
        foot = QHBoxLayout()
        foot.setContentsMargins(SPACE.x3, 0, 0, 0)
        foot.addWidget(self.add)
        foot.addStretch(1)
        self.card.column.addLayout(foot)
        self._hint = Label(role=TextRole.CAPTION, ink=Ink.TERTIARY, elide=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE.x1)
        self.message = MessageLine()
        column.addWidget(self.card)
        column.addWidget(self.message)
        column.addWidget(self._hint)
        self.setFocusProxy(self.add)
        self.retranslate()

    def items(self) -> list[str]:
        """The lines in order."""
        return [row.text for row in self.rows if row.text]

    def set_items(self, texts: Sequence[str]) -> None:
        """Show ``texts`` without a signal."""
        if list(texts) != self.items():
            self._show(texts)
            self._earlier.begin(texts)

    def set_name(self, name: str) -> None:
        """Say what the lines are."""
        self._name = name
        self._number_rows()

    def set_add_text(self, text: str) -> None:
        """Set what the last line offers."""
        self.add.setText(text)

    def set_error(self, text: str) -> None:
        """Show what is wrong with the lines; nothing takes it away."""
        self.message.show_text(text, Ink.DANGER)

    def commit(self) -> bool:
        """Keep what is written and what is dragged; whether nothing was refused.

        What was refused takes the focus.
        """
        self._drop()
        for row in tuple(self.rows):
            if not row.leave():
                row.edit.setFocus(Qt.FocusReason.OtherFocusReason)
                return False
        return True

    def abandon(self) -> None:
        """Let go what is being written."""
        for row in tuple(self.rows):
            if row.editing:
                row.abandon()

    def retranslate(self) -> None:
        """Show how it works in the current language."""
        self._hint.setText(tr("widgets.order_hint"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take back the last change at its keys, which no line wanted for itself."""
        if is_undo(event):
            self._undo()
        else:
            super().keyPressEvent(event)

    def _undo(self) -> None:
        if not self.commit():
            return
        now, texts = self.items(), self._earlier.go_back()
        if texts is None:
            return
        self._show(texts)
        at = first_difference(now, texts)
        near = self.rows[min(at, len(texts) - 1)] if texts else self.add
        near.setFocus(Qt.FocusReason.OtherFocusReason)
        self._reveal(near)
        self.changed.emit(self.items())

    def _show(self, texts: Sequence[str]) -> None:
        while self.rows:
            self._take(self.rows[0])
        for text in texts:
            self._insert(text)
        self._number_rows()

    def _insert(self, text: str) -> OrderedRow:
        row = OrderedRow(text)
        if self._refuse is not None:
            row.refuse_by(lambda written: self._reason(row, written))
        row.moved.connect(lambda by: self._move(row, self.rows.index(row) + by))
        row.stepped.connect(lambda by: self._step(row, by))
        row.dragged.connect(lambda y: self._drag(row, y))
        row.dropped.connect(self._drop)
        row.put_back.connect(self._put_back)
        row.edited.connect(lambda text: self._on_edited(row, text))
        row.removed.connect(lambda: self._remove(row))
        row.refused.connect(self.set_error)
        self.rows.append(row)
        self.card.column.insertWidget(len(self.rows) - 1, row)
        row.show()  # Qt does so a turn later, and what is out of sight keeps no keyboard
        return row

    def _reason(self, row: OrderedRow, written: str) -> str:
        others = tuple(
            other_row.text for other_row in self.rows if other_row is not row and other_row.text
        )
        return self._refuse(written, others) if self._refuse else ""

    def _begin_new(self) -> None:
        row = self._insert("")
        self._number_rows()
        row.begin()
        self._reveal(row)

    def _on_edited(self, row: OrderedRow, text: str) -> None:
        if text:
            self._number_rows()
            self._report_change()
        else:
            self._remove(row)

    def _remove(self, row: OrderedRow) -> None:
        had_text = bool(row.text)
        at = self.rows.index(row)
        self._take(row)
        self._number_rows()
        near = self.rows[min(at, len(self.rows) - 1)] if self.rows else self.add
        near.setFocus(Qt.FocusReason.OtherFocusReason)
        self._reveal(near)
        if had_text:
            self._report_change()

    def _move(self, row: OrderedRow, to: int) -> None:
        if self._place(row, to):
            row.setFocus(Qt.FocusReason.OtherFocusReason)
            self._reveal(row)
            self._report_change()

    def _drag(self, row: OrderedRow, y: int) -> None:
        if not self._before:
            self._before = self.items()
        if self._place(row, max(0, min(y // SIZE.row_honour, len(self.rows) - 1))):
            self._reveal(row)

    def _drop(self) -> None:
        """Report one change for a whole drag."""
        before, self._before = self._before, []
        if before and before != self.items():
            self._report_change()

    def _report_change(self) -> None:
        """Report a change; what is told in a drag is not put back: another order would be shown."""
        self._before = []
        self._earlier.note(self.items())
        self.changed.emit(self.items())

    def _put_back(self) -> None:
        """Give up a drag: put every line back where it was."""
        before, self._before = self._before, []
        for to, text in enumerate(before):
            self._place(next(row for row in self.rows[to:] if row.text == text), to)

    def _place(self, row: OrderedRow, to: int) -> bool:
        if not 0 <= to < len(self.rows) or self.rows.index(row) == to:
            return False
        self.rows.remove(row)
        self.rows.insert(to, row)
        self.card.column.removeWidget(row)
        self.card.column.insertWidget(to, row)
        self._number_rows()
        return True

    def _step(self, row: OrderedRow, by: int) -> None:
        to = self.rows.index(row) + by
        if 0 <= to <= len(self.rows):
            near = self.rows[to] if to < len(self.rows) else self.add
            near.setFocus(Qt.FocusReason.TabFocusReason)
            self._reveal(near)

    def _reveal(self, near: QWidget) -> None:
        place_at_once()
        bring_into_sight(near)

    def _take(self, row: OrderedRow) -> None:
        self._before = []
        self.rows.remove(row)
        self.card.column.removeWidget(row)
        row.hide()
        row.deleteLater()

    def _number_rows(self) -> None:
        for number, row in enumerate(self.rows, 1):
            row.show_number(number, self._name)
            row.raise_()  # a screen reader goes by this order, not by the layout's
        self.add.raise_()
        put_before_in_tab_order(self.add, self.rows)
        self.card.update()
