"""The composer's text: grows to six lines; Enter sends, but never while characters are composed.

While an input method composes, what is typed is not in the document: it is a preedit string at the
caret, and Enter takes it as it stands ("nihao"). Some input methods let the key through to the
widget as well, and a half-written word would go to the patient. Whether one composes is told by
events alone: an ``inputMethodEvent`` with a preedit string begins it, one without ends it, whether
the characters were taken or given up.

* Enter, composing: swallowed. Enter after it: sends. Shift Enter: always a new line.
* The key of the slash opens the quick replies in an empty text. A Chinese input method gives "、"
  or "／" for it, and gives it as a committed string and not as a key, so both ways are looked at.

Tests: ``test_enter_while_an_input_method_composes_sends_nothing``,
``test_composing_given_up_lets_enter_send_again``,
``test_the_box_grows_to_six_lines_and_then_scrolls``.
"""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QInputMethodEvent, QKeyEvent, QResizeEvent, QTextCursor
from PySide6.QtWidgets import QWidget

from workstation.domain.mentions import SIGNS
from workstation.ui.kit.fields.picture_edit import PictureEdit
from workstation.ui.kit.theme import SIZE, SPACE, TextRole, theme

MAX_LINES = 6
ENTER = {Qt.Key.Key_Return, Qt.Key.Key_Enter}
SLASHES = {"/", "／", "、"}
"""What the key with the slash gives, by the input method in force."""


class MessageEdit(PictureEdit):
    """The field in which a message is written.

    ``sent`` is Enter, ``quick_asked`` a slash where nothing is written. ``previous_asked`` is the
    arrow up where nothing is written, ``left`` the escape while a message is edited
    (``is_editing``), ``quote_left`` the escape while one is quoted (``is_quoting``),
    ``mention_asked`` an at sign that is no part of an address of mail. ``caret_moved`` follows what
    is typed or composed, and every way of the caret.
    """

    sent = Signal()
    quick_asked = Signal()
    previous_asked = Signal()
    left = Signal()
    quote_left = Signal()
    mention_asked = Signal()
    caret_moved = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(TextRole.MESSAGE)
        self.setParent(parent)
        self._preedit, self.is_editing, self.is_quoting = "", False, False
        self._room = 0
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.document().contentsChanged.connect(self.fit)
        self.cursorPositionChanged.connect(self.caret_moved)
        self.fit()

    @property
    def is_composing(self) -> bool:
        """Whether an input method has characters under way."""
        return bool(self._preedit)

    def fit(self) -> None:
        """Be as high as the text, from one line to six, fewer where there is no room."""
        line = theme.style(TextRole.MESSAGE).line
        text_height = round(self.document().documentLayout().documentSize().height())
        padding = max(SIZE.composer_input - line, SPACE.x1)
        max_lines = (
            min(MAX_LINES, max((self._room - padding) // line, 1)) if self._room else MAX_LINES
        )
        height = min(max(text_height, line), max_lines * line) + padding
        if height != self.height():
            self.setFixedHeight(height)

    def give_room(self, room: int) -> None:
        """Set how high the field may be, in pixels; one line it always is."""
        if room != self._room:
            self._room = max(room, 1)
            self.fit()

    def event(self, event: QEvent) -> bool:
        """Keep Esc from the page while there is something to leave."""
        overrides = event.type() is QEvent.Type.ShortcutOverride
        if overrides and isinstance(event, QKeyEvent) and self._leaves(Qt.Key(event.key())):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Send by Enter; not with Shift, held down, or while an input method composes."""
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.key() in ENTER and plain:
            if not self.is_composing and not event.isAutoRepeat():
                self.sent.emit()
            return
        if event.text() in SLASHES and self._is_empty():
            self.quick_asked.emit()
            return
        is_first = not event.isAutoRepeat()  # held down, Esc would take the quote of before, too
        if not self._press_editing_key(Qt.Key(event.key()), plain=plain and is_first):
            super().keyPressEvent(event)
            self._ask_mention(event.text())

    def _leaves(self, key: Qt.Key) -> bool:
        return key is Qt.Key.Key_Escape and (self.is_editing or self.is_quoting)

    def _press_editing_key(self, key: Qt.Key, *, plain: bool) -> bool:
        """Begin or leave editing and quoting by their keys; whether this was one of them."""
        if self.is_composing or not plain:
            return False
        if key is Qt.Key.Key_Escape and self.is_editing:
            self.left.emit()
            return True
        if key is Qt.Key.Key_Escape and self.is_quoting:
            self.quote_left.emit()
            return True
        if key is Qt.Key.Key_Up and self._is_empty() and not self.is_editing:
            self.previous_asked.emit()
            return True
        return False

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Note whether characters are being composed."""
        asks_quick = event.commitString() in SLASHES and self._is_empty()
        self._preedit = event.preeditString()
        if asks_quick:
            event.setCommitString("")
            super().inputMethodEvent(event)
            self.quick_asked.emit()
        else:
            super().inputMethodEvent(event)
            self._ask_mention(event.commitString())
        self.caret_moved.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the height: another width breaks other lines."""
        super().resizeEvent(event)
        self.fit()

    def apply_theme(self) -> None:
        """Write in the current size of text."""
        super().apply_theme()
        self.fit()

    def _ask_mention(self, typed: str) -> None:
        """Ask for names to mention behind a sign that was typed; it is in the text by now."""
        before = self.toPlainText()[: self.textCursor().position()].removesuffix(typed)
        address = before[-1:].isascii() and before[-1:].isalnum()
        if typed and typed in SIGNS and not address:
            self.mention_asked.emit()

    def text_before_caret(self) -> str:
        """What stands before the caret, with what an input method is composing there."""
        return self.toPlainText()[: self.textCursor().position()] + self._preedit

    def replace_before_caret(self, length: int, text: str) -> None:
        """Put ``text`` in place of so many characters before the caret; undone at once."""
        cursor = self.textCursor()
        cursor.movePosition(QTextCursor.MoveOperation.Left, QTextCursor.MoveMode.KeepAnchor, length)
        cursor.insertText(text)
        self.setTextCursor(cursor)

    def _is_empty(self) -> bool:
        return not self.is_composing and self.document().isEmpty()
