"""Desktop notifications of new messages while another window is active; content hidden by default.

A notification leaves the program: others may see it on the screen, and the desktop keeps a history.
So by default it says only that a message arrived. The first message is notified at once; those
within the next QUIET_MS are collected into one notification.

    0.0 s  message    notified at once, the quiet time begins
    0.4 s  message    waits          1.2 s  message   waits
    3.0 s             one notification for both, unless the window is active by now or quiet hours
                      have begun: then both are dropped and never notified late

The rules are applied when a notification is shown, not when the message arrives. One that names a
patient is withdrawn when the window or the system is locked, or the doctor signs out. On Linux the
portal can do that, so the tray is used only where there is no portal; on Windows removing the icon
does. While the system is locked no notification names anybody: Windows shows them over its lock
screen. Nothing here raises the window: a key typed into another program would land in a patient's
conversation. Tests: tests/ui/shell/test_desktop_notifier.py,
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
from workstation.ui.shell.foreground import come_forward_by
from workstation.ui.shell.window import ShellWindow

QUIET_MS = 3_000
MAX_CHARACTERS = 120
BADGE_SHARE, RIM = 0.55, 2.0
PLAIN = LINE_BREAKS | str.maketrans({"<": "\uff1c", ">": "\uff1e", "&": "\uff06"})
"""Some desktops interpret markup in a notification; these look alike and are no markup."""


class NotificationRules(Value):
    """Whether to notify, with content, with a sound, and in which hours not."""

    enabled: bool = True
    with_content: bool = False
    with_sound: bool = False
    quiet: QuietHours | None = None


class DesktopNotifier(QObject):
    """Shows one notification for all messages within three seconds.

    ``opened`` is emitted by a click on it, ``quit_asked`` by the tray icon's menu, ``sound_asked``
    where the chime is to sound. ``name_of`` gives who wrote a message, as the list of consultations
    tells people apart. The window never comes forward by itself.
    """

    opened = Signal()
    quit_asked = Signal()
    sound_asked = Signal()

    def __init__(
        self,
        window: ShellWindow,
        rules: Callable[[], NotificationRules],
        now_ms: Callable[[], int],
        name_of: Callable[[Message], str],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._window, self._rules = window, rules
        self._now_ms, self._name_of = now_ms, name_of
        self._news: list[Message] = []
        self.tray: QSystemTrayIcon | None = None
        self._menu: QMenu | None = None
        self._clicks: xdg_notifications.NotificationClicks | None = None
        self._number = -1
        self._is_tray_explained = self._is_closed = self._is_patient_named = False
        self._quiet_timer = QTimer(self, singleShot=True, interval=QUIET_MS)
        self._quiet_timer.timeout.connect(self._on_quiet_over)

    def on_changes(self, changes: Changes) -> None:
        """Notify of messages that arrived, unless the window is active."""
        self._update_waiting(changes)
        if not changes.news or not self._may_notify():
            return
        self._news.extend(changes.news)
        if not self._quiet_timer.isActive():
            self._notify()
            self._quiet_timer.start()

    def announce(self) -> None:
        """Notify, without content, that messages arrived while the window is locked."""
        if self._may_notify() and not self._quiet_timer.isActive():
            self._show_notice(tr("notices.new"))
            self._quiet_timer.start()

    def show_unread(self, number: int) -> None:
        """Show the number of unread messages at the tray icon and the application icon."""
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
        """Title and text of a notification; by default without content."""
        mentioned = [message for message in self._news if message.mentions_me]
        if not self._may_name_patients:
            return tr("notices.mentioned" if mentioned else "notices.new")
        last = (mentioned or self._news)[-1]
        key = KINDS.of(last.kind)
        content = tr(key) if key else last.text
        notification = tr("notices.said", name=self._name_of(last), text=content).translate(PLAIN)
        return (
            notification
            if len(notification) <= MAX_CHARACTERS
            else f"{notification[: MAX_CHARACTERS - 1]}…"
        )

    def withdraw(self) -> None:
        """Withdraw a notification that names a patient: the window is locked or left."""
        if not self._is_patient_named:
            return
        self._is_patient_named = False
        if sys.platform == "linux":
            xdg_notifications.withdraw()
        elif self.tray is not None:
            self.tray.hide()
            self.tray.show()

    def close(self) -> None:
        """Remove numbers and icon, and drop what waits, as the doctor signed out."""
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
        """Whether the tray has an icon that can bring the window back."""
        return not self._is_closed and self.tray is not None and self.tray.isVisible()

    def hide_to_tray(self) -> bool:
        """Whether the window may be hidden, as the tray brings it back; explained once."""
        if self.tray is None or not self.is_in_tray:
            return False
        if not self._is_tray_explained:
            self._is_tray_explained = True
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

    def _update_waiting(self, changes: Changes) -> None:
        """Correct the messages that wait to be notified, and drop those that were retracted."""
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
            self._watch_clicks()
            xdg_notifications.send(title, text)
        elif sys.platform == "linux" and self._may_name_patients:
            self._watch_clicks()
            xdg_notifications.send_or(title, text, lambda: self._show_notice_late(tray, text), self)
        else:
            tray.showMessage(title, text, tray.icon())
        if self._rules().with_sound:
            self.sound_asked.emit()

    def _watch_clicks(self) -> None:
        """Open the window by a click on what the portal shows, from now on."""
        if self._clicks is None:
            self._clicks = xdg_notifications.NotificationClicks(self)
            self._clicks.opened.connect(self._on_clicked)

    def _on_clicked(self, token: str) -> None:
        come_forward_by(token, self.opened.emit)

    def _show_notice_late(self, tray: QSystemTrayIcon, text: str) -> None:
        """Notify by the tray, unless the window was locked since: a tray cannot withdraw it."""
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
        """Open the window on a click; the other button opens the menu."""
        if reason is not QSystemTrayIcon.ActivationReason.Context:
            self.opened.emit()

    def _name_menu(self) -> None:
        """Fill the menu in the current language."""
        if self._menu is not None:
            for action, text in zip(
                self._menu.actions(), ("notices.open", "notices.quit"), strict=True
            ):
                action.setText(tr(text))


def _show_badge(number: int) -> None:
    """Show a number at the application icon, where the desktop supports it."""
    application = QGuiApplication.instance()
    if isinstance(application, QGuiApplication):
        application.setBadgeNumber(number)


def program_icon(number: int = 0) -> QIcon:
    """The program's icon, with a number at its corner unless it is 0."""
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
    """Draw the number in the upper right corner, with a rim, readable in a task bar."""
    scale = size * BADGE_SHARE / SIZE.badge
    painter.scale(scale, scale)
    wide = badge_width(number)
    right = size / scale - RIM
    rim = QRectF(right - wide - RIM, 0, wide + 2 * RIM, SIZE.badge + 2 * RIM)
    fill_round(painter, rim, theme.colours.accent_on, RADIUS.full)
    draw_badge(painter, QPointF(right, RIM + SIZE.badge / 2), number)
