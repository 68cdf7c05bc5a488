"""The window of one sign-in, with the sound devices that only it needs; loaded when it is shown.

Invariant: whatever names a class of Qt's is loaded in the window's own thread. PySide makes such a
class when it is first asked for, and runs Python for that, in the middle of which another thread
may have its turn; where that one asks for a class, too, the process ends (SIGSEGV). So it is loaded
step by step instead of in a thread (``decisions/startup-in-steps.md``).
"""

import asyncio
import logging
from collections.abc import Callable, Iterable
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from workstation.base.write_behind import window_files
from workstation.config.settings import NOTIFY_CONTENT
from workstation.session.session import UserSession
from workstation.settings.resolve import Resolution
from workstation.ui.shell.placement import MAX_BYTES
from workstation.ui.shell.running_program import RunningProgram
from workstation.ui.shell.window import PageWidget, ShellWindow

if TYPE_CHECKING:
    from workstation.devices.recorder import Recorder
    from workstation.ui.main_window.main_window import MainWindow

VIEWER_FILE = "viewer.geometry"

WINDOW_PARTS = (
    "workstation.ui.media.thumbnail_loader",
    "workstation.ui.shell.rail",
    "workstation.ui.kit.fields.editing",
    "workstation.ui.conversation.timeline.card",
    "workstation.ui.conversation.details.pane",
    "workstation.ui.composer.composer",
    "workstation.ui.kit.rows.view",
    "workstation.ui.conversation.timeline.view",
    "workstation.ui.conversation.pane",
    "workstation.ui.queue.pane",
    "workstation.ui.composer.quick_replies.wiring",
    "workstation.ui.conversation.wiring",
    "workstation.ui.queue.page_wiring",
    "workstation.ui.main_window.navigation",
    "workstation.ui.main_window.main_window",
    "workstation.program.screen_lock",
)
"""The window and, before it, what it consists of: each step takes 5 to 15 ms."""

REST_SECONDS = 5.0
"""After a sign-in, before what it does not need is loaded."""
AHEAD = (
    "workstation.ui.history.page",
    "workstation.ui.history.wiring",
    "workstation.ui.settings.wiring",
    "workstation.ui.profile.page",
    "workstation.ui.profile.wiring",
)

logger = logging.getLogger(__name__)


async def make_main_window(
    window: ShellWindow, session: UserSession, program: RunningProgram, data: Path
) -> "MainWindow":
    """Build the main window's content in steps, so that the window can paint after each.

    Nothing is used before all steps are done. ``data`` is the folder that stores window positions.
    """
    from workstation.services.outlines import OutlineReader
    from workstation.ui.main_window.main_window import MainWindow
    from workstation.ui.main_window.message_announcer import MessageAnnouncer

    window_files.read_ahead(data / VIEWER_FILE, MAX_BYTES)
    main_window = MainWindow(
        session,
        program,
        OutlineReader(session.media.library).read,
        is_focused=lambda: window.is_looked_at,
        make_microphone=_make_microphone,
        viewer_file=data / VIEWER_FILE,
    )
    for _ in main_window.make_first_page():
        await asyncio.sleep(0)
    await asyncio.sleep(0)
    window.activated.connect(main_window.on_focused)
    MessageAnnouncer(
        session.store,
        lambda: main_window.navigation.shown_id,
        lambda: _may_quote(program.resolution()),
        main_window.frame,
    )
    _lay_watermark(window, session, main_window)
    return main_window


def _make_microphone(on_progress: Callable[[int, float], None]) -> "Recorder":
    """Make the microphone; QtMultimedia is loaded for the first recording."""
    from workstation.devices.recorder import Recorder

    return Recorder(on_progress)


async def load_window() -> None:
    """Load what the window is made of; no widget is made. Network and window go on meanwhile."""
    await _load_in_steps(WINDOW_PARTS)


async def finish_at_rest(main_window: "MainWindow", session: UserSession) -> None:
    """Begin what can wait: watching the network, and loading the modules of the later pages.

    The link tries by itself meanwhile. The first opening of a page then only has to make it.
    """
    await asyncio.sleep(REST_SECONDS)
    watch_network(main_window.frame, session)
    await _load_in_steps(AHEAD)


async def _load_in_steps(names: Iterable[str]) -> None:
    for name in names:
        import_module(name)
        await asyncio.sleep(0)


def _lay_watermark(window: ShellWindow, session: UserSession, main_window: "MainWindow") -> None:
    from workstation.ui.watermark.mark import mark_text
    from workstation.ui.watermark.screen import ScreenWatermark

    profile, account, now_ms = session.account.profile, session.account, session.clock.now_ms
    watermark = ScreenWatermark(
        window,
        main_window.frame,
        lambda: mark_text(profile.display_name, account.member_id, now_ms()),
        now_ms,
    )
    window.activated.connect(watermark.refresh)


def _may_quote(resolution: Resolution) -> bool:
    """Whether a screen reader may announce a message's text; only a policy forbids it."""
    return resolution.settings.notify_content or not resolution.locked(NOTIFY_CONTENT)


def prepare_window(window: ShellWindow, resolution: Resolution) -> None:
    """Set the icon, the warnings above the pages, and the protection against screen captures.

    The policy decides on captures; a screen reader that was started or ended meanwhile is noticed
    when the window becomes active.
    """
    from workstation.ui.shell.capture_exclusion import CAN_EXCLUDE, CaptureExclusion
    from workstation.ui.shell.caret_rest import CaretRest
    from workstation.ui.shell.desktop_notifier import program_icon
    from workstation.ui.shell.desktop_preferences import DesktopPreferences
    from workstation.ui.shell.system_problems import SystemProblemBanner, system_problems

    DesktopPreferences(window)
    CaretRest(window)
    window.setWindowIcon(program_icon())
    if CAN_EXCLUDE:
        window.activated.connect(CaptureExclusion(window).refresh)
    if problems := system_problems(resolution):
        window.show_above(SystemProblemBanner(problems))


def watch_network(frame: PageWidget, session: UserSession) -> None:
    """Report the system's network state to the sign-in, as long as its frame exists."""
    from workstation.ui.shell.network import NetworkWatch

    def on_changed(available: bool) -> None:  # noqa: FBT001 - a callback
        logger.info("the system says that there is a network: %s", available)
        session.messaging.link.set_network(available=available)

    NetworkWatch(on_changed, frame)
