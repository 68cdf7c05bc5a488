"""What became of a file of quick replies, or of one that was taken away, under their list."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from workstation.ui.kit.announcer import ENDS, announcer
from workstation.ui.kit.painting import Ink, draw_box, painting
from workstation.ui.kit.strings import tr
from workstation.ui.kit.theme import RADIUS, SIZE, SPACE, Icon, TextRole, theme
from workstation.ui.kit.widgets.button import Button, ButtonKind
from workstation.ui.kit.widgets.icon_button import IconButton
from workstation.ui.kit.widgets.label import Label
from workstation.ui.kit.widgets.message_line import ALARMING, MessageLine
from workstation.ui.kit.widgets.panel import ScrollArea

MAX_LINES_HEIGHT = 96


class ResultBanner(QWidget):
    """A sentence on what was done, and lines that name things; ``undo_asked`` where offered.

    Hidden while it has nothing to tell. The cross takes it away.
    """

    undo_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sentence = MessageLine()
        self.lines = Label(role=TextRole.CAPTION, ink=Ink.SECONDARY, wrap=True)
        self.undo = Button(kind=ButtonKind.LINK)
        theme.hold(self.undo, QWidget.setMinimumHeight, SIZE.control_sm)
        self.close_button = IconButton(Icon.X)
        self._scroll = ScrollArea(self.lines)
        self._arrange()
        self.undo.clicked.connect(self._undo)
        self.close_button.clicked.connect(self.hide)
        self.hide()
        self.retranslate()

    @property
    def text(self) -> str:
        """The result and its details, a line each; empty while the banner is hidden."""
        parts = (self.sentence.text, self.lines.text())
        return "\n".join(part for part in parts if part) if not self.isHidden() else ""

    @property
    def offers_undo(self) -> bool:
        """Whether what it tells of can be taken back here."""
        return not self.isHidden() and not self.undo.isHidden()

    def show_result(
        self,
        sentence: str,
        ink: Ink = Ink.SUCCESS,
        *,
        lines: Sequence[str] = (),
        undo: bool = False,
    ) -> None:
        """Say this in place of what was said; an empty sentence says nothing."""
        self.sentence.show_text(sentence, ink)
        self.lines.setText("\n".join(lines))
        self._scroll.setVisible(bool(lines))
        height = max(len(lines), 1) * theme.style(TextRole.CAPTION).line + SPACE.x1
        theme.hold(
            self._scroll, QWidget.setFixedHeight, min(height, theme.scaled(MAX_LINES_HEIGHT))
        )
        self.undo.setVisible(undo)
        self.setVisible(bool(sentence))
        if ink not in ALARMING:  # those the line says itself
            offer = self.undo.text() if undo else ""
            parts = filter(None, (sentence.rstrip(ENDS), *lines, offer))
            announcer.announce(tr("widgets.breath").join(parts), topic="result")

    def retranslate(self) -> None:
        """Set all texts in the current language."""
        self.undo.setText(tr("quick.undo"))
        self.close_button.set_name(tr("quick.dismiss"))

    def paintEvent(self, _event: QPaintEvent) -> None:
        with painting(self) as painter:
            box = QRectF(self.rect())
            draw_box(painter, box, fill=theme.colours.bg_sunken, radius=RADIUS.sm)

    def _undo(self) -> None:
        self.hide()
        announcer.announce(
            tr("widgets.undone", text=self.sentence.text.rstrip(ENDS)), topic="result"
        )
        self.undo_asked.emit()

    def _arrange(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(SPACE.x1)
        words.addStretch(1)
        words.addWidget(self.sentence)
        words.addWidget(self._scroll)
        words.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(SPACE.x3, SPACE.x2, SPACE.x2, SPACE.x2)
        row.setSpacing(SPACE.x2)
        row.addLayout(words, 1)
        row.addWidget(self.undo, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignTop)
