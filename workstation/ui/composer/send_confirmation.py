"""One question before a reply is sent, in the composer itself; nothing else is blocked by it."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent, QKeyEvent, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from workstation.ui.kit.painting import Ink, draw_box, painting
from workstation.ui.kit.strings import tr
from workstation.ui.kit.theme import RADIUS, SIZE, SPACE, Icon, TextRole, theme
from workstation.ui.kit.widgets.button import Button
from workstation.ui.kit.widgets.icon_mark import IconMark
from workstation.ui.kit.widgets.label import Label
from workstation.ui.kit.widgets.panel import ScrollArea

MAX_SENTENCES = 5
ARROWS = {Qt.Key.Key_Left, Qt.Key.Key_Right}


class Sentences(ScrollArea):
    """Sentences below each other, all in sight unless the window is too low for that."""

    def __init__(self) -> None:
        self._content = QWidget()
        super().__init__(self._content)
        self._lines = QVBoxLayout(self._content)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setSpacing(SPACE.x1)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)

    def show_labels(self, labels: Sequence[Label]) -> None:
        """Show these labels; the caller removes those shown before."""
        for label in labels:
            self._lines.addWidget(label)
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        return QSize(self._lines.sizeHint().width(), self._lines.totalHeightForWidth(self.width()))

    def minimumSizeHint(self) -> QSize:
        return QSize(0, min(theme.style(TextRole.LABEL).line, self.sizeHint().height()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != self.width():
            self.updateGeometry()


class SendConfirmation(QWidget):
    """Asks one question about a reply, above its text.

    ``answered`` says whether to send. The keyboard is put on the answer that sends nothing.

    Esc gives that answer too, the arrow keys go from one to the other. Hidden while it asks
    nothing.
    """

    answered = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sentences = Sentences()
        self._labels: list[Label] = []
        self.back = Button()
        self.go = Button(icon=Icon.SEND)
        self.back.clicked.connect(lambda: self._answer(send=False))
        self.go.clicked.connect(lambda: self._answer(send=True))
        self._arrange()
        self.hide()
        self.retranslate()

    @property
    def text(self) -> str:
        """What it asks, line by line; empty while it asks nothing."""
        return "\n".join(label.text() for label in self._labels) if not self.isHidden() else ""

    def ask(self, sentences: Sequence[str]) -> None:
        """Ask a question; what was asked before is asked no longer."""
        self._show_sentences(sentences[:MAX_SENTENCES])
        whole = " ".join(sentences)
        self.setAccessibleName(whole)
        self.back.setAccessibleDescription(whole)
        self.show()
        self.back.setFocus(Qt.FocusReason.ShortcutFocusReason)
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    def give_room(self, more: int) -> None:
        """Set how much higher the question may be than it must, in pixels."""
        self.setMaximumHeight(self.minimumSizeHint().height() + max(more, 0))

    def withdraw(self) -> None:
        """Stop asking; nothing is answered."""
        self.hide()

    def retranslate(self) -> None:
        """Set all texts in the current language."""
        self.back.setText(tr("composer.guard.back"))
        self.go.setText(tr("composer.guard.send"))

    def event(self, event: QEvent) -> bool:
        """Take Esc as an answer here, whatever it does on the page."""
        overrides = event.type() is QEvent.Type.ShortcutOverride
        if overrides and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key == Qt.Key.Key_Escape:
            self._answer(send=False)
        elif key in ARROWS:
            next_button = self.go if self.back.hasFocus() else self.back
            next_button.setFocus(Qt.FocusReason.TabFocusReason)
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._answer(send=self.go.hasFocus())
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        with painting(self) as painter:
            draw_box(
                painter, QRectF(self.rect()), fill=theme.colours.warning_tint, radius=RADIUS.md
            )

    def _answer(self, *, send: bool) -> None:
        self.hide()
        self.answered.emit(send)

    def _show_sentences(self, sentences: Sequence[str]) -> None:
        for label in self._labels:
            label.setParent(None)
            label.deleteLater()
        self._labels = []
        for number, sentence in enumerate(sentences):
            label = Label(sentence, TextRole.LABEL, strong=number == 0, wrap=True)
            self._labels.append(label)
        self._sentences.show_labels(self._labels)

    def _arrange(self) -> None:
        answers = QHBoxLayout()
        answers.setSpacing(SPACE.x2)
        answers.addStretch(1)
        answers.addWidget(self.back)
        answers.addWidget(self.go)
        words = QVBoxLayout()
        words.setSpacing(SPACE.x2)
        words.addWidget(self._sentences)
        words.addLayout(answers)
        row = QHBoxLayout(self)
        row.setContentsMargins(SPACE.x3, SPACE.x2, SPACE.x2, SPACE.x2)
        row.setSpacing(SPACE.x2)
        mark = IconMark(Icon.ALERT, Ink.WARNING, size=SIZE.icon_sm)
        row.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
