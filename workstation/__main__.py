"""The command line: the window by default, ``--demo``, ``--check``, ``--verify``, updates, more."""

import argparse
import errno
import gc
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn, TextIO

from workstation import __version__
from workstation.base.memory_dumps import refuse_memory_dumps
from workstation.base.process_environment import (
    QT_PLATFORM,
    ask_display,
    has_screen,
    mend_umask,
    open_missing_streams,
    use_system_zone,
)

if TYPE_CHECKING:
    from _typeshed import SupportsWrite

    Output = SupportsWrite[str]

USAGE_ERROR = 2
BROKEN = 2
"""What a command answers that broke by a defect. Python's own 1 is a better verdict than that:
doctors can work, a package was changed, something is left to sign."""

NOT_WRITTEN = {errno.ENOSPC, errno.EDQUOT, errno.EIO}
"""Where standard output goes has no room, or is gone, as a terminal that was closed. What is met on
the way to the program's own files has another class by then."""

GO_WITH = {
    "--install-staged": {"--profile"},
    "--diagnostics": {"--demo", "--profile"},
    "--check": {"--demo", "--profile"},
    "--demo": {"--profile"},
}
"""What else a command takes; the others take nothing."""


class _Parser(argparse.ArgumentParser):
    """Says what is wrong in one line; the usage is what ``--help`` is for."""

    def error(self, message: str) -> NoReturn:
        self.exit(USAGE_ERROR, f"workstation: {message}\n")

    def print_help(self, file: "Output | None" = None) -> None:
        """In whatever code page: the description names the program in Chinese."""
        from workstation.ui.support.terminal import write_losslessly

        write_losslessly()
        super().print_help(file)


def _with_reason(convert: Callable[[str], Path]) -> Callable[[str], Path]:
    """``convert``, which may meet folders that let nobody look."""

    def converted(text: str) -> Path:
        try:
            return convert(text)
        except OSError as error:
            raise argparse.ArgumentTypeError(f"{error.strerror}: {text}") from None

    return converted


@_with_reason
def _folder(text: str) -> Path:
    path = Path(text).expanduser()
    if path.exists() and not path.is_dir():
        raise argparse.ArgumentTypeError(f"not a folder: {text}")
    return path.absolute()


@_with_reason
def _existing_file(text: str) -> Path:
    path = Path(text).expanduser().absolute()
    if not path.is_file():
        raise argparse.ArgumentTypeError(f"not a file: {text}")
    return path


@_with_reason
def _existing(text: str) -> Path:
    path = Path(text).expanduser().absolute()
    if not path.exists():
        raise argparse.ArgumentTypeError(f"neither a file nor a folder: {text}")
    return path


@_with_reason
def _new_file(text: str) -> Path:
    path = Path(text).expanduser().absolute()
    if path.is_dir() or not path.parent.is_dir():
        raise argparse.ArgumentTypeError(f"no file can be written there: {text}")
    return path


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="workstation",
        description="Doctor Workstation (医生工作站): consultations, pictures and voice.",
        allow_abbrev=False,
    )
    parser.add_argument(
        "--demo",
        action="store_true",
        help="start the embedded clinic as its own process and sign in to it",
    )
    parser.add_argument(
        "--policy",
        type=_existing_file,
        metavar="FILE",
        help="with --demo: try a policy file before it is distributed",
    )
    parser.add_argument(
        "--check",
        action="store_true",
        help="test every layer without a window; exit 0 fine, 1 degraded, 2 unusable",
    )
    parser.add_argument(
        "--diagnostics",
        type=_new_file,
        metavar="FILE",
        help="check, list and write a zip for an administrator; no names, no secrets, not sent",
    )
    parser.add_argument("--json", action="store_true", help="with --check: print JSON")
    parser.add_argument(
        "--profile",
        type=_folder,
        metavar="DIR",
        help="keep all data of this run in that folder",
    )
    _add_for_administrators(parser)
    parser.add_argument("--version", action="version", version=f"%(prog)s {__version__}")
    return parser


def _add_for_administrators(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--verify",
        type=_existing,
        metavar="FILE",
        help="an evidence package, or the folder it was unpacked to: whether anything was changed; "
        "exit 0 intact, 1 changed, 2 cannot be verified",
    )
    parser.add_argument(
        "--install-staged",
        action="store_true",
        help="for administrators: verify again and install what updates have staged",
    )
    parser.add_argument(
        "--update-repository",
        nargs=argparse.REMAINDER,
        metavar="COMMAND",
        help="for administrators: make, fill and sign a repository of updates",
    )


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

        return run_check(profile=options.profile, demo=options.demo, as_json=options.json)
    return None


def _write_no_more(stream: TextIO) -> None:
    """Let what is still to be written go nowhere; Python writes it at its end.

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
                sys.stderr.write(f"workstation: not all could be printed: {error.strerror}\n")
            except OSError:  # of ``2>&1``
                _write_no_more(sys.stderr)
        else:
            sys.excepthook(*sys.exc_info())
        return BROKEN
    except Exception:  # noqa: BLE001 - a defect, said as Python says it
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


def _refuse_together(parser: argparse.ArgumentParser, options: argparse.Namespace) -> None:
    """Refuse what would be passed over: of two commands one is run, and some know no other word."""
    words = {
        "--update-repository": options.update_repository is not None,
        "--verify": options.verify is not None,
        "--install-staged": options.install_staged,
        "--diagnostics": options.diagnostics is not None,
        "--check": options.check,
        "--demo": options.demo,
        "--profile": options.profile is not None,
    }
    named = [word for word, is_there in words.items() if is_there]
    if len(named) > 1 and not set(named[1:]) <= GO_WITH.get(named[0], set()):
        parser.error(f"{named[0]} and {named[1]} do not go together")


def main(argv: Sequence[str] | None = None) -> int:
    """Run what the command line asks for; the exit status.

    Unknown flags and bad values end with one line and status 2.
    """
    refuse_memory_dumps()
    mend_umask()
    use_system_zone()
    open_missing_streams()
    parser = _parser()
    options = parser.parse_args(argv)
    if options.json and not options.check:
        parser.error("--json goes with --check")
    if options.policy and (not options.demo or options.check or options.diagnostics):
        parser.error("--policy goes with --demo alone")
    _refuse_together(parser, options)
    status = _status_of_command(options)
    if status is not None:
        return status
    if not has_screen(os.environ):
        parser.error("no screen to show a window on: DISPLAY and WAYLAND_DISPLAY are not set")
    find_refused = _ask_display(parser)
    # Next to nothing is garbage while the program loads; its own collector takes over then.
    gc.disable()
    from workstation.program.app import run_window

    _refuse_lacking_platform(parser)
    if display := find_refused():
        _refuse(parser, display)
    status = run_window(profile=options.profile, demo=options.demo, policy=options.policy)
    from workstation.ui.media.decoding_threads import exit_without_waiting

    return exit_without_waiting(status)


if __name__ == "__main__":
    sys.exit(main())
