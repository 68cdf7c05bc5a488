"""What the command line may say: its words, what each takes, and which go together."""

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from workstation import __version__
from workstation.base.command_name import command_name

if TYPE_CHECKING:
    from _typeshed import SupportsWrite

    Output = SupportsWrite[str]

USAGE_ERROR = 2

GO_WITH = {
    "--install-staged": {"--profile"},
    "--diagnostics": {"--demo", "--profile"},
    "--check": {"--demo", "--profile"},
    "--demo": {"--profile"},
}
"""What else a command takes; the others take nothing."""


class _Parser(argparse.ArgumentParser):
    """A parser that says what is wrong in one line; the usage is what ``--help`` is for."""

    def error(self, message: str) -> NoReturn:
        self.exit(USAGE_ERROR, f"{self.prog}: {message}\n")

    def print_help(self, file: "Output | None" = None) -> None:
        """Print the help in whatever code page: it names the program in Chinese."""
        from workstation.ui.support.terminal import write_losslessly

        write_losslessly()
        super().print_help(file)


def _with_reason(convert: Callable[[str], Path]) -> Callable[[str], Path]:
    """``convert`` with a reason where it meets folders that let nobody look."""

    def converted(text: str) -> Path:
        try:
            return convert(text)
        except OSError as error:
            raise argparse.ArgumentTypeError(f"{error.strerror}: {text}") from None

    return converted


@_with_reason
def _folder(text: str) -> Path:
    path = Path(text).expanduser()
    if not text.strip():  # a script's variable that is not set: the path would be where it started
        raise argparse.ArgumentTypeError("no folder is named")
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
    is_taken = path.exists() and not path.is_file()  # a device would be replaced by the file
    if not text.strip() or is_taken or not path.parent.is_dir():
        raise argparse.ArgumentTypeError(f"no file can be written there: {text}")
    return path.resolve() if path.is_symlink() else path


def command_line_parser() -> argparse.ArgumentParser:
    """The parser of the command line; its ``error`` ends the program in one line, status 2."""
    parser = _Parser(
        prog=command_name(),
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
        help="with --demo: try a policy file; with --demo --check: what is wrong in it",
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
    parser.add_argument("--version", action="version", version=f"workstation {__version__}")
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


def read_command_line(
    parser: argparse.ArgumentParser, argv: Sequence[str] | None
) -> argparse.Namespace:
    """What ``argv`` asks for, by default that of the process.

    Unknown flags, bad values and words that do not go together end the program.
    """
    options, unknown = parser.parse_known_args(argv)
    if unknown:
        parser.error(f"unknown: {' '.join(unknown)}; --help says what there is")
    if options.json and not options.check:
        parser.error("--json goes with --check")
    if options.policy and (not options.demo or options.diagnostics):
        parser.error("--policy goes with --demo, or with --demo --check")
    _refuse_together(parser, options)
    return options
