"""What the doctor notes about the patient, in the details: labels and a few lines of text."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from workstation.domain.notes import MAX_NOTE_CHARACTERS
from workstation.ui.kit.actions import ACTIONS
from workstation.ui.kit.fields.text_area import TextArea
from workstation.ui.kit.painting import Ink
from workstation.ui.kit.strings import tr
from workstation.ui.kit.theme import SIZE, SPACE, TextRole, theme
from workstation.ui.kit.widgets.button import Button, ButtonKind
from workstation.ui.kit.widgets.chip import RemovableTag
from workstation.ui.kit.widgets.label import Label
from workstation.ui.kit.widgets.panel import Divider
from workstation.ui.kit.widgets.tab_order import put_before_in_tab_order

LINES = 3
NEAR_LIMIT = MAX_NOTE_CHARACTERS * 9 // 10
STAYS = {Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason}
"""The focus will return by itself, so editing has not ended."""


class LabelRow(QWidget):
    """Labels in rows, the button for one more behind the last; ``dropped`` carries a label."""

    dropped = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.add = Button(kind=ButtonKind.LINK)
        self.add.setParent(self)
        self._tags: list[RemovableTag] = []
        theme.text_resized.connect(self._place)

    def show_labels(self, labels: Sequence[str]) -> None:
        """Show these; the keyboard goes to the button where its label went."""
        if [tag.text for tag in self._tags] == list(labels):
            return
        if any(tag.hasFocus() for tag in self._tags):
            self.add.setFocus(Qt.FocusReason.OtherFocusReason)
        for tag in self._tags:
            tag.hide()
            tag.deleteLater()
        self._tags = [self._make(label) for label in labels]
        put_before_in_tab_order(self.add, self._tags)
        self._place()

    def retranslate(self) -> None:
        """Set the text in the current language."""
        self.add.setText(tr("note.add_label"))
        keys = " ".join(ACTIONS["label"].shown_keys)
        self.add.setToolTip(f"{tr('note.add_label')} {keys}")
        self._place()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def _make(self, label: str) -> RemovableTag:
        tag = RemovableTag(label, self, tinted=True)
        tag.removed.connect(lambda: self.dropped.emit(label))
        tag.show()
        return tag

    def _place(self) -> None:
        x, y = 0, 0
        for part in (*self._tags, self.add):
            size = part.sizeHint()
            width = min(size.width(), max(self.width(), 1))
            if x and x + width > self.width():
                x, y = 0, y + SIZE.chip + SPACE.x1
            part.setGeometry(x, y, width, SIZE.chip)
            x += width + SPACE.x2
        self.setFixedHeight(y + SIZE.chip)


class NoteSection(QWidget):
    """The section of the doctor's own note.

    Emits ``edited``, ``entered`` and ``finished`` (it got or lost the focus). ``escaped`` asks for
    the focus to return to the conversation, ``label_asked`` for another label, ``label_dropped``
    for the removal of one.
    """

    edited = Signal()
    entered = Signal()
    finished = Signal()
    escaped = Signal()
    label_asked = Signal()
    label_dropped = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.title = Label(role=TextRole.LABEL, strong=True)
        self.hint = Label(role=TextRole.CAPTION, ink=Ink.TERTIARY, wrap=True)
        self.labels = LabelRow()
        self.area = TextArea(limit=MAX_NOTE_CHARACTERS, lines=LINES)
        self._name, self._is_durable = "", True
        self._arrange()
        self.area.edited.connect(self._on_edited)
        self.area.edit.installEventFilter(self)
        self.labels.add.clicked.connect(self.label_asked)
        self.labels.dropped.connect(self.label_dropped)
        self.retranslate()

    def show_person(self, name: str, *, is_durable: bool) -> None:
        """Show whom it is about, and whether this computer can save anything."""
        self._name, self._is_durable = name, is_durable
        self.retranslate()

    def show_text(self, text: str) -> None:
        """Show what is noted."""
        self.area.set_text(text)
        self._show_room()

    def show_refusal(self, refusal: str) -> None:
        """Show why what is written is not saved, where its length is not the reason."""
        too_long = tr("note.too_long", count=MAX_NOTE_CHARACTERS) if self.is_too_long else ""
        self.area.set_error(too_long or refusal)

    def enter(self) -> None:
        """Focus the field, with the caret at the end of its text."""
        edit = self.area.edit
        edit.setFocus(Qt.FocusReason.ShortcutFocusReason)
        edit.moveCursor(edit.textCursor().MoveOperation.End)
        edit.ensureCursorVisible()

    @property
    def text(self) -> str:
        """The text, as it is saved."""
        return self.area.text().strip()

    @property
    def is_too_long(self) -> bool:
        """Whether it is more than a note may have."""
        return len(self.text) > MAX_NOTE_CHARACTERS

    @property
    def has_keyboard(self) -> bool:
        """Whether the field of the note has the keyboard."""
        return self.area.edit.hasFocus()

    def retranslate(self) -> None:
        """Set all texts in the current language."""
        self.title.setText(tr("note.title"))
        self.hint.setText(tr("note.local" if self._is_durable else "note.passing"))
        self.labels.retranslate()
        name = tr("note.name", name=self._name or tr("queue.no_name"))
        self.area.set_name(name, tr("note.placeholder"))
        self.area.hint = self.hint.text()
        self.area.retranslate()
        self._show_room()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: ARG002
        if isinstance(event, QFocusEvent) and event.reason() not in STAYS:
            (self.entered if event.gotFocus() else self.finished).emit()
        if not isinstance(event, QKeyEvent) or event.key() != Qt.Key.Key_Escape:
            return False
        if event.type() is QEvent.Type.ShortcutOverride:  # the page has the key as well
            event.accept()
        elif event.type() is QEvent.Type.KeyPress:
            self.escaped.emit()
        return True

    def _on_edited(self) -> None:
        self._show_room()
        self.edited.emit()

    def _show_room(self) -> None:
        """Show how much is written, but only where the limit is near."""
        self.area.count.setVisible(len(self.area.text()) > NEAR_LIMIT)
        self.show_refusal("")

    def _arrange(self) -> None:
        inner = QVBoxLayout()
        inner.setContentsMargins(SPACE.x4, SPACE.x4, SPACE.x4, SPACE.x4)
        inner.setSpacing(SPACE.x2)
        for part in (self.title, self.labels, self.area, self.hint):
            inner.addWidget(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(Divider())
        column.addLayout(inner)
