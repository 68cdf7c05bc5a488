"""A field to search with: at rest it shows its shortcut, filled it can be emptied."""

from PySide6.QtCore import QEvent, QPointF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from workstation.ui.kit.fields.editing import LineEdit
from workstation.ui.kit.fields.field_box import FieldBox, FieldLook
from workstation.ui.kit.painting import draw_key_cap, key_cap_width, painting
from workstation.ui.kit.strings import tr
from workstation.ui.kit.theme import SIZE, SPACE, Icon
from workstation.ui.kit.widgets.icon_button import IconButton

MAX_CHARACTERS = 500
"""What is pasted to be searched for ends there: a page of words stands in no message."""


class KeyCap(QWidget):
    """A key as printed on a keyboard."""

    def __init__(self, keys: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._keys = keys
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(round(key_cap_width(self._keys)), SIZE.badge)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        with painting(self) as painter:
            draw_key_cap(painter, QPointF(self.width(), self.height() / 2), self._keys)


class SearchEdit(LineEdit):
    """The field of a search: Esc empties it; only when it is empty does Esc mean more to others."""

    down_pressed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setMaxLength(MAX_CHARACTERS)

    def event(self, event: QEvent) -> bool:
        """Keep Esc from the page's shortcut while there is something to empty."""
        mine = event.type() is QEvent.Type.ShortcutOverride and bool(self.text())
        if mine and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
            self.textEdited.emit("")
            return
        if event.key() == Qt.Key.Key_Down:
            self.down_pressed.emit()
        super().keyPressEvent(event)


class SearchField(FieldBox):
    """The line in which a search is typed.

    Emits ``edited`` (the text), ``submitted`` (Enter) and ``list_asked`` (Down). Enter leaves
    the keyboard here: whoever goes on to Ctrl A and Delete means the words, and not the rows that
    were found.
    """

    edited = Signal(str)
    submitted = Signal()
    list_asked = Signal()

    def __init__(self, keys: str = "") -> None:
        self.edit = SearchEdit()
        super().__init__(self.edit, large=False, icon=Icon.SEARCH, look=FieldLook.SUNKEN)
        self.edit.textEdited.connect(self.edited)
        self.edit.returnPressed.connect(self.submitted)
        self.edit.down_pressed.connect(self.list_asked)
        self.edit.textChanged.connect(self._show_end)
        self._cap = KeyCap(keys)
        self._clear = IconButton(Icon.X, size=SIZE.control_sm, icon_size=SIZE.icon_sm)
        self._clear.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._clear.clicked.connect(self.clear)
        self.add(self._cap)
        self.add(self._clear)
        margins = self.row.contentsMargins()
        self.row.setContentsMargins(margins.left(), 0, SPACE.x2, 0)
        self._keys = keys
        self._show_end()
        self.retranslate()

    def text(self) -> str:
        """The words to search for, as they were typed."""
        return self.edit.text()

    def set_name(self, name: str) -> None:
        """Say what can be found here, which shows while it is empty."""
        self.edit.setPlaceholderText(name)
        self.edit.setAccessibleName(name)

    def clear(self) -> None:
        """Search for nothing."""
        if self.edit.text():
            self.edit.clear()
            self.edited.emit("")

    def retranslate(self) -> None:
        """Name the cross in the current language."""
        self._clear.set_name(tr("widgets.clear_search"))

    def _show_end(self) -> None:
        filled = bool(self.edit.text())
        self._clear.setVisible(filled)
        self._cap.setVisible(bool(self._keys) and not filled)
