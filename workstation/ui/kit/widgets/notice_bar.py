"""A row of its own above a list: what went wrong with it."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from workstation.ui.kit.painting import Ink
from workstation.ui.kit.strings import tr, translate_again
from workstation.ui.kit.theme import SIZE, SPACE, Icon, TextRole, theme
from workstation.ui.kit.widgets.announced import Announced
from workstation.ui.kit.widgets.button import Button, ButtonKind
from workstation.ui.kit.widgets.icon_button import IconButton
from workstation.ui.kit.widgets.icon_mark import IconMark
from workstation.ui.kit.widgets.label import Label
from workstation.ui.kit.widgets.panel import Panel, Surface, changes_layout
from workstation.ui.kit.widgets.whole_button import WholeButton

MAX_LINES = 6


class NoticeBar(Announced, Panel):
    """A bar that says that something went wrong, until it is put away: ``acted``, ``closed``.

    A screen reader is told of it once, when it comes. Where it has too few lines for all of it,
    ``whole_asked`` carries title and text to who shows them.
    """

    acted = Signal()
    closed = Signal()
    whole_asked = Signal(str, str)

    def __init__(self, ink: Ink, parent: QWidget | None = None) -> None:
        super().__init__(Surface.RAISED, edge=Qt.Edge.BottomEdge, parent=parent)
        self._words: tuple[str, ...] = ("", "", "")
        self.title = Label(role=TextRole.LABEL, strong=True, ink=ink, wrap=True)
        self.text = Label(role=TextRole.LABEL, ink=Ink.SECONDARY, wrap=True, max_lines=MAX_LINES)
        self.action = Button(kind=ButtonKind.LINK)
        theme.hold(self.action, QWidget.setMinimumHeight, SIZE.control_sm)
        self.whole_button = WholeButton()
        self.close_button = IconButton(Icon.X, size=SIZE.control_sm, icon_size=SIZE.icon_sm)
        mark = IconMark(Icon.ALERT, size=SIZE.icon_sm)
        mark.show_icon(Icon.ALERT, ink)
        self.words = words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self.title)
        words.addWidget(self.text)
        row = QHBoxLayout(self)
        row.setContentsMargins(SPACE.x4, SPACE.x3, SPACE.x4, SPACE.x3)
        row.setSpacing(SPACE.x2)
        row.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        row.addWidget(self.action, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.whole_button, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignTop)
        self.action.clicked.connect(self.acted)
        self.whole_button.clicked.connect(lambda: self.whole_asked.emit(*self._words[:2]))
        self.close_button.clicked.connect(self.put_away)
        self.hide()

    def show_text(self, title: str, text: str, action: str = "") -> None:
        """Say what happened and why; ``action`` names what can be done about it."""
        self._words = title, text, action
        self.title.setText(title)
        self.text.setText(text)
        self.text.setVisible(bool(text))
        self.action.setText(action)
        self.action.setVisible(bool(action))
        self.close_button.set_name(tr("lists.close_notice"))
        self.setAccessibleName(f"{title} {text}")
        self.show()
        self.announce_text(tr("widgets.breath").join(filter(None, (title, text))))

    def retranslate(self) -> None:
        """Set all texts in the current language."""
        title, text, action = self._words = tuple(map(translate_again, self._words))
        self.title.setText(title)
        self.text.setText(text)
        self.action.setText(action)
        self.close_button.set_name(tr("lists.close_notice"))
        self.setAccessibleName(f"{title} {text}")

    def put_away(self) -> None:
        """Take the notice away, as it was read."""
        if not self.isHidden():
            self.hide()
            self.closed.emit()

    def hideEvent(self, event: QHideEvent) -> None:
        """Forget what was announced, if it was taken away and is not only out of sight."""
        super().hideEvent(event)
        if self.isHidden():
            self.announce_text("")

    def event(self, event: QEvent) -> bool:
        """Offer the whole wherever the layout has just left too few lines."""
        result = super().event(event)
        if changes_layout(event):
            left_out = bool(self.text.text()) and self.text.isHidden()
            self.whole_button.offer(is_cut=left_out or self.title.is_cut or self.text.is_cut)
        return result

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self.updateGeometry()
