"""Above the text: which message is being edited, and the way out of that."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from workstation.ui.kit.painting import Ink
from workstation.ui.kit.strings import tr
from workstation.ui.kit.theme import SIZE, SPACE, Icon, TextRole
from workstation.ui.kit.widgets.icon_button import IconButton
from workstation.ui.kit.widgets.icon_mark import IconMark
from workstation.ui.kit.widgets.label import Label


class EditingMark(QWidget):
    """The mark that a message is being edited; hidden while a new reply is written.

    ``left`` is a click on its cross.
    """

    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = ""
        mark = IconMark(Icon.PENCIL, size=SIZE.icon_sm)
        mark.show_icon(Icon.PENCIL, Ink.ACCENT)
        self.label = Label(role=TextRole.CAPTION, ink=Ink.SECONDARY, elide=True)
        self.leave = IconButton(Icon.X, size=SIZE.control_sm, icon_size=SIZE.icon_sm)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE.x2)
        row.addWidget(mark)
        row.addWidget(self.label, 1)
        row.addWidget(self.leave)
        self.leave.clicked.connect(self.left)
        self.retranslate()
        self.hide()

    def show_text(self, text: str) -> None:
        """Show the words that are being edited, as they stand; empty for none."""
        self._text = " ".join(text.split())
        self.retranslate()
        self.setVisible(bool(self._text))

    def retranslate(self) -> None:
        """Set the text in the current language."""
        self.label.setText(tr("composer.editing", text=self._text))
        self.leave.set_name(tr("composer.editing_leave"), "Esc")
