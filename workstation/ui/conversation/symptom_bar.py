"""The symptom in one line above the conversation."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from workstation.domain.consultation import Consultation
from workstation.ui.conversation.timeline.card import matter_text
from workstation.ui.kit.painting import Ink, Tone
from workstation.ui.kit.strings import tr
from workstation.ui.kit.theme import SIZE, SPACE, Icon, TextRole, theme
from workstation.ui.kit.widgets.chip import Chip
from workstation.ui.kit.widgets.icon_button import IconButton
from workstation.ui.kit.widgets.icon_mark import IconMark
from workstation.ui.kit.widgets.label import Label
from workstation.ui.kit.widgets.panel import Panel, Surface


class SymptomBar(Panel):
    """The symptom in one line, while its card is out of sight."""

    clicked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Surface.PANEL, edge=Qt.Edge.BottomEdge, parent=parent)
        self.title = Label(role=TextRole.LABEL, strong=True)
        self.text = Label(role=TextRole.LABEL, ink=Ink.SECONDARY, elide=True)
        self.count = Chip("", Tone.PLAIN, icon=Icon.IMAGE)
        self.expand = IconButton(Icon.DOWN, size=SIZE.control_sm, icon_size=SIZE.icon_sm)
        theme.hold(self, QWidget.setFixedHeight, SIZE.bar_sm)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        row = QHBoxLayout(self)
        row.setContentsMargins(SPACE.x6, 0, SPACE.x4, 0)
        row.setSpacing(SPACE.x2)
        row.addWidget(IconMark(Icon.DOC))
        row.addWidget(self.title)
        row.addWidget(self.text, 1)
        row.addWidget(self.count)
        row.addWidget(self.expand)
        self.expand.clicked.connect(self.clicked)
        self.retranslate()

    def show_consultation(self, consultation: Consultation) -> None:
        """Show the matter in one line."""
        self.text.setText(matter_text(consultation))
        pictures = len(consultation.pictures)
        self.count.show_text(str(pictures), Tone.PLAIN)
        self.count.setVisible(pictures > 0)

    def retranslate(self) -> None:
        """Set the text in the current language."""
        self.title.setText(tr("conversation.card.title"))
        self.expand.set_name(tr("conversation.card.show"))

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        """Show the symptom card, wherever on the line the click was."""
        self.clicked.emit()
