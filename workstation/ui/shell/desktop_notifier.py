"""Telling the doctor of new messages while another window is in front; names and words hidden.

A notification leaves the program: it lies on a screen that others see, in the desktop's history
and in its sound. So by default it says only that something came. The first message is told at
once; what follows within QUIET_MS waits, and is told together when that time is over.

    0.0 s  message    told at once, the quiet time begins
    0.4 s  message    waits          1.2 s  message   waits
    3.0 s             one notification for both, unless the doctor looks by now or quiet hours
                      have begun: then both are dropped, never told late

Whether to tell is asked when it would be shown, not when it came. A notice that names a patient is
taken back when the window or the system is locked, or nobody is signed in: on Linux it goes by the
portal, which can do so, and by the tray only where there is no portal; on Windows the icon takes it
along. While the system is locked none names anybody: Windows shows notices over its lock, too.
Nothing here brings the window forward: a key typed into another program would land in a patient's
conversation. Red without it: tests/ui/shell/test_desktop_notifier.py,
``test_the_rest_of_a_flood_is_not_told_to_a_doctor_who_looks_by_then`` and
``test_the_window_never_comes_forward_by_itself``.
"""

import sys
from collections.abc import Callable

from PySide6.QtCore import QObject, QPointF, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QApplication, QMenu, QSystemTrayIcon

from workstation.domain.changes import Changes
from workstation.domain.message import Message
from workstation.domain.quiet_hours import QuietHours
from workstation.domain.value import Value
from workstation.ui.kit.painting import badge_width, draw_badge, fill_round, painting
from workstation.ui.kit.painting.text import LINE_BREAKS
from workstation.ui.kit.strings import formats, tr
from workstation.ui.kit.strings.message_kinds import KINDS
from workstation.ui.kit.theme import RADIUS, SIZE, Icon, draw_icon, theme
from workstation.ui.shell import xdg_notifications
from workstation.ui.shell.window import ShellWindow

QUIET_MS = 3_000
MAX_CHARACTERS = 120
BADGE_SHARE, RIM = 0.55, 2.0
PLAIN = LINE_BREAKS | str.maketrans({"<": "\uff1c", ">": "\uff1e", "&": "\uff06"})
"""Some desktops read markup in a notice; these look like what was written and mean nothing."""


class NotificationRules(Value):
    """Whether to tell at all, whether with the sender and the words, with a sound, and when not."""

    enabled: bool = True
    with_content: bool = False
    with_sound: bool = False
    quiet: QuietHours | None = None


