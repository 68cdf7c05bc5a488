"""Opens all of a notice that has too few lines where it stands.

A tool tip shows it as well, but only to a mouse, and goes away while a long text is read.
"""

from workstation.ui.kit.strings import tr
from workstation.ui.kit.theme import SIZE, Icon
from workstation.ui.kit.widgets.icon_button import IconButton


class WholeButton(IconButton):
    """A button that shows the whole of a text, in sight only while something is cut off."""

    def __init__(self) -> None:
        super().__init__(Icon.DOWN, size=SIZE.control_sm, icon_size=SIZE.icon_sm)
        self.retranslate()
        self.hide()

    def offer(self, *, is_cut: bool) -> None:
        """Show the button or not, as the last layout has come out.

        It never comes and goes by itself: what is cut without it is cut beside it all the more.
        """
        if is_cut is self.isHidden():
            self.setVisible(is_cut)

    def retranslate(self) -> None:
        """Say in the current language what it does."""
        self.set_name(tr("widgets.show_whole"))
