"""One row of an ordered list: handle, number, text, and on hover or focus its two buttons."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QEnterEvent, QFocusEvent, QHideEvent, QKeyEvent, QMouseEvent, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from workstation.ui.kit.fields.editing import LineEdit
from workstation.ui.kit.painting import Ink, draw_box, painting
from workstation.ui.kit.roles import Role, SpokenAs
from workstation.ui.kit.strings import tr
from workstation.ui.kit.theme import RADIUS, SIZE, SPACE, Icon, theme
from workstation.ui.kit.widgets.icon_button import IconButton, RemoveButton
from workstation.ui.kit.widgets.icon_mark import IconMark
from workstation.ui.kit.widgets.label import Label

MOVES = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class RowEdit(LineEdit):
    """The field of a row in writing: Esc gives up what was typed. No key goes on to the row."""

    abandoned = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.abandoned.emit()
        else:
            super().keyPressEvent(event)
        event.accept()


class OrderedRow(SpokenAs, QWidget):
    """One row of an ordered list. It speaks of itself only: the list decides what comes of it.

    ``moved`` carries -1 or 1; ``dragged`` the pointer's y within the list, until it is ``dropped``
    there, or ``put_back`` by Esc; ``stepped`` a step of the keyboard's focus; ``edited`` the new
    text, which is empty if there is nothing to keep; ``refused`` why a text cannot be kept, and
    nothing once it is changed.
    """

    spoken_role = Role.ListItem
    moved = Signal(int)
    stepped = Signal(int)
    dragged = Signal(int)
    dropped = Signal()
    put_back = Signal()
    edited = Signal(str)
    removed = Signal()
    refused = Signal(str)

    def __init__(self, text: str) -> None:
        super().__init__()
        self._text = text
        self._refuse: Callable[[str], str] | None = None
        self._wrong = False
        self._dragging = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.grip = IconMark(Icon.GRIP, Ink.TERTIARY, size=SIZE.icon_sm)
        self.grip.setCursor(Qt.CursorShape.SizeVerCursor)
        self._number = Label(ink=Ink.TERTIARY, tabular=True)
        self._number.setMinimumWidth(SPACE.x4)
        self._number.setAlignment(Qt.AlignmentFlag.AlignRight)
        self._label = Label(text, elide=True)
        self.edit = RowEdit()
        self.edit.hide()
        self.pencil = IconButton(Icon.PENCIL, size=SIZE.control, icon_size=SIZE.icon_sm)
        self.trash = RemoveButton(Icon.TRASH, size=SIZE.control, icon_size=SIZE.icon_sm)
        self._arrange()
        self._connect()
        self._show_buttons()
        self.retranslate()

    @property
    def text(self) -> str:
        """The text of the row."""
        return self._text

    @property
    def editing(self) -> bool:
        """Whether the row is being written in."""
        return not self.edit.isHidden()

    def refuse_by(self, refuse: Callable[[str], str]) -> None:
        """Ask ``refuse`` before a text is kept; it gives the reason why not, or nothing."""
        self._refuse = refuse

    def show_number(self, number: int, kind: str) -> None:
        """Show its place, from 1, among lines of one ``kind``."""
        self._number.setText(str(number))
        self.edit.setAccessibleName(f"{kind} {number}".strip())
        self.setAccessibleName(f"{number}. {self._text}")

    def begin(self) -> None:
        """Write in it."""
        self.edit.setText(self._text)
        self._label.hide()
        self.edit.show()
        self.edit.setFocus(Qt.FocusReason.OtherFocusReason)
        self.edit.selectAll()
        self._show_buttons()

    def retranslate(self) -> None:
        """Name the buttons, and say what the keys do, in the current language."""
        self.setAccessibleDescription(tr("widgets.line_keys"))
        self.pencil.set_name(tr("widgets.edit_item"))
        self.trash.set_name(tr("widgets.delete_item"))

    def sizeHint(self) -> QSize:
        return QSize(SIZE.menu, SIZE.row_honour)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if self._dragging:  # another change would be lost in the order that Esc brings back
            if key == Qt.Key.Key_Escape:
                self._dragging = False
                self.put_back.emit()
        elif key in MOVES:
            alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
            (self.moved if alt else self.stepped).emit(MOVES[key])
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2}:
            self.begin()
        elif key == Qt.Key.Key_Delete:
            if not event.isAutoRepeat():  # the next line has the keyboard by then
                self.removed.emit()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        reach = self.grip.geometry().adjusted(-SPACE.x2, -SPACE.x2, SPACE.x2, SPACE.x2)
        if event.button() is Qt.MouseButton.LeftButton:
            self._dragging = reach.contains(event.position().toPoint())
        self.setFocus(Qt.FocusReason.MouseFocusReason)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._dragging:
            self.dragged.emit(self.mapToParent(event.position().toPoint()).y())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self._end_drag()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: ARG002
        if not self._dragging:
            self.begin()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._end_drag()  # the release may come to nobody

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.EnabledChange:
            self._end_drag()  # the release comes to nobody either

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self._show_buttons()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._show_buttons()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._show_buttons()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._show_buttons()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        colours, rect = theme.colours, QRectF(self.rect())
        with painting(self) as painter:
            if self.hasFocus() or self.editing:
                draw_box(
                    painter,
                    rect,
                    fill=colours.bg_raised,
                    border=colours.danger_text if self._wrong else colours.focus,
                    width=SIZE.focus_ring,
                    radius=RADIUS.sm,
                )
            elif self.underMouse():
                draw_box(painter, rect.adjusted(1, 0, -1, 0), fill=colours.bg_hover, radius=0)

    def _arrange(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(SPACE.x2 + SIZE.hairline, 0, SPACE.x2, 0)
        row.setSpacing(SPACE.x3)
        row.addWidget(self.grip)
        row.addWidget(self._number)
        row.addWidget(self._label, 1)
        row.addWidget(self.edit, 1)
        row.addWidget(self.pencil)
        row.addSpacing(-SPACE.x3)
        row.addWidget(self.trash)

    def _connect(self) -> None:
        self.edit.returnPressed.connect(self.commit)
        self.edit.editingFinished.connect(self._on_editing_finished)
        self.edit.textEdited.connect(lambda: self._mark(""))
        self.edit.abandoned.connect(self.abandon)
        self.pencil.clicked.connect(self.begin)
        self.trash.clicked.connect(self.removed)

    def commit(self) -> bool:
        """Keep what is written; whether it was not refused."""
        text = self.edit.text().strip()
        if not self.editing:
            return True
        changed = text != self._text
        reason = self._refuse(text) if self._refuse and (changed or not text) else ""
        self._mark(reason)
        if reason:
            return False
        self._text = text or self._text
        self._end()
        if changed:
            self.edited.emit(text)
        return True

    def leave(self) -> bool:
        """Keep what is written, and give up a new line without any; whether it was not refused."""
        if not self.editing:
            return True
        if self._refuse is not None and not (self._text or self.edit.text().strip()):
            self.abandon()
            return True
        return self.commit()

    def _on_editing_finished(self) -> None:
        """Leave the row when the focus went elsewhere; Enter also gives this signal."""
        if not self.edit.hasFocus():
            self.leave()

    def _mark(self, reason: str) -> None:
        if reason or self._wrong:
            self._wrong = bool(reason)
            self.edit.setAccessibleDescription(reason)
            self.refused.emit(reason)
            self.update()

    def abandon(self) -> None:
        """Let go what is written: the text is what it was, and a new line goes."""
        self._mark("")
        self._end()
        if not self._text:
            self.edited.emit("")

    def _end(self) -> None:
        had_focus = self.edit.hasFocus()
        self.edit.hide()
        self._label.setText(self._text)
        self._label.show()
        if had_focus:
            self.setFocus(Qt.FocusReason.OtherFocusReason)
        self._show_buttons()

    def _end_drag(self) -> None:
        if self._dragging:
            self._dragging = False
            self.dropped.emit()

    def _show_buttons(self) -> None:
        attended = self.underMouse() or self.hasFocus() or self._button_focused()
        visible = attended and not self.editing
        for button in (self.pencil, self.trash):
            button.setVisible(visible)
        self.update()

    def _button_focused(self) -> bool:
        return self.pencil.hasFocus() or self.trash.hasFocus()
