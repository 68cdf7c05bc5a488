"""The note of a bookmark, written beside its recording while that plays on."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from workstation.domain.bookmarks import MAX_NOTE_CHARACTERS, Bookmark
from workstation.ui.kit.fields.field import Field
from workstation.ui.kit.layers.popover import Popover
from workstation.ui.kit.painting import Ink
from workstation.ui.kit.strings import tr
from workstation.ui.kit.strings.formats import clock_position
from workstation.ui.kit.theme import SIZE, SPACE, Icon, TextRole
from workstation.ui.kit.widgets.button import Button, ButtonKind
from workstation.ui.kit.widgets.label import Label


class BookmarkPanel(Popover):
    """A panel for a bookmark's note: Enter, the button and a click elsewhere save, Escape does not.

    ``saved`` gives the note, ``deleted`` asks to take away a bookmark that is ``known``.
    """

    saved = Signal(str)
    deleted = Signal()

    def __init__(self, anchor: QWidget, bookmark: Bookmark, *, known: bool) -> None:
        super().__init__(anchor)
        self._before, self._known = bookmark.note, known
        self._is_dropped = False
        time = clock_position(bookmark.at_ms)
        title = tr("conversation.bookmark.title", time=time)
        self.note = Field(icon=Icon.BOOKMARK, large=False)
        self.note.set_name(title, tr("conversation.bookmark.note"))
        self.note.edit.setMaxLength(MAX_NOTE_CHARACTERS)
        self.note.set_text(bookmark.note)
        self.delete = Button(tr("conversation.bookmark.delete"), kind=ButtonKind.LINK)
        self.delete.setVisible(known)
        self.save = Button(tr("conversation.bookmark.save"), kind=ButtonKind.FILLED)
        self._arrange(Label(title, role=TextRole.LABEL, ink=Ink.SECONDARY))
        self.setFocusProxy(self.note)
        self.note.submitted.connect(self.close_now)
        self.save.clicked.connect(self.close_now)
        self.delete.clicked.connect(self._delete)
        self.closed.connect(self._save)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close the panel at Escape, without a change."""
        if event.key() == Qt.Key.Key_Escape:
            self._is_dropped = True
        super().keyPressEvent(event)

    def _delete(self) -> None:
        self._is_dropped = True
        self.close_now()
        self.deleted.emit()

    def _save(self) -> None:
        note = " ".join(self.note.text().split())
        if not self._is_dropped and (not self._known or note != self._before):
            self.saved.emit(note)

    def _arrange(self, title: Label) -> None:
        content = QVBoxLayout()
        content.setContentsMargins(SPACE.x3, SPACE.x2, SPACE.x3, SPACE.x2)
        content.setSpacing(SPACE.x2)
        content.addWidget(title)
        content.addWidget(self.note)
        ends = QHBoxLayout()
        ends.addWidget(self.delete)
        ends.addStretch(1)
        ends.addWidget(self.save)
        content.addLayout(ends)
        self.body.addLayout(content)
        self.setFixedWidth(SIZE.message_image_w + 4 * SPACE.x8)
