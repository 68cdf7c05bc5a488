"""A form on a card over the window: its title, what is filled in, an error, the ways on."""

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from workstation.ui.kit.layers.dialog import ModalLayer, layout_height
from workstation.ui.kit.layers.restore_focus import restore_focus
from workstation.ui.kit.page import hand_focus_over
from workstation.ui.kit.painting import Ink
from workstation.ui.kit.strings import tr
from workstation.ui.kit.theme import SIZE, SPACE, Icon, TextRole
from workstation.ui.kit.widgets.button import Button, ButtonKind
from workstation.ui.kit.widgets.icon_button import IconButton
from workstation.ui.kit.widgets.label import Label
from workstation.ui.kit.widgets.message_line import MessageLine
from workstation.ui.kit.widgets.panel import Panel, ScrollArea, Surface

TALL = 8
"""A window so many times higher than the card's distance from its top has room for that."""


class FormSheet(ModalLayer):
    """A form on a card over the window.

    Emits ``asked`` when it is to be done. Closing it keeps what is filled in. Fields go into
    ``form``, what stays in sight below them into ``foot``. ``check`` says what is wrong, in its
    place. Where ``asks_by_keys`` is false, Ctrl Enter does not ask.
    """

    asked = Signal()
    asks_by_keys = True
    scroll_area: ScrollArea

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.busy = False
        self._typed_into: QWidget | None = None
        self._card = QWidget(self)
        self.title = Label(role=TextRole.TITLE, strong=True, elide=True)
        self.close_button = IconButton(Icon.X)
        self.error = MessageLine()
        self.cancel, self.start = Button(), Button(kind=ButtonKind.FILLED)
        self._body = Panel(Surface.RAISED)
        self.scroll_area = ScrollArea(self._body)
        self.form, self.foot = QVBoxLayout(self._body), QVBoxLayout()
        self._arrange_card()
        self._body.installEventFilter(self)
        self.close_button.clicked.connect(self.dismiss)
        self.cancel.clicked.connect(self.dismiss)
        self.start.clicked.connect(self.ask)

    def check(self) -> bool:
        """Say at each field what is wrong with it; true when nothing is."""
        return True

    def ask(self) -> None:
        """Ask for it, unless something is wrong or it is on its way."""
        if not self.busy and self.start.isEnabled() and self.check():
            self.show_error("")
            self.asked.emit()

    def show_error(self, text: str) -> None:
        """Show why it was not done; everything stays filled in. Nothing takes the error away."""
        self.error.show_text(text, Ink.DANGER)
        self.place()

    def set_busy(self, *, busy: bool) -> None:
        """Lock the form while it is being sent: nothing is changed or sent twice."""
        self.busy = busy
        self.start.set_busy(busy)
        if busy:
            # Qt would leave the keyboard nowhere: its keys would go to the page behind.
            focused = QApplication.focusWidget()
            self._typed_into = focused if focused and self._body.isAncestorOf(focused) else None
            hand_focus_over(self._body, self)
        self._body.setEnabled(not busy)
        if not busy and self.hasFocus():
            restore_focus(self._typed_into, self)

    def open(self) -> None:
        """Open the sheet with what was filled in before."""
        super().open()
        self.place()

    def go_to(self, field: QWidget) -> None:
        """Put the keyboard on a field, and it into sight."""
        field.setFocus(Qt.FocusReason.OtherFocusReason)
        self.scroll_area.ensureWidgetVisible(field)

    def dismiss(self) -> None:
        """Close the sheet; what is filled in stays for the next time."""
        self.hide()
        self.return_keyboard()

    def retranslate(self) -> None:
        """Set all texts in the current language."""
        self.close_button.set_name(tr("widgets.close"), "Esc")

    def card(self) -> QRectF:
        return QRectF(self._card.geometry())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close the sheet at Esc, ask for what it is about at Ctrl Enter."""
        is_enter = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
        if event.key() == Qt.Key.Key_Escape:
            self.dismiss()
        elif (
            self.asks_by_keys
            and is_enter
            and event.modifiers() & Qt.KeyboardModifier.ControlModifier
        ):
            self.ask()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: object) -> None:  # noqa: ARG002
        self.place()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Fit the card: what is filled in became higher or lower."""
        if watched is self._body and event.type() is QEvent.Type.LayoutRequest:
            self.place()
        return super().eventFilter(watched, event)

    def place(self) -> None:
        """Make the card as high as its content, within the window."""
        width = min(SIZE.palette, self.width() - 2 * SPACE.x6)
        top = SIZE.palette_top if self.height() >= SIZE.palette_top * TALL else SPACE.x6
        chrome = layout_height(self._whole, width) - self.scroll_area.sizeHint().height()
        full_height = chrome + layout_height(self.form, width - 2 * SIZE.hairline)
        height = min(full_height, self.height() - top - SPACE.x6)
        self._card.setGeometry((self.width() - width) // 2, top, width, height)
        self.update()

    def _arrange_card(self) -> None:
        self.form.setContentsMargins(SPACE.x6, SPACE.x2, SPACE.x6, SPACE.x4)
        self.form.setSpacing(SPACE.x4)
        self.foot.setContentsMargins(SPACE.x6, 0, SPACE.x6, 0)
        self.foot.setSpacing(SPACE.x2)
        whole = self._whole = QVBoxLayout(self._card)
        whole.setContentsMargins(SIZE.hairline, SPACE.x4, SIZE.hairline, SPACE.x4)
        whole.setSpacing(SPACE.x2)
        whole.addLayout(row_of(self.title, None, self.close_button, gutter=SPACE.x6))
        whole.addWidget(self.scroll_area, 1)
        whole.addLayout(self.foot)
        self.buttons = row_of(self.cancel, self.start, gutter=SPACE.x6)
        self.error.keep_room()  # and beside the buttons, so that nothing moves when it comes
        self.buttons.insertWidget(0, self.error, 1, Qt.AlignmentFlag.AlignVCenter)
        whole.addLayout(self.buttons)


def row_of(*parts: QWidget | None, gutter: int = 0) -> QHBoxLayout:
    """Parts beside each other, ``gutter`` free at both ends; ``None`` takes what is left."""
    row = QHBoxLayout()
    row.setContentsMargins(gutter, 0, gutter, 0)
    row.setSpacing(SPACE.x2)
    for part in parts:
        if part is None:
            row.addStretch(1)
        else:
            row.addWidget(part)
    return row
