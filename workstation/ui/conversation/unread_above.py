"""The way back up to what is unread and was passed over, by a jump or while nobody looked."""

from PySide6.QtWidgets import QWidget

from workstation.ui.kit.announcer import announcer
from workstation.ui.kit.strings import formats, tr
from workstation.ui.kit.theme import SPACE, Icon, theme
from workstation.ui.kit.widgets.button import Button


class UnreadAbove(Button):
    """Lies over the top of ``stream``, so that no message moves when it comes and goes."""

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
            announcer.announce(self.text(), topic="unread above")

    def place(self) -> None:
        """In the middle of the top."""
        self.resize(self.sizeHint())
        self.move((self._stream.width() - self.width()) // 2, SPACE.x2)
        self.raise_()

    def retranslate(self) -> None:
        """Say it in the language in force."""
        number = self._count if self._count <= formats.MAX_COUNT else formats.count(self._count)
        self.setText(tr("conversation.unread_above", count=number))
        self.place()