class DesktopNotifier(QObject):
    """One notice for all that came within three seconds. ``opened`` is a click on it.

    ``quit_asked`` comes from the menu of the tray's icon.

    ``chime`` sounds. The window never comes forward by itself.
    """

    opened = Signal()
    quit_asked = Signal()

    def __init__(
        self,
        window: ShellWindow,
        rules: Callable[[], NotificationRules],
        now_ms: Callable[[], int],
        chime: Callable[[], object],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._window, self._rules = window, rules
        self._now_ms, self._chime = now_ms, chime
        self._news: list[Message] = []
        self.tray: QSystemTrayIcon | None = None
        self._menu: QMenu | None = None
        self._number = -1
        self._told_away = self._is_closed = self._is_patient_named = False
        self._quiet_timer = QTimer(self, singleShot=True, interval=QUIET_MS)
        self._quiet_timer.timeout.connect(self._on_quiet_over)

    def on_changes(self, changes: Changes) -> None:
        """Tell of what arrived, unless the doctor looks at the window anyway."""
        self._keep_up(changes)
        if not changes.news or not self._may_notify():
            return
        self._news.extend(changes.news)
        if not self._quiet_timer.isActive():
            self._notify()
            self._quiet_timer.start()

    def announce(self) -> None:
        """Tell that something came while the window is locked: no name and no word."""
        if self._may_notify() and not self._quiet_timer.isActive():
            self._show_notice(tr("notices.new"))
            self._quiet_timer.start()

    def show_unread(self, number: int) -> None:
        """The number at the tray's icon and at the program's own, wherever the desktop shows it."""
        if number == self._number or self._is_closed:
            return
        self._number = number
        _show_badge(number)
        tray = self._icon()
        if tray is not None:
            title = tr("window.title")
            tray.setToolTip(tr("notices.unread", title=title, count=number) if number else title)
            tray.setIcon(program_icon(number=number))

    def text(self) -> str:
        """What a notice says now: by default no name and no word."""
        mentioned = [message for message in self._news if message.mentions_me]
        if not self._may_name_patients:
            return tr("notices.mentioned" if mentioned else "notices.new")
        last = (mentioned or self._news)[-1]
        key = KINDS.of(last.kind)
        content = tr(key) if key else last.text
        notification = tr("notices.said", name=last.speaker.name, text=content).translate(PLAIN)
        return (
            notification
            if len(notification) <= MAX_CHARACTERS
            else f"{notification[: MAX_CHARACTERS - 1]}…"
        )

    def withdraw(self) -> None:
        """Take a notice back that names a patient, as the window is locked or left."""
        if not self._is_patient_named:
            return
        self._is_patient_named = False
        if sys.platform == "linux":
            xdg_notifications.withdraw()
        elif self.tray is not None:
            self.tray.hide()
            self.tray.show()

    def close(self) -> None:
        """Nobody is signed in any more: no number, no icon, nothing told that still comes."""
        self._is_closed = True
        self.withdraw()
        self._quiet_timer.stop()
        _show_badge(0)
        if self.tray is not None:
            self.tray.hide()
        if self._menu is not None:
            self._menu.deleteLater()
            self._menu = None

    @property
    def is_in_tray(self) -> bool:
        """Whether the tray has an icon that brings the window back."""
        return not self._is_closed and self.tray is not None and self.tray.isVisible()

    def hide_to_tray(self) -> bool:
        """Whether the window may be put away, since the tray brings it back; told once."""
        if self.tray is None or not self.is_in_tray:
            return False
        if not self._told_away:
            self._told_away = True
            self.tray.showMessage(tr("window.title"), tr("notices.away"), self.tray.icon())
        return True

    @property
    def _may_name_patients(self) -> bool:
        hidden = self._window.is_covered or self._window.is_session_locked or self._is_closed
        return self._rules().with_content and not hidden

    def _may_notify(self) -> bool:
        if self._window.is_looked_at or self._is_closed:
            return False
        rules = self._rules()
        now = formats.local(self._now_ms())
        quiet = rules.quiet is not None and rules.quiet.hold(now.hour * 60 + now.minute)
        return rules.enabled and not quiet

    def _keep_up(self, changes: Changes) -> None:
        """Of what waits to be told nothing is told that its sender has taken back or corrected."""
        if not self._news:
            return
        now = {message.key: message for message in changes.messages}
        gone = {removed.key for removed in changes.removed}
        waiting = (now.get(message.key, message) for message in self._news)
        self._news = [each for each in waiting if not each.retracted and each.key not in gone]

    def _on_quiet_over(self) -> None:
        if not self._may_notify():  # by now the doctor looks, or wants quiet
            self._news.clear()
        if self._news:
            self._notify()
            self._quiet_timer.start()

    def _notify(self) -> None:
        self._is_patient_named = self._is_patient_named or self._may_name_patients
        self._show_notice(self.text())
        self._news.clear()

    def _show_notice(self, text: str) -> None:
        QApplication.alert(self._window)
        title, tray = tr("window.title"), self._icon()
        if tray is None:
            xdg_notifications.send(title, text)
        elif sys.platform == "linux" and self._may_name_patients:
            xdg_notifications.send_or(title, text, lambda: self._show_notice_late(tray, text), self)
        else:
            tray.showMessage(title, text, tray.icon())
        if self._rules().with_sound:
            self._chime()

    def _show_notice_late(self, tray: QSystemTrayIcon, text: str) -> None:
        """By the tray, unless the window was locked since: no tray takes it back."""
        if self._may_name_patients:
            tray.showMessage(tr("window.title"), text, tray.icon())

    def _icon(self) -> QSystemTrayIcon | None:
        if self.tray is None and QSystemTrayIcon.isSystemTrayAvailable():
            self.tray = QSystemTrayIcon(program_icon(), self)
            self.tray.messageClicked.connect(self.opened)
            self.tray.activated.connect(self._on_activated)
            self._menu = QMenu(self._window)
            for text, asked in (("notices.open", self.opened), ("notices.quit", self.quit_asked)):
                self._menu.addAction(tr(text)).triggered.connect(asked)
            self._menu.aboutToShow.connect(self._name_menu)
            self.tray.setContextMenu(self._menu)
            self.tray.show()
        return self.tray

    def _on_activated(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        """A click opens the window; the other button has the menu."""
        if reason is not QSystemTrayIcon.ActivationReason.Context:
            self.opened.emit()

    def _name_menu(self) -> None:
        """In the language in force by now."""
        if self._menu is not None:
            for action, text in zip(
                self._menu.actions(), ("notices.open", "notices.quit"), strict=True
            ):
                action.setText(tr(text))


def _show_badge(number: int) -> None:
    """The number at the program's own icon, where the desktop has such a thing."""
    application = QGuiApplication.instance()
    if isinstance(application, QGuiApplication):
        application.setBadgeNumber(number)


def program_icon(number: int = 0) -> QIcon:
    """The program's mark as an icon, with a number at its corner unless it is 0."""
    size = SIZE.logo
    drawn = QPixmap(size, size)
    drawn.fill(Qt.GlobalColor.transparent)
    with painting(drawn) as painter:
        rect = QRectF(drawn.rect())
        fill_round(painter, rect, theme.colours.accent_fill, RADIUS.xl)
        draw_icon(painter, Icon.CHAT, rect, theme.colours.accent_on, SIZE.icon_lg)
        if number:
            _draw_number(painter, size, number)
    return QIcon(drawn)


def _draw_number(painter: QPainter, size: int, number: int) -> None:
    """In the upper right corner, large enough for an icon of the task bar, with a rim."""
    scale = size * BADGE_SHARE / SIZE.badge
    painter.scale(scale, scale)
    wide = badge_width(number)
    right = size / scale - RIM
    rim = QRectF(right - wide - RIM, 0, wide + 2 * RIM, SIZE.badge + 2 * RIM)
    fill_round(painter, rim, theme.colours.accent_on, RADIUS.full)
    draw_badge(painter, QPointF(right, RIM + SIZE.badge / 2), number)
