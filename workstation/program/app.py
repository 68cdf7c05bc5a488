"""The program: first a painted window, then everything else, closed in reverse.

Invariant: until the window is painted, nothing is imported or read that its first painting does
not need: no settings, no look of our own, no network library, no keyring and no database. They are
loaded while the doctor already sees the window. The order follows from what each step must precede:

    PySide's detours        before this module and each class of Qt's: they slow each one (__main__)
    input method named      before QApplication, whose constructor reads the variable
    the profile's lock      before a file of the profile is written; a second copy calls the first
    window painted          place and colour come from two small files that no setting decides
    settings, theme, words  may fail: a policy that cannot be used is then said inside the window
    event loop, sign-in     asyncio runs in Qt's own loop from here on (``task_scope``)

Every way out releases the lock, or the next start would wait for a copy that is gone. Tests:
tests/ui/shell/test_startup_background.py,
``test_the_first_painting_has_last_times_colour_and_loads_nothing_else``.
"""

import contextlib
import gc
import os
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from workstation import __version__
from workstation.base.installation import RESTART, Installation, replace_process
from workstation.base.paths import Folders
from workstation.base.write_behind import window_files
from workstation.domain.errors import (
    ConfigurationError,
    StorageError,
    WorkstationError,
)
from workstation.domain.policy_errors import DemoNotStarted, PolicyUnusable
from workstation.ui.shell import input_method, startup_background, startup_minimised
from workstation.ui.shell.placement import FILE, WindowPlacement, keep_on_screen
from workstation.ui.shell.single_instance import SingleInstance
from workstation.ui.shell.window import ShellWindow

if TYPE_CHECKING:
    from workstation.program.program import Program
    from workstation.settings.resolve import Resolution

STOPPED = 2
ASK_AGAIN_MS = 500
"""So often a start that found the program busy asks whether it answers by now."""
NEEDED_THREADS = 24
"""A day has fifteen, and as many more as files are read and written at once. Without them Qt's own
connection to the desktop waits for ever for its thread, and the window with it."""
NAME = "DoctorWorkstation"
"""Qt tells the desktop its badge under this name, which D-Bus takes only without a space."""


def folders_of(profile: Path | None, *, demo: bool, policy: Path | None = None) -> Folders:
    """Where this run keeps its data; the demo never touches the doctor's own."""
    own = Folders.of_user()
    if profile is None and not demo:
        return own
    folders = Folders.of_profile(own.data / "demo" if profile is None else profile)
    return replace(folders, trial_policy=policy)


def run_window(*, profile: Path | None, demo: bool, policy: Path | None = None) -> int:
    """Open the window and work until it is closed; returns the exit status."""
    input_method.prepare()
    app = QApplication(sys.argv[:1])
    app.setApplicationName(NAME)
    app.setApplicationVersion(__version__)
    app.setDesktopFileName("doctor-workstation")
    app.setQuitOnLastWindowClosed(False)
    folders = folders_of(profile, demo=demo, policy=policy)
    with contextlib.suppress(StorageError):  # the program starts without them, and then says so
        folders.prepare()
    instance = SingleInstance(folders.data)
    if not instance.acquire():
        answers = instance.call()
        if answers and not instance.is_on_other_desktop():
            return 0
        if not instance.is_claimed:
            status = _held_by_another(app, folders, instance, answers=answers)
            if not instance.is_claimed:
                return status
    try:
        window = first_window(app, folders.data)
        instance.called.connect(window.come_forward)
        instance.listen()
        status = _work(app, window, folders, instance, demo=demo)
    finally:
        window_files.finish()
        from workstation.base.blocking_call import finish_writing  # with asyncio, for later

        finish_writing()
        instance.release()
    return _go_on_as_successor() if status == RESTART else status


def first_window(app: QApplication, data: Path) -> ShellWindow:
    """The window, painted: where it stood last time, and on the colour it had; or minimised."""
    startup_background.restore(app, data / startup_background.FILE)
    window = ShellWindow()
    WindowPlacement(window, data / FILE)
    if startup_minimised.is_chosen(data / startup_minimised.FILE):
        window.showMinimized()  # nothing is painted, so there is nothing to wait for
        return window
    loop = QEventLoop()
    window.painted.connect(loop.quit)
    window.show()
    loop.exec()
    return window


def apply_theme(app: QApplication, window: ShellWindow, folders: Folders) -> "Resolution":
    """Give the window its looks and words as the settings say.

    Raises ``ConfigurationError``; then it has the looks of no settings, and their language.
    """
    from workstation.settings.resolve import language_of, load
    from workstation.ui.kit.strings import set_language
    from workstation.ui.kit.theme import theme
    from workstation.ui.settings.appearance import apply_settings

    def save_background() -> None:
        startup_background.save(theme.colours.bg_canvas, folders.data / startup_background.FILE)

    theme.install(app, sheet=False)
    theme.changed.connect(save_background)
    window.retranslate()
    try:
        resolution = load(folders)
    except ConfigurationError:
        set_language(language_of(folders))
        raise
    apply_settings(resolution.settings)
    save_background()
    return resolution


def stop(window: ShellWindow, problem: str, next_step: str) -> int:
    """Say why the program does not start, in its window and at a terminal; the exit status."""
    from workstation.base.command_name import command_name
    from workstation.base.ending_signals import end_at_once
    from workstation.ui.shell.startup_failure import startup_failure_page

    end_at_once()
    if sys.stderr is not None:  # a windowed program of Windows has none
        # A line each: a problem may end with the system's own words, which have no full stop.
        sys.stderr.write(f"{command_name()}: {problem}\n{next_step}\n")
    loop = QEventLoop()
    window.closing.connect(loop.quit)
    if not window.isVisible():
        keep_on_screen(window)
    window.show_only(startup_failure_page(problem, next_step, window.closing.emit))
    window.show()
    loop.exec()
    window.end()
    return STOPPED


