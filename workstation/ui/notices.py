"""Telling the doctor of new messages while another window is in front; names and words hidden."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QIcon, QPixmap
from PySide6.QtWidgets import QApplication, QSystemTrayIcon, QWidget

from workstation.domain.changes import Changes
from workstation.domain.message import Message
from workstation.ui.painting import fill_round, painting
from workstation.ui.strings import tr
from workstation.ui.theme import RADIUS, SIZE, Icon, draw_icon, theme
from workstation.ui.timeline.bubble import KINDS

QUIET_MS = 3_000


@dataclass(frozen=True, slots=True)
class NoticeRules:
    """Whether to tell at all, and whether with the sender and the words."""

    wanted: bool = True
    with_content: bool = False


class Notices(QObject):
    """One notice for all that came within three seconds. ``opened`` is a click on it."""

    opened = Signal()

    def __init__(
        self, window: QWidget, rules: Callable[[], NoticeRules], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._window, self._rules = window, rules
        self._news: list[Message] = []
        self._tray: QSystemTrayIcon | None = None
        self._soon = QTimer(self, singleShot=True, interval=QUIET_MS)
        self._soon.timeout.connect(self._rest)

    def take(self, changes: Changes) -> None:
        """Tell of what arrived, unless the doctor looks at the window anyway."""
        if not changes.news or self._window.isActiveWindow() or not self._rules().wanted:
            return
        self._news.extend(changes.news)
        if not self._soon.isActive():
            self._tell()
            self._soon.start()

    def show_unread(self, number: int) -> None:
        """The number at the tray's icon, as its tool tip."""
        tray = self._icon()
        if tray is not None:
            title = tr("window.title")
            tray.setToolTip(tr("notices.unread", title=title, count=number) if number else title)

    def text(self) -> str:
        """What a notice says now: by default no name and no word."""
        if not self._rules().with_content:
            return tr("notices.new")
        last = self._news[-1]
        said = tr(KINDS[last.kind]) if last.kind in KINDS else last.text
        return tr("notices.said", name=last.speaker.name, text=said)

    def _rest(self) -> None:
        if self._news:
            self._tell()
            self._soon.start()

    def _tell(self) -> None:
        QApplication.alert(self._window)
        tray = self._icon()
        if tray is not None:
            tray.showMessage(tr("window.title"), self.text(), tray.icon())
        self._news.clear()

    def _icon(self) -> QSystemTrayIcon | None:
        if self._tray is None and QSystemTrayIcon.isSystemTrayAvailable():
            self._tray = QSystemTrayIcon(program_icon(), self)
            self._tray.messageClicked.connect(self.opened)
            self._tray.activated.connect(self.opened)
            self._tray.show()
        return self._tray


def program_icon(size: int = SIZE.logo) -> QIcon:
    """The program's mark as an icon."""
    drawn = QPixmap(size, size)
    drawn.fill(Qt.GlobalColor.transparent)
    with painting(drawn) as painter:
        rect = QRectF(drawn.rect())
        fill_round(painter, rect, theme.colours.accent_fill, RADIUS.xl)
        draw_icon(painter, Icon.CHAT, rect, theme.colours.accent_on, SIZE.icon_lg)
    return QIcon(drawn)
