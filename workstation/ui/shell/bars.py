"""The bars above the pages: texts that are not saved, lasting notices, the connection.

In a low window each has one line. With large text three of them would leave no line of the
conversation, so only the most severe is shown there; the rail and the composer also show the
connection's state.
"""

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QVBoxLayout, QWidget

from workstation.ui.kit.layers.whole_notice import let_open_whole
from workstation.ui.kit.widgets.banner import Banner, has_few_lines, has_room_for_one_bar
from workstation.ui.shell.lasting_notices import LastingNotices, StandingNotice

CHANGES = {QEvent.Type.ShowToParent, QEvent.Type.HideToParent}


class Bars(QWidget):
    """The bars above the pages: ``strip``, ``notices`` and ``banner``, in this order."""

    def __init__(self) -> None:
        super().__init__()
        self.strip, self.notices, self.banner = StandingNotice(), LastingNotices(), Banner()
        self._banner_wanted = self._has_room_for_one = False
        let_open_whole(self.strip, self.notices, self.banner)
        self.banner.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for bar in (self.strip, self.notices, self.banner):
            column.addWidget(bar)
        for notice in (self.strip, self.notices):
            notice.installEventFilter(self)

    @property
    def are_there(self) -> bool:
        """Whether any bar is visible."""
        return self._banner_wanted or self._has_notices

    def show_banner(self, *, visible: bool) -> None:
        """Show the connection's bar, if it has anything to show, or hide it."""
        self._banner_wanted = visible
        self._show_banner()

    def fit(self, height: int, window_height: int) -> None:
        """Take the room that is fit for a frame of this height in a window of that."""
        is_brief, one = has_few_lines(height), has_room_for_one_bar(window_height)
        self._has_room_for_one = one
        self.strip.fit(is_brief=is_brief)
        self.banner.fit(is_brief=is_brief)
        self.notices.fit(is_brief=one)
        self._show_banner()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Show or hide the banner when a notice comes or goes."""
        if event.type() in CHANGES:
            self._show_banner()
        return super().eventFilter(watched, event)

    @property
    def _has_notices(self) -> bool:
        return not (self.strip.isHidden() and self.notices.isHidden())

    def _show_banner(self) -> None:
        waits = self._has_room_for_one and self._has_notices
        self.banner.setVisible(self._banner_wanted and not waits)
