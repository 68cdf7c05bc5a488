"""Short phrases as tags in one field: Enter adds, Backspace takes the last away."""

import re
from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from workstation.ui.kit.fields.earlier_texts import EarlierTexts, is_undo
from workstation.ui.kit.fields.editing import LineEdit
from workstation.ui.kit.fields.field_box import InputBox
from workstation.ui.kit.painting import Ink
from workstation.ui.kit.strings import tr
from workstation.ui.kit.theme import RADIUS, SIZE, SPACE, TextRole, theme
from workstation.ui.kit.widgets.chip import RemovableTag
from workstation.ui.kit.widgets.count_label import CountLabel
from workstation.ui.kit.widgets.label import Label
from workstation.ui.kit.widgets.message_line import MessageLine
from workstation.ui.kit.widgets.tab_order import put_before_in_tab_order

SEPARATORS = re.compile(r"[,，、;；\r\n\t]+")
EDIT_WIDTH = 96


class TagEdit(LineEdit):
    """The input of a tag box; Backspace asks for the last tag's end when empty, and held, once.

    Ctrl Z goes on to the tags where it has nothing of its own to undo.
    """

    emptied = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Backspace and not self.text():
            if not event.isAutoRepeat():
                self.emptied.emit()
        elif is_undo(event) and not self.isUndoAvailable():
            event.ignore()
        else:
            super().keyPressEvent(event)


class TagBox(InputBox):
    """The box: tags in rows, the input after the last one."""

    def __init__(self, edit: TagEdit) -> None:
        super().__init__(edit, RADIUS.md)
        self._tags: list[RemovableTag] = []
        edit.setParent(self)
        theme.hold(self, QWidget.setMinimumHeight, SIZE.control_lg)
        theme.text_resized.connect(self._place)

    def set_tags(self, tags: list[RemovableTag]) -> None:
        """Show these; the ones before are forgotten by their owner."""
        self._tags = tags
        for tag in tags:
            tag.setParent(self)
            tag.show()
        self._place()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        """Place the tags left to right, and on the next row where one does not fit."""
        x, y = SPACE.x2, SPACE.x2
        right = self.width() - SPACE.x2
        for tag in self._tags:
            width = min(tag.sizeHint().width(), right - SPACE.x2)
            if x > SPACE.x2 and x + width > right:
                x, y = SPACE.x2, y + SIZE.chip + SPACE.x2
            tag.setGeometry(x, y, width, SIZE.chip)
            x += width + SPACE.x2
        if right - x < theme.scaled(EDIT_WIDTH) and x > SPACE.x2:
            x, y = SPACE.x2, y + SIZE.chip + SPACE.x2
        indent = SPACE.x1 if x == SPACE.x2 else 0
        self._target.setGeometry(x + indent, y, right - x - indent, SIZE.chip)
        self.setFixedHeight(y + SIZE.chip + SPACE.x2)


Refuse = Callable[[str, tuple[str, ...]], str]


