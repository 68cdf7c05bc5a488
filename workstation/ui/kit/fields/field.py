"""A line of text to fill in, with its icon, and a sentence below when something is to be said."""

from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from workstation.ui.kit.announcer import announcer
from workstation.ui.kit.fields.editing import LineEdit
from workstation.ui.kit.fields.field_box import FieldBox
from workstation.ui.kit.painting import Ink
from workstation.ui.kit.strings import tr
from workstation.ui.kit.theme import SIZE, SPACE, Icon, TextRole, theme
from workstation.ui.kit.widgets.icon_button import IconButton
from workstation.ui.kit.widgets.message_line import MessageLine

DOT_SPREAD = 2


class Field(QWidget):
    """A line to type in.

    Emits ``edited`` (the text, by hand only) and ``submitted`` (Enter).
    """

    edited = Signal(str)
    submitted = Signal()

    def __init__(
        self,
        *,
        icon: Icon | None = None,
        large: bool = True,
        edit: LineEdit | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.edit = edit or LineEdit()
        self.edit.textEdited.connect(self.edited)
        self.edit.returnPressed.connect(self.submitted)
        self.box = FieldBox(self.edit, large=large, icon=icon)
        self.message = MessageLine()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(SPACE.x1)
        self._column.addWidget(self.box)
        self._column.addWidget(self.message)
        self.setFocusProxy(self.edit)

    def text(self) -> str:
        """The text as it was typed, spaces included."""
        return self.edit.text()

    def set_text(self, text: str) -> None:
        """Fill in ``text`` without a signal."""
        if text != self.edit.text():
            self.edit.setText(text)

    def show_start(self) -> None:
        """Show a text that is wider than the field from its start, unless somebody is in it."""
        if not self.edit.hasFocus():
            self.edit.setCursorPosition(0)

    def set_name(self, name: str, placeholder: str = "") -> None:
        """Name the field for a screen reader; ``placeholder`` is an example in the empty field."""
        self.edit.setAccessibleName(name)
        self.edit.setPlaceholderText(placeholder)

    def set_locked(self, locked: bool) -> None:  # noqa: FBT001
        """Show what is set and let it be read and copied, but not changed."""
        self.edit.setReadOnly(locked)
        self.box.set_locked(locked)

    def set_error(self, text: str) -> None:
        """Mark it wrong, and say why; nothing takes the mark away."""
        self.box.set_wrong(bool(text))
        self.message.show_text(text, Ink.DANGER)
        self.edit.setAccessibleDescription(text)

    def set_hint(self, text: str, ink: Ink = Ink.TERTIARY) -> None:
        """Say something helpful below, in place of an error."""
        self.box.set_wrong(False)
        self.message.show_text(text, ink)
        self.edit.setAccessibleDescription(text)


class SecretEdit(LineEdit):
    """A line in which no input method composes.

    Its window showed the letters that the dots hide. And they became words under the dots: a code
    chosen while pinyin was on was another one than the same keys give while it is off.
    """

    def inputMethodQuery(self, query: Qt.InputMethodQuery, *argument: Any) -> Any:
        """Want no input method; Qt's line wants one whatever its attribute says."""
        if query is Qt.InputMethodQuery.ImEnabled:
            return False
        return super().inputMethodQuery(query, *argument)


class SecretField(Field):
    """Shows dots; the eye shows the text while it is pressed in. Never put into a log.

    Dots do not show that Caps Lock is on, so a line says it. Qt cannot be asked for it, but each
    letter that is typed tells: it is a capital without Shift, or none with it.

    Undo brings back nothing that was typed as dots, nor what was forgotten: it might be another
    person who presses the eye then.
    """

    def __init__(self, *, icon: Icon | None = None, parent: QWidget | None = None) -> None:
        super().__init__(icon=icon, edit=SecretEdit(), parent=parent)
        self._show_text(visible=False)
        self.caps_lock = MessageLine(announces=False)
        self._column.insertWidget(1, self.caps_lock)
        self.edit.installEventFilter(self)
        self.reveal = IconButton(Icon.EYE, size=SIZE.control)
        self.reveal.setCheckable(True)
        self.reveal.toggled.connect(self._show_text)
        self.reveal.toggled.connect(self.retranslate)
        theme.text_resized.connect(self._spread)
        self.box.add(self.reveal)
        self.box.row.setContentsMargins(self.box.row.contentsMargins().left(), 0, SPACE.x1, 0)
        self.retranslate()

    def set_name(self, name: str, placeholder: str = "") -> None:
        """Say what it is for, which its eye says, too."""
        super().set_name(name, placeholder)
        self.retranslate()

    def forget(self) -> None:
        """Be empty, for good: what ``clear`` takes away can be had again by Ctrl+Z."""
        self.edit.setText("")

    def retranslate(self) -> None:
        """Name the eye in the current language.

        To a screen reader it is pressed in or not, and of a field; “hide, pressed” was neither.
        """
        visible, field = self.reveal.isChecked(), self.edit.accessibleName()
        self.reveal.set_name(tr("widgets.hide_text") if visible else tr("widgets.show_text"))
        name = tr("widgets.show_text_of", name=field) if field else tr("widgets.show_text")
        self.reveal.setAccessibleName(name)
        self._show_caps_lock(is_on=not self.caps_lock.isHidden())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: ARG002
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            self._note_caps_lock(event)
        elif event.type() is QEvent.Type.FocusOut:
            self._show_caps_lock(is_on=False)
        return False

    def _note_caps_lock(self, event: QKeyEvent) -> None:
        letter = event.text()
        if event.key() == Qt.Key.Key_CapsLock:
            self._show_caps_lock(is_on=False)  # where it is on now, the next letter tells
        elif letter.lower() != letter.upper():
            shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self._show_caps_lock(is_on=letter.isupper() is not shift)

    def _show_caps_lock(self, *, is_on: bool) -> None:
        if is_on and self.caps_lock.isHidden():
            announcer.announce(tr("widgets.caps_lock"), topic="caps_lock")
        self.caps_lock.show_text(tr("widgets.caps_lock") if is_on else "", Ink.WARNING)

    def _show_text(self, visible: bool) -> None:  # noqa: FBT001
        mode = QLineEdit.EchoMode.Normal if visible else QLineEdit.EchoMode.Password
        self.edit.setEchoMode(mode)
        caret = self.edit.cursorPosition()
        self.edit.setText(self.edit.text())  # whose history begins here
        self.edit.setCursorPosition(caret)
        self._spread()

    def _spread(self) -> None:
        visible = self.edit.echoMode() is QLineEdit.EchoMode.Normal
        font = QFont(theme.font(TextRole.BODY))
        spread = 0 if visible else DOT_SPREAD
        font.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, spread)
        self.edit.setFont(font)