def _go_on_as_successor() -> int:
    """Start the version that is installed now in place of this one; the exit status otherwise."""
    installation = Installation.of_this_process()
    program = installation.successor() if installation else None
    if program is not None:
        with contextlib.suppress(OSError):  # it was taken away again; the next start tells
            replace_process(program, sys.argv[1:], os.environ)
    return 0


def _held_by_another(
    app: QApplication, folders: Folders, instance: SingleInstance, *, answers: bool
) -> int:
    """Say where it is open: on another desktop or computer, or here, where it does not answer.

    One that does not answer here may only be starting, on a slow computer on which the doctor was
    impatient, or still be ending: once it answers, or ``instance`` has claimed what it gave back,
    this window has nothing to say any more.
    """
    from workstation.ui.kit.strings import tr

    window, elsewhere = ShellWindow(), instance.other_host()
    with contextlib.suppress(ConfigurationError):
        apply_theme(app, window, folders)
    which = "other_desktop" if answers else "elsewhere" if elsewhere else "second"
    problem = tr(f"stopped.{which}.what", computer=elsewhere)
    answered = False

    def ask_again() -> None:
        nonlocal answered
        answered = instance.is_answering()
        if answered or instance.acquire():
            window.closing.emit()

    asking = QTimer(window, interval=ASK_AGAIN_MS)
    asking.timeout.connect(ask_again)
    if which == "second" and not instance.is_on_other_desktop():
        asking.start()
    status = stop(window, problem, tr(f"stopped.{which}.next"))
    return 0 if answered else status


def _stop_by(window: ShellWindow, error: WorkstationError) -> int:
    """Stop by what only an administrator puts right; the exit status."""
    from workstation.ui.kit.strings import error_text, tr

    text = error_text(error)
    if isinstance(error, StorageError):
        return stop(window, tr("stopped.storage", what=text.what, detail=error.detail), text.next)
    if isinstance(error, PolicyUnusable | DemoNotStarted):
        return stop(window, text.what, text.next)
    problem = tr("stopped.configuration", detail=error.detail)
    return stop(window, problem, tr("stopped.administrator"))


def _work(
    app: QApplication,
    window: ShellWindow,
    folders: Folders,
    instance: SingleInstance,
    *,
    demo: bool,
) -> int:
    from workstation.base.daemon_thread import has_threads
    from workstation.support.versions import require_floors
    from workstation.ui.kit.strings import tr
    from workstation.ui.support.terminal import silence_libraries

    silence_libraries()
    try:
        resolution = apply_theme(app, window, folders)
    except ConfigurationError as error:
        return _stop_by(window, error)
    if demo and not resolution.settings.demo_allowed:
        return stop(window, tr("window.no_demo"), tr("stopped.administrator"))
    try:
        require_floors()
    except WorkstationError as error:
        problem = tr("stopped.old_library", detail=error.detail)
        return stop(window, problem, tr("stopped.administrator"))
    if not has_threads(NEEDED_THREADS):
        return stop(window, tr("stopped.threads.what"), tr("stopped.threads.next"))
    return _run_program(app, window, folders, resolution, instance, demo=demo)


def program_loop(app: QApplication) -> Any:
    """Qt's own loop for asyncio, whose end waits for no look-up of a name.

    Else it would wait as long as the system asks silent DNS servers. Meanwhile the profile stays
    locked, and who starts the program again, since nothing works, is told that it runs.
    """
    from workstation.base.blocking_call import look_up
    from workstation.ui.shell.window_loop import WindowLoop

    loop = WindowLoop(app)
    loop.getaddrinfo = look_up
    return loop


def _run_program(  # noqa: PLR0913 - what a run is given, once
    app: QApplication,
    window: ShellWindow,
    folders: Folders,
    resolution: "Resolution",
    instance: SingleInstance,
    *,
    demo: bool,
) -> int:
    from workstation.program.program import EXPLAINED, Program
    from workstation.ui.kit.strings import tr
    from workstation.ui.shell.update_strip import watch_for_update

    # Modules are no garbage: the program's first collection would go over all of them.
    gc.freeze()
    with program_loop(app) as loop:
        clinic = folders.data / "clinic" if demo else None
        program = Program(
            window,
            folders,
            resolution,
            demo_clinic=clinic,
            listen_failure=instance.listen_error,
            on_closing=instance.stop_listening,
        )
        app.commitDataRequest.connect(program.leave_confirmation.on_desktop_logoff)
        if installation := Installation.of_this_process():
            watch_for_update(window, installation, lambda: program.leave(restart=True))
        try:
            return _run_to_end(loop, window, program)
        except EXPLAINED as error:
            return _stop_by(ShellWindow(), error)
        except Exception:  # noqa: BLE001 - a defect, which the program has logged
            why = "defect_unkept" if program.parts.memory_only.lost else "defect"
    return stop(ShellWindow(), tr(f"stopped.{why}.what"), tr(f"stopped.{why}.next"))


def _run_to_end(loop: Any, window: ShellWindow, program: "Program") -> int:
    """Run the program to its end; the exit status. Raises what the program raises."""
    from workstation.base.ending_signals import watched_ending_signals

    running = loop.create_task(program.run())
    running.add_done_callback(lambda _done: loop.stop())
    with watched_ending_signals(loop, window.closing.emit, program.parts.closing.set):
        loop.run_forever()
        if not running.done():
            from workstation.ui.shell.lost_display import end_without_display

            program.parts.closing.set()
            end_without_display(loop, running)
            return STOPPED
        return int(loop.run_until_complete(running))
