"""The line below a field: a hint, a confirmation or an error, each with its mark.

An error comes by itself, while the keyboard stays where it is: a screen reader is told of it.
"""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from workstation.ui.kit.painting import Ink
from workstation.ui.kit.strings import translate_again
from workstation.ui.kit.theme import SIZE, SPACE, Icon, TextRole
from workstation.ui.kit.widgets.announced import Announced
from workstation.ui.kit.widgets.icon_mark import IconMark
from workstation.ui.kit.widgets.label import Label

MARKS = {Ink.DANGER: Icon.ALERT, Ink.SUCCESS: Icon.CHECK, Ink.WARNING: Icon.ALERT}
ALARMING = {Ink.DANGER, Ink.WARNING}


class MessageLine(Announced, QWidget):
    """A line for a sentence, an error or a warning; hidden while it has nothing to say.

    An error or a warning is said to a screen reader; without ``announces`` by somebody else.
    """

    def __init__(self, parent: QWidget | None = None, *, announces: bool = True) -> None:
        super().__init__(parent)
        self._announces, self._sentence = announces, ""
        self._mark = IconMark(Icon.ALERT, size=SIZE.icon_sm)
        self._text = Label(role=TextRole.CAPTION, wrap=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE.x1)
        row.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._text, 1)
        self.hide()

    @property
    def text(self) -> str:
        """The sentence; empty while the line is hidden."""
        return self._text.text()

    def keep_room(self) -> None:
        """Take the room of one line also while nothing is said: what is below stays where it is."""
        policy = self.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.setSizePolicy(policy)

    def show_text(self, text: str, ink: Ink = Ink.TERTIARY) -> None:
        """Say ``text``; nothing hides the line."""
        mark = MARKS.get(ink)
        self._mark.setVisible(mark is not None)
        if mark is not None:
            self._mark.show_icon(mark, ink)
        self._sentence = text
        self._text.set_ink(ink)
        self._text.setText(text)
        self.setVisible(bool(text))
        if self._announces:
            self.announce_text(text if ink in ALARMING else "")

    def retranslate(self) -> None:
        """Show what is there in the current language; whose it is may say it anew."""
        self._sentence = translate_again(self._sentence)
        self._text.setText(self._sentence)
