"""Telling of what comes in while another window is in front: desktop notices, chime, tray."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from workstation.config import Settings
from workstation.domain.quiet_hours import QuietHours
from workstation.session.session import UserSession
from workstation.ui.shell.window import Window

if TYPE_CHECKING:
    from workstation.ui.main_window.main_window import DeskWindow
    from workstation.ui.shell.notices import NoticeRules, Notices


def start_desktop_notices(
    window: Window, session: UserSession, desk: "DeskWindow", settings: Callable[[], Settings]
) -> "Notices":
    """Tell by the settings that are in force at that moment; close what is returned."""
    from workstation.devices.chime import Chime
    from workstation.ui.kit import throttle
    from workstation.ui.shell.notices import Notices

    chime = Chime(desk.frame)
    notices = Notices(
        window, lambda: notice_rules(settings()), session.clock.now_ms, chime.play, desk.frame
    )
    notices.opened.connect(window.come_forward)
    session.store.changes.subscribe(notices.take)
    worklist = session.store.worklist
    # A flood would draw the tray's icon a hundred times a second.
    unread = throttle.Gather(lambda: notices.show_unread(worklist.unread_total), desk.frame)
    worklist.feed.subscribe(unread.ask)
    notices.show_unread(worklist.unread_total)
    return notices


def notice_rules(settings: Settings) -> "NoticeRules":
    """Which notices the settings allow."""
    from workstation.ui.shell.notices import NoticeRules

    return NoticeRules(
        settings.notify,
        settings.notify_content,
        settings.notify_sound,
        QuietHours.parse(settings.quiet_hours),
    )
