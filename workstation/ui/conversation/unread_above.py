"""The way back up to what is unread and was passed over, by a jump or while nobody looked."""

from PySide6.QtWidgets import QWidget

from workstation.ui.kit.announcer import announcer
from workstation.ui.kit.strings import tr
from workstation.ui.kit.theme import SPACE, Icon, theme
from workstation.ui.kit.widgets.button import Button


class UnreadAbove(Button):
    """Lies over the top of ``stream``, so that no message moves when it comes and goes."""

    def __init__(self, stream: QWidget) -> None:
        super().__init__(icon=Icon.UP, parent=stream)
        self._stream = stream
        self.hide()
        theme.changed.connect(self.place)

    def offer(self, *, offered: bool) -> None:
        """Show it, which is announced, or no more; the keyboard goes to the messages then."""
        if offered is not self.isHidden():
            return
        if not offered and self.hasFocus():
            self._stream.setFocus()
        self.setVisible(offered)
        self.place()
        if self.isVisible():
            announcer.announce(self.text(), topic="unread above")

    def place(self) -> None:
        """In the middle of the top."""
        self.resize(self.sizeHint())
        self.move((self._stream.width() - self.width()) // 2, SPACE.x2)
        self.raise_()

    def retranslate(self) -> None:
        """Say it in the language in force."""
        self.setText(tr("conversation.unread_above"))
        self.place()
