"""Telling of what comes in while another window is in front: desktop notices, chime, tray."""

from collections.abc import Callable
from dataclasses import replace
from functools import cache, partial
from typing import TYPE_CHECKING

from workstation.config import Settings
from workstation.domain.message import Message
from workstation.domain.quiet_hours import QuietHours
from workstation.session.session import UserSession
from workstation.store.worklist import Worklist
from workstation.ui.shell.window import ShellWindow

if TYPE_CHECKING:
    from workstation.devices.chime import Chime
    from workstation.ui.main_window.main_window import MainWindow
    from workstation.ui.shell.desktop_notifier import DesktopNotifier, NotificationRules


def start_desktop_notices(
    window: ShellWindow,
    session: UserSession,
    main_window: "MainWindow",
    settings: Callable[[], Settings],
) -> "DesktopNotifier":
    """Notify according to the current settings; the caller closes what is returned."""
    from workstation.ui.kit import throttle
    from workstation.ui.shell.desktop_notifier import DesktopNotifier

    notices = DesktopNotifier(
        window,
        lambda: notice_rules(settings()),
        session.clock.now_ms,
        partial(name_sender, session.store.worklist),
        main_window.frame,
    )
    notices.sound_asked.connect(_make_chime(main_window))
    notices.opened.connect(window.come_forward)
    notices.quit_asked.connect(window.come_forward)  # what would be lost is asked in it
    notices.quit_asked.connect(window.closing)
    window.hides_on_close = lambda: settings().close_to_tray and notices.hide_to_tray()
    session.store.changes.subscribe(notices.on_changes)
    worklist = session.store.worklist
    # A flood would draw the tray's icon a hundred times a second.
    unread = throttle.Debounce(
        lambda: notices.show_unread(worklist.unread_total), main_window.frame
    )
    worklist.feed.subscribe(unread.request)
    notices.show_unread(worklist.unread_total)
    chosen = settings().start_minimised and settings().close_to_tray
    if chosen and window.isMinimized() and notices.is_in_tray:
        window.hide()  # it stood in the task bar until there was an icon to bring it back
    return notices


def _make_chime(main_window: "MainWindow") -> Callable[[], None]:
    """The call that sounds the chime; its tones and QtMultimedia are made for the first one."""

    @cache
    def chime() -> "Chime":
        from workstation.devices.chime import Chime

        return Chime(main_window.frame)

    return lambda: chime().play()


def name_sender(worklist: Worklist, message: Message) -> str:
    """Who wrote a message; with the number where two patients of the list share the name."""
    consultation, speaker = worklist.consultation(message.consultation_id), message.speaker
    if consultation is None or consultation.target.member_id != speaker.member_id:
        return speaker.name
    return replace(consultation.target, name=speaker.name).distinct_name


def notice_rules(settings: Settings) -> "NotificationRules":
    """Which notices the settings allow."""
    from workstation.ui.shell.desktop_notifier import NotificationRules

    return NotificationRules(
        settings.notify,
        settings.notify_content,
        settings.notify_sound,
        QuietHours.parse(settings.quiet_hours),
    )
