"""The command line: the window by default, ``--demo``, ``--check``, ``--verify``, updates, more."""

import argparse
import errno
import gc
import os
import sys
from collections.abc import Callable, Sequence
from typing import NoReturn, TextIO

from workstation.base.command_name import command_name
from workstation.base.installation import give_back_environment, keep_modules_readable
from workstation.base.memory_dumps import refuse_memory_dumps
from workstation.base.missing_library import advice, missing_library
from workstation.base.process_environment import (
    QT_PLATFORM,
    ask_display,
    has_screen,
    mend_umask,
    open_missing_streams,
    use_system_zone,
)
from workstation.program.command_line import command_line_parser, read_command_line

BROKEN = 2
"""What a command answers that broke by a defect. Python's own 1 is a better verdict than that:
doctors can work, a package was changed, something is left to sign."""

NOT_WRITTEN = {errno.ENOSPC, errno.EDQUOT, errno.EIO}
"""Where standard output goes has no room, or is gone, as a terminal that was closed. What is met on
the way to the program's own files has another class by then."""


def _run_command(options: argparse.Namespace) -> int | None:
    """The exit status of the command that was asked for; ``None`` for none of them."""
    if options.update_repository is not None:
        from workstation.support.update_repository import run_update_repository

        return run_update_repository(options.update_repository)
    if options.verify:
        from workstation.support.package_check import run_verify

        return run_verify(options.verify)
    if options.install_staged:
        from workstation.support.install_staged import run_install_staged

        return run_install_staged(options.profile)
    if options.diagnostics:
        from workstation.support.diagnostics import run_diagnostics

        return run_diagnostics(options.diagnostics, profile=options.profile, demo=options.demo)
    if options.check:
        from workstation.support.check import run_check

        return run_check(
            profile=options.profile,
            demo=options.demo,
            as_json=options.json,
            policy=options.policy,
        )
    return None


def _write_no_more(stream: TextIO) -> None:
    """Throw away what is still to be written: Python writes it at its end.

    One that fails then makes the exit status 120, in newer versions of Python standard error, too.
    """
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _status_of_command(options: argparse.Namespace) -> int | None:
    try:
        status = _run_command(options)
        sys.stdout.flush()
    except BrokenPipeError:  # who reads it has enough, such as ``grep -q``
        _write_no_more(sys.stdout)
        return BROKEN
    except OSError as error:
        if error.errno in NOT_WRITTEN:
            _write_no_more(sys.stdout)
            try:
                sys.stderr.write(f"{command_name()}: not all could be printed: {error.strerror}\n")
            except OSError:  # of ``2>&1``
                _write_no_more(sys.stderr)
        else:
            sys.excepthook(*sys.exc_info())
        return BROKEN
    except Exception as error:  # noqa: BLE001 - a defect, said as Python says it
        if library := missing_library(error):
            sys.stderr.write(f"{command_name()}: {advice(library)}\n")
        else:
            sys.excepthook(*sys.exc_info())
        return BROKEN
    return status


def _ask_display(parser: argparse.ArgumentParser) -> Callable[[], str]:
    try:
        return ask_display(os.environ)
    except RuntimeError:
        parser.error(
            "the system gives this program no thread: too many programs run, or a limit is set for "
            "this user (ulimit -u)"
        )


def _refuse(parser: argparse.ArgumentParser, display: str) -> NoReturn:
    parser.error(
        f"no window can be shown on {display}: it is gone, or lets in only the user "
        "who is signed in there; start the program in a terminal of that desktop, as that user"
    )


def _refuse_lacking_platform(parser: argparse.ArgumentParser) -> None:
    if QT_PLATFORM not in os.environ:
        return
    from workstation.ui.shell.input_method import plugin_folder
    from workstation.ui.shell.qt_platforms import lacking_platform

    if lacking := lacking_platform(os.environ, plugin_folder()):
        parser.error(
            f"no window can be shown on {QT_PLATFORM}={lacking}: this program lacks it; take the "
            "variable away, or set it to xcb or wayland"
        )


def _refuse_lacking_library(parser: argparse.ArgumentParser) -> None:
    from workstation.ui.shell.input_method import plugin_folder
    from workstation.ui.shell.qt_platforms import lacking_library

    if library := lacking_library(os.environ, plugin_folder()):
        parser.error(advice(library))


def _load_window(parser: argparse.ArgumentParser) -> Callable[..., int]:
    from workstation.ui.shell.pyside_loading import load_pyside

    try:
        load_pyside()
        from workstation.program.app import run_window
    except ImportError as error:
        if library := missing_library(error):
            parser.error(advice(library))
        raise
    return run_window


def main(argv: Sequence[str] | None = None) -> int:
    """Run what the command line asks for; returns the exit status.

    Unknown flags and bad values end with one line and status 2.
    """
    refuse_memory_dumps()
    mend_umask()
    use_system_zone()
    give_back_environment(os.environ)
    keep_modules_readable()
    open_missing_streams()
    parser = command_line_parser()
    options = read_command_line(parser, argv)
    status = _status_of_command(options)
    if status is not None:
        return status
    if not has_screen(os.environ):
        parser.error("no screen to show a window on: DISPLAY and WAYLAND_DISPLAY are not set")
    find_refused = _ask_display(parser)
    # Next to nothing is garbage while the program loads; its own collector takes over then.
    gc.disable()
    run_window = _load_window(parser)
    _refuse_lacking_platform(parser)
    if display := find_refused():
        _refuse(parser, display)
    _refuse_lacking_library(parser)
    status = run_window(profile=options.profile, demo=options.demo, policy=options.policy)
    from workstation.ui.media.decoding_threads import exit_without_waiting

    return exit_without_waiting(status)


if __name__ == "__main__":
    sys.exit(main())
