"""The program: first a painted window, then everything else, closed in reverse.

The first painting needs no network library, no keyring and no database; they are loaded while the
doctor already sees the window.
"""

import sys
from pathlib import Path

from PySide6.QtCore import QEventLoop
from PySide6.QtWidgets import QApplication

from workstation import __version__
from workstation.domain.errors import WorkstationError
from workstation.paths import Folders
from workstation.settings.resolve import Resolution, load
from workstation.ui import input_method
from workstation.ui.appearance import wear
from workstation.ui.strings import tr
from workstation.ui.theme import theme
from workstation.ui.window import Window


def folders_of(profile: Path | None, *, demo: bool) -> Folders:
    """Where this run keeps its data; the demo never touches the doctor's own."""
    if profile is not None:
        return Folders.of_profile(profile)
    own = Folders.of_user()
    return Folders.of_profile(own.data / "demo") if demo else own


def run_window(*, profile: Path | None, demo: bool) -> int:
    """Open the window and work until it is closed; the exit status."""
    input_method.prepare()
    app = QApplication(sys.argv[:1])
    app.setApplicationName("Doctor Workstation")
    app.setApplicationVersion(__version__)
    app.setDesktopFileName("doctor-workstation")
    app.setQuitOnLastWindowClosed(False)
    theme.install(app)
    folders = folders_of(profile, demo=demo)
    try:
        resolution = load(folders)
    except WorkstationError as error:
        sys.stderr.write(f"workstation: {error}\n")
        return 2
    wear(resolution.settings)
    if demo and not resolution.settings.demo_allowed:
        sys.stderr.write(f"workstation: {tr('window.no_demo')}\n")
        return 2
    window = Window()
    paint_first(window)
    return _work(app, window, folders, resolution, demo=demo)


def paint_first(window: Window) -> None:
    """Show the window and come back when it is painted."""
    loop = QEventLoop()
    window.painted.connect(loop.quit)
    window.show()
    loop.exec()


def _work(
    app: QApplication, window: Window, folders: Folders, resolution: Resolution, *, demo: bool
) -> int:
    from qasync import QEventLoop as AsyncLoop

    from workstation.program import Program
    from workstation.ui.notices import program_icon

    app.setWindowIcon(program_icon())
    with AsyncLoop(app) as loop:
        clinic = folders.data / "clinic" if demo else None
        program = Program(window, folders, resolution, demo_clinic=clinic)
        return int(loop.run_until_complete(program.run()))
