"""A button that leads back to unread messages above, skipped by a jump or while away."""

from PySide6.QtWidgets import QWidget

from workstation.ui.kit.announcer import announcer
from workstation.ui.kit.strings import formats, tr
from workstation.ui.kit.theme import SPACE, Icon, TextRole, theme
from workstation.ui.kit.widgets.button import Button

LOW_LINES = 5
"""Lines of messages in a stream, below which the whole sentence would hide what one reads."""


class UnreadAbove(Button):
    """The button that leads up to unread messages.

    It lies over the top of ``stream``, so that no message moves when it comes and goes. In a low
    one it is its number alone, in the corner.
    """

    def __init__(self, stream: QWidget) -> None:
        super().__init__(icon=Icon.UP, parent=stream)
        self._stream, self._count = stream, 0
        self.hide()
        theme.changed.connect(self.place)

    def offer(self, count: int) -> None:
        """Show that so many are above; with none the keyboard goes to the messages.

        That it came is announced, and not each count that follows.
        """
        offered, came = count > 0, count > 0 and self.isHidden()
        if count == self._count:
            return
        self._count = count
        if not offered and self.hasFocus():
            self._stream.setFocus()
        self.setVisible(offered)
        self.retranslate()
        if came and self.isVisible():
            announcer.announce(self.accessibleName(), topic="unread above")

    def place(self) -> None:
        """Place the button in the middle of the top, or at its end."""
        number = self._count if self._count <= formats.MAX_COUNT else formats.count(self._count)
        sentence = tr("conversation.unread_above", count=number)
        is_low = self._stream.height() < LOW_LINES * theme.style(TextRole.MESSAGE).line
        self.setText(str(number) if is_low else sentence)
        self.setAccessibleName(sentence)
        self.setToolTip(sentence if is_low else "")
        self.resize(self.sizeHint())
        room = self._stream.width() - self.width()
        self.move(room - SPACE.x6 if is_low else room // 2, SPACE.x2)
        self.raise_()

    def retranslate(self) -> None:
        """Set the text in the current language."""
        self.place()
