"""Letters typed in the list, on the row of who is open, are written into the reply.

A click on a row leaves the keyboard in the list, where the arrows lead on; whoever begins to write
then has the open patient before him and the reply below, as in every chat program. On another row,
which the arrows only look at, letters lead nowhere: a reply would be written to somebody else.

An input method asks who takes its characters before the first letter is typed. So the list answers
for the reply and hands on what is composed; the keyboard follows with the first characters that
are done, since an input method forgets what is under way where the keyboard goes elsewhere. Where
another patient is opened meanwhile it becomes words in the reply it was composed in; so it does
where another row is looked at, or the open one leaves the list.
Tests: tests/ui/queue/test_typing_on.py.
"""

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QInputMethodEvent, QInputMethodQueryEvent, QKeyEvent
from PySide6.QtWidgets import QApplication

from workstation.ui.composer.message_edit import MessageEdit
from workstation.ui.kit.fields.composing import finish_composing
from workstation.ui.queue.queue_list import QueueList

Query = Qt.InputMethodQuery
COMMANDS = (
    Qt.KeyboardModifier.ControlModifier
    | Qt.KeyboardModifier.AltModifier
    | Qt.KeyboardModifier.MetaModifier
)
NONE = Qt.KeyboardModifier.NoModifier
ALTGR = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
"""As Windows tells of it; Qt's own texts take these two as well."""


class TypingOn(QObject):
    """Hands letters typed on the list to the reply; keys that the list uses itself stay with it."""

    def __init__(self, rows: QueueList, editor: MessageEdit) -> None:
        super().__init__(rows)
        self._rows, self._editor = rows, editor
        rows.text = editor
        rows.installEventFilter(self)
        rows.selectionModel().selectionChanged.connect(self._update_input_method)
        rows.selectionModel().currentChanged.connect(self._update_input_method)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Hand on what is typed for the reply; whether it was."""
        if watched is not self._rows or not self._takes_letters():
            return False
        if isinstance(event, QInputMethodQueryEvent):
            return self._answer(event)
        if isinstance(event, QInputMethodEvent):
            return self._hand_on(event)
        is_press = event.type() is QEvent.Type.KeyPress
        if is_press and isinstance(event, QKeyEvent) and _is_letter(event):
            self._editor.setFocus(Qt.FocusReason.OtherFocusReason)
            QApplication.sendEvent(self._editor, event)
            return True
        return False

    def _takes_letters(self) -> bool:
        index = self._rows.currentIndex()
        is_open = index.isValid() and self._rows.selectionModel().isSelected(index)
        return is_open and self._editor.isVisible() and self._editor.isEnabled()

    def _update_input_method(self) -> None:
        """Let an input method work on the list only while letters typed there are for the reply."""
        if self._rows.hasFocus():
            takes = self._takes_letters()
            if not takes:
                finish_composing()  # what an input method gives from now on is for nobody
            self._rows.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, takes)
            QGuiApplication.inputMethod().update(Query.ImEnabled)

    def _answer(self, event: QInputMethodQueryEvent) -> bool:
        """Answer an input method as the reply would, with places as seen from the list."""
        for query in Query:
            if query.value.bit_count() == 1 and event.queries() & query:
                event.setValue(query, self._from_here(self._editor.inputMethodQuery(query)))
        if event.queries() & Query.ImEnabled:
            event.setValue(Query.ImEnabled, True)
        event.accept()
        return True

    def _from_here(self, value: object) -> object:
        if not isinstance(value, QRect | QRectF):
            return value
        corner = self._editor.mapToGlobal(QPoint(0, 0)) - self._rows.mapToGlobal(QPoint(0, 0))
        return QRectF(value).translated(corner)

    def _hand_on(self, event: QInputMethodEvent) -> bool:
        # Where the keyboard goes elsewhere, Qt ends what is composed of such widgets only.
        self._rows.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)
        is_done = bool(event.commitString())
        QApplication.sendEvent(self._editor, event)
        # A text tells so by itself only where the keyboard is.
        QGuiApplication.inputMethod().update(Query.ImCursorRectangle)
        if is_done:  # not at once: the keyboard may be on its way elsewhere, which ends it, too
            QTimer.singleShot(0, self._follow)
        return True

    def _follow(self) -> None:
        if self._rows.hasFocus() and self._editor.isVisible():
            self._editor.setFocus(Qt.FocusReason.OtherFocusReason)


def _is_letter(event: QKeyEvent) -> bool:
    text, held = event.text(), event.modifiers() & COMMANDS
    return held in {NONE, ALTGR} and text.isprintable() and bool(text.strip())
