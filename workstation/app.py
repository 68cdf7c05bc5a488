"""The program: first a painted window, then everything else, closed in reverse.

The first painting needs no network library, no keyring and no database; they are loaded while the
doctor already sees the window.
"""

import contextlib
import sys
from pathlib import Path

from PySide6.QtCore import QEventLoop
from PySide6.QtWidgets import QApplication

from workstation import __version__
from workstation.domain.errors import ConfigurationError, StorageError, WorkstationError
from workstation.paths import Folders
from workstation.settings.resolve import Resolution, load
from workstation.ui import input_method
from workstation.ui.appearance import wear
from workstation.ui.only_one import OnlyOne
from workstation.ui.placement import FILE, Placement
from workstation.ui.strings import tr
from workstation.ui.theme import theme
from workstation.ui.window import Window

STOPPED = 2


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
        return stop(tr("stopped.configuration", detail=error.detail), tr("stopped.administrator"))
    wear(resolution.settings)
    if demo and not resolution.settings.demo_allowed:
        return stop(tr("window.no_demo"), tr("stopped.administrator"))
    only = OnlyOne(_made(folders).data)
    if not only.hold():
        return 0 if only.call() else stop(tr("stopped.second.what"), tr("stopped.second.next"))
    try:
        window = Window()
        Placement(window, folders.data / FILE)
        paint_first(window)
        only.called.connect(window.come_forward)
        only.listen()
        return _work(app, window, folders, resolution, demo=demo)
    finally:
        only.release()


def _made(folders: Folders) -> Folders:
    """The folders, which may be missing: the program starts all the same, and then says so."""
    with contextlib.suppress(StorageError):
        folders.prepare()
    return folders


def stop(what: str, then: str) -> int:
    """Say why the program does not start, in a window and to a terminal; the exit status."""
    from workstation.ui.stopped import stopped_page

    if sys.stderr is not None:  # a windowed program of Windows has none
        sys.stderr.write(f"workstation: {what}\n")
    window = Window()
    loop = QEventLoop()
    window.closing.connect(loop.quit)
    window.show_only(stopped_page(what, then, window.closing.emit))
    window.show()
    loop.exec()
    window.end()
    return STOPPED


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
    from workstation.services.versions import require_floors
    from workstation.ui.notices import program_icon

    app.setWindowIcon(program_icon())
    try:
        require_floors()
    except WorkstationError as error:
        window.end()
        return stop(tr("stopped.old_library", detail=error.detail), tr("stopped.administrator"))
    with AsyncLoop(app) as loop:
        clinic = folders.data / "clinic" if demo else None
        program = Program(window, folders, resolution, demo_clinic=clinic)
        try:
            return int(loop.run_until_complete(program.run()))
        except ConfigurationError:
            if not demo:
                raise
    return stop(tr("stopped.demo.what"), tr("stopped.demo.next"))
