"""The command by which a person started this program, for usage lines and messages."""

import sys
from pathlib import PureWindowsPath


def command_name() -> str:
    """The word that was typed, without its folder.

    The Debian package's is ``doctor-workstation``, a link to a program of another name; on Windows
    the window and the console are two programs.
    """
    if not getattr(sys, "frozen", False):
        return "python -m workstation"
    # A Windows path's separators are those of every system.
    return PureWindowsPath(sys.argv[0]).name or PureWindowsPath(sys.executable).name