class TagEditor(QWidget):
    """Edits short phrases as tags.

    ``changed`` carries the tags after every change by hand. Duplicates are not added.

    What is pasted falls apart at commas and line ends. ``refuse`` gives the reason why a text may
    not join the tags, or nothing; a refused text stays in the input, with the reason below, until
    it is changed. Ctrl Z takes back one change after the other.
    """

    changed = Signal(list)

    def __init__(self, *, refuse: Refuse | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tags: list[RemovableTag] = []
        self._refuse = refuse
        self._earlier = EarlierTexts()
        self.edit = TagEdit()
        self.edit.returnPressed.connect(self._enter)
        self.edit.editingFinished.connect(self.commit)
        self.edit.textEdited.connect(self._split)
        self.edit.emptied.connect(self._drop_last)
        self.box = TagBox(self.edit)
        self.message = MessageLine()
        self._hint = Label(role=TextRole.CAPTION, ink=Ink.TERTIARY, elide=True)
        self._count = CountLabel()
        foot = QHBoxLayout()
        foot.addWidget(self._hint, 1)
        foot.addWidget(self._count)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE.x1)
        column.addWidget(self.box)
        column.addWidget(self.message)
        column.addLayout(foot)
        self.setFocusProxy(self.edit)
        self.retranslate()

    def tags(self) -> list[str]:
        """The tags in order."""
        return [tag.text for tag in self._tags]

    def set_tags(self, texts: Sequence[str]) -> None:
        """Show ``texts`` without a signal."""
        if list(texts) != self.tags():
            self._replace(texts)
            self._earlier.begin(texts)

    def set_name(self, name: str) -> None:
        """Say what the tags are."""
        self.edit.setAccessibleName(name)

    def set_error(self, text: str) -> None:
        """Mark it wrong, and say why; nothing takes the mark away."""
        self.box.set_wrong(bool(text))
        self.message.show_text(text, Ink.DANGER)

    def retranslate(self) -> None:
        """Show how it works in the current language."""
        self._hint.setText(tr("widgets.tags_hint"))
        self._count.setText(tr("widgets.items", count=len(self._tags)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take back the last change at its keys, which neither the input nor a tag wanted."""
        if not is_undo(event):
            super().keyPressEvent(event)
        elif (texts := self._earlier.go_back()) is not None:
            self._replace(texts)
            self.edit.setFocus(Qt.FocusReason.OtherFocusReason)
            self.changed.emit(self.tags())

    def _replace(self, texts: Sequence[str]) -> None:
        for tag in self._tags:
            tag.hide()
            tag.deleteLater()
        self._tags = [self._make(text) for text in texts]
        self._show()

    def _make(self, text: str) -> RemovableTag:
        tag = RemovableTag(text, self.box)
        tag.removed.connect(lambda: self._drop(tag))
        return tag

    def commit(self) -> bool:
        """Add what is typed; whether nothing was refused."""
        text = self.edit.text()
        if not text.strip():
            self.edit.clear()
            return True
        self._leave(self._add([text]))
        return not self.edit.text()

    def abandon(self) -> None:
        """Let go what is typed and is no tag yet."""
        self.edit.clear()
        self.set_error("")

    def _enter(self) -> None:
        if self._refuse is not None and not self.edit.text().strip():
            self.set_error(self._refuse("", tuple(self.tags())))
        else:
            self.commit()

    def _split(self, text: str) -> None:
        """Make tags of everything before a separator; the rest is still being typed."""
        self.set_error("")
        *done, typed = SEPARATORS.split(text)
        if done:
            back = self._add(done)
            self._leave(f"{back}、{typed}" if back else typed)

    def _leave(self, text: str) -> None:
        """Let the input say this; what it says already it can undo, which nothing new lets it."""
        same = [each.strip() for each in SEPARATORS.split(self.edit.text())]
        if same != [each.strip() for each in SEPARATORS.split(text)]:
            self.edit.setText(text)

    def _add(self, texts: Sequence[str]) -> str:
        """Add those that may join; the others come back, for the input to keep."""
        new, back, why = list[str](), list[str](), ""
        for text in filter(None, map(str.strip, texts)):
            present = (*self.tags(), *new)
            reason = self._refuse(text, present) if self._refuse else ""
            if reason:
                back.append(text)
                why = why or reason
            elif text not in present:
                new.append(text)
        if new:
            self._tags += [self._make(text) for text in new]
            self._show()
            self._report_change()
        self.set_error(why)
        return "、".join(back)

    def _drop_last(self) -> None:
        if self._tags:
            self._drop(self._tags[-1])

    def _drop(self, tag: RemovableTag) -> None:
        self._tags.remove(tag)
        tag.hide()
        tag.deleteLater()
        self.edit.setFocus(Qt.FocusReason.OtherFocusReason)
        self._show()
        self._report_change()

    def _report_change(self) -> None:
        self._earlier.note(self.tags())
        self.changed.emit(self.tags())

    def _show(self) -> None:
        self.box.set_tags(self._tags)
        put_before_in_tab_order(self.edit, self._tags)
        self.retranslate()
