"""Several lines of plain text, with a count of characters below."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from workstation.ui.kit.fields.editing import PlainEdit
from workstation.ui.kit.fields.field_box import InputBox
from workstation.ui.kit.painting import Ink
from workstation.ui.kit.strings import tr
from workstation.ui.kit.theme import RADIUS, SIZE, SPACE, TextRole, theme
from workstation.ui.kit.widgets.count_label import CountLabel
from workstation.ui.kit.widgets.message_line import MessageLine


class TextArea(QWidget):
    """A field of several lines.

    Emits ``edited``, with the text; ``limit`` is in characters, 0 for none. ``lines`` is how
    many are in sight, 0 for as many as the design's own height has. ``edit`` is written in, if it
    is to be one of another kind. ``hint`` is what a screen reader adds.
    """

    edited = Signal(str)

    def __init__(
        self,
        *,
        limit: int = 0,
        lines: int = 0,
        edit: PlainEdit | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._limit, self._lines, self.hint = limit, lines, ""
        self.edit = edit or PlainEdit(TextRole.BODY, TextRole.TITLE)
        self._box = InputBox(self.edit, RADIUS.md)
        theme.text_resized.connect(self._fit)
        self._fit()
        self.edit.textChanged.connect(self._on_changed)
        self.edit.installEventFilter(self)
        self.count = CountLabel()
        self.count.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.message = MessageLine()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE.x1)
        inner = QVBoxLayout(self._box)
        inner.setContentsMargins(SPACE.x3, SPACE.x2, SPACE.x3, SPACE.x2)
        inner.addWidget(self.edit)
        column.addWidget(self._box)
        column.addWidget(self.count)
        column.addWidget(self.message)
        self.setFocusProxy(self.edit)
        self.retranslate()

    def text(self) -> str:
        """The text as it was typed, lines and spaces included."""
        return self.edit.toPlainText()

    def set_text(self, text: str) -> None:
        """Write ``text`` without a signal."""
        if text != self.text():
            self.edit.blockSignals(True)
            self.edit.set_plain(text)
            self.edit.blockSignals(False)
            self.retranslate()

    def set_name(self, name: str, placeholder: str = "") -> None:
        """Name the field for a screen reader; ``placeholder`` is an example in the empty field."""
        self.edit.setAccessibleName(name)
        self.edit.setPlaceholderText(placeholder)

    def set_error(self, text: str) -> None:
        """Mark it wrong, and say why; nothing takes the mark away."""
        self._box.set_wrong(bool(text))
        self.message.show_text(text, Ink.DANGER)

    def retranslate(self) -> None:
        """Write the count in the current language."""
        length = len(self.text())
        over = bool(self._limit) and length > self._limit
        key = "widgets.characters_of" if self._limit else "widgets.characters"
        self.count.setText(tr(key, count=length, limit=self._limit))
        self.count.set_ink(Ink.DANGER if over else Ink.TERTIARY)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: ARG002
        if event.type() in {QEvent.Type.FocusIn, QEvent.Type.FocusOut}:
            self._describe()
        return False

    def _describe(self) -> None:
        """Describe hint and count once as one comes: a screen reader would read out each change."""
        self.edit.setAccessibleDescription(" · ".join(filter(None, (self.hint, self.count.text()))))

    def _fit(self) -> None:
        lines = self._lines * theme.style(TextRole.TITLE).line + 2 * SPACE.x2
        self._box.setFixedHeight(lines if self._lines else SIZE.textarea)

    def _on_changed(self) -> None:
        self.retranslate()
        self.edited.emit(self.text())
