"""The window of one sign-in, with the sound devices that only it needs; loaded when it is shown."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from workstation.session.session import UserSession
from workstation.settings.resolve import Resolution
from workstation.ui.shell.window import ShellWindow

if TYPE_CHECKING:
    from workstation.ui.main_window.main_window import MainWindow
    from workstation.ui.settings.appearance import SettingsSnapshot
    from workstation.ui.support.diagnostics_wiring import CollectDocuments


def make_main_window(
    window: ShellWindow,
    session: UserSession,
    settings: "Callable[[], SettingsSnapshot]",
    gather_papers: "CollectDocuments",
) -> "MainWindow":
    """What a signed-in doctor works with; ``settings`` gives those in force."""
    from workstation.devices.recorder import Recorder
    from workstation.devices.waves import read_wave
    from workstation.ui.main_window.main_window import MainWindow

    main_window = MainWindow(
        session,
        read_wave,
        is_focused=window.isActiveWindow,
        settings=settings,
        make_microphone=Recorder,
        gather_papers=gather_papers,
    )
    window.activated.connect(main_window.on_focused)
    return main_window


def show_icon_and_problems(window: ShellWindow, resolution: Resolution) -> None:
    """The program's icon, and above every page what is wrong with this computer."""
    from workstation.ui.shell.desktop_notifier import program_icon
    from workstation.ui.shell.system_problems import SystemProblemBanner, system_problems

    window.setWindowIcon(program_icon())
    if problems := system_problems(resolution):
        window.show_above(SystemProblemBanner(problems))


def watch_network(window: ShellWindow, on_changed: Callable[[bool], None]) -> None:
    """Hear from the system whether there is a network, for as long as the window is there."""
    from workstation.ui.shell.network import NetworkWatch

    NetworkWatch(on_changed, window)
