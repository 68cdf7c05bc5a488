"""The installed build that this process runs from, and whether another one took its place.

A frozen program reads modules, plug-ins and icons by their path when they are first needed, so an
upgrade that replaced its files would break every page that was not opened yet. The Debian package
therefore gives each build a folder of its own, ``run/NAME``, which stays as long as anybody runs
from it; ``current`` beside ``run`` is a link to the newest (``resources/installer/linux``). The
Windows installers refuse to run while the program does. ``tests/packaging`` upgrades to a
different build under an open window.
"""

import enum
import os
import sys
from collections.abc import Mapping, MutableMapping, Sequence
from pathlib import Path

from workstation.domain.value import Value

RUN, CURRENT = "run", "current"
OWN_PROGRAM = "/proc/self/exe"
OWN_LIBRARIES = ("LD_LIBRARY_PATH", "QT_PLUGIN_PATH", "QML2_IMPORT_PATH")
"""What the start of a frozen program sets, the first with what it was before in ``…_ORIG``."""

RESTART = 75
"""The program ended in order and is to be started again, as the version that is installed now."""


class InstallationState(enum.Enum):
    """Whether a build's files are the newest, another build's are, or they are gone."""

    CURRENT = "current"
    REPLACED = "replaced"
    REMOVED = "removed"


class Installation(Value):
    """One build, in ``folder``; ``program`` is the name of its program file."""

    folder: Path
    program: str

    @classmethod
    def of_this_process(cls) -> "Installation | None":
        """The build that this process runs; None from a source tree or without neighbours."""
        if not getattr(sys, "frozen", False):
            return None
        return cls.of_program(Path(sys.executable))

    @classmethod
    def of_program(cls, program: Path) -> "Installation | None":
        """The build to which a program file belongs, if it lies beside others."""
        folder = program.resolve().parent
        beside = folder.parent.name == RUN and (folder.parent.parent / CURRENT).is_symlink()
        return cls(folder, program.name) if beside else None

    @property
    def home(self) -> Path:
        """The folder in which ``current`` is turned."""
        return self.folder.parent.parent

    def successor(self) -> Path | None:
        """The program of the build that is current now; None while that is this one.

        Also None in the moment in which a removal has taken it away.
        """
        program = self.home / CURRENT / self.program
        if not program.is_file() or program.resolve().parent == self.folder:
            return None
        return program

    def state(self) -> InstallationState:
        """What became of this build. Installed anew after a removal, it is replaced."""
        if self.successor() is not None:
            return InstallationState.REPLACED
        there = (self.folder / self.program).is_file()
        return InstallationState.CURRENT if there else InstallationState.REMOVED


def keep_modules_readable() -> None:
    """Let every module be imported also when the program's file is removed under an open window.

    PyInstaller opens that file by its path for each module, and ends the process where it is gone:
    the doctor's next page took the window away, with whatever was typed a moment before. Linux
    lets a process open its own program until it ends. Tests:
    ``tests/packaging/test_upgrading.py``.
    """
    importers = sys.modules.get("pyimod02_importers")
    if not getattr(sys, "frozen", False) or importers is None:
        return
    if sys.platform == "linux" and os.access(OWN_PROGRAM, os.R_OK):  # a sandbox may have no /proc
        importers.pyz_archive._filename = OWN_PROGRAM  # noqa: SLF001


def give_back_environment(environment: MutableMapping[str, str]) -> None:
    """Take what this build set for its own libraries away from the programs that it opens.

    The desktop opens a link by its own programs. With these variables one of KDE's would load
    this Qt in place of its own. What is loaded here stays; Qt's wheel finds its plug-ins by itself.
    """
    if sys.platform == "linux" and getattr(sys, "frozen", False):
        clean = clean_environment(environment)
        for name in [name for name in environment if name.startswith(OWN_LIBRARIES)]:
            del environment[name]
        if (original := clean.get("LD_LIBRARY_PATH")) is not None:
            environment["LD_LIBRARY_PATH"] = original


def replace_process(
    program: Path, arguments: Sequence[str], environment: Mapping[str, str]
) -> None:
    """Go on as another program, in this very process. Returns only if that fails, by OSError."""
    os.execve(program, [str(program), *arguments], clean_environment(environment))  # noqa: S606


def clean_environment(environment: Mapping[str, str]) -> dict[str, str]:
    """The environment for another program, without what this build set for its own libraries."""
    own = ("_PYI_", *OWN_LIBRARIES)
    clean = {name: value for name, value in environment.items() if not name.startswith(own)}
    if original := environment.get("LD_LIBRARY_PATH_ORIG"):
        clean["LD_LIBRARY_PATH"] = original
    return clean
