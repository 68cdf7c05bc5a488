"""Folders that only administrators and the system may write: where an installer is run from.

Whoever can put a file beside an installer runs code as the system: Windows looks for libraries in
the program's own folder first. Below ``%ProgramData%`` every user may make files, so the access
list is set, and then read back: a folder that is not private is not used.
"""

import os
import secrets
import shutil
import subprocess
import sys
import time
from pathlib import Path

from workstation.base.paths import PRIVATE
from workstation.base.windows_folders import system_program
from workstation.domain.update_errors import UpdateRefused
from workstation.settings import windows_security
from workstation.settings.ownership import OTHERS_WRITE

_INSTALL = "install-"
INSTALLING_SECONDS = 3_600
"""So long a folder may be in use: an installer goes on when the step that started it is over."""
_SYSTEM, _ADMINISTRATORS = "*S-1-5-18:(OI)(CI)F", "*S-1-5-32-544:(OI)(CI)F"
_CHANGES = windows_security.CHANGES_FOLDER | windows_security.CHANGES_FILE
SECONDS = 60


def make_private(folder: Path) -> Path:
    """Make a private folder, and be sure of it. Raises ``UpdateRefused("untrusted_folder")``."""
    try:
        folder.mkdir(mode=PRIVATE, parents=True, exist_ok=True)
        if sys.platform == "win32":
            _restrict(folder)
        private = _is_private(folder)
    except (OSError, subprocess.SubprocessError):
        private = False
    if not private:
        raise UpdateRefused("untrusted_folder", str(folder))
    return folder


def make_install_folder(parent: Path) -> Path:
    """Make a new and empty folder to install from; those of runs that are over are removed.

    Raises ``UpdateRefused`` where somebody else was there first.
    """
    for earlier in parent.glob(f"{_INSTALL}*"):
        if not _may_be_in_use(earlier):
            shutil.rmtree(earlier, ignore_errors=True)
    folder = make_private(parent / f"{_INSTALL}{secrets.token_hex(8)}")
    if any(folder.iterdir()):
        raise UpdateRefused("untrusted_folder", str(folder))
    return folder


def _may_be_in_use(folder: Path) -> bool:
    """Whether a folder may be in use, as of a time to come: a clock put back tells nothing."""
    try:
        return time.time() - folder.stat().st_mtime < INSTALLING_SECONDS
    except OSError:
        return False


def _restrict(folder: Path) -> None:
    program, rights = str(system_program("icacls.exe")), [_SYSTEM, _ADMINISTRATORS]
    subprocess.run(  # noqa: S603 - the system's own, at its full path
        [program, str(folder), "/inheritance:r", "/grant:r", *rights],
        check=True,
        capture_output=True,
        timeout=SECONDS,
    )


def _is_private(folder: Path) -> bool:
    if windows_security.is_link(folder):
        return False
    if os.name != "posix":
        return _only_theirs(folder, _CHANGES) and _only_theirs(
            folder.parent, windows_security.CHANGES_FOLDER
        )
    status = folder.stat()
    return status.st_uid == os.geteuid() and not status.st_mode & OTHERS_WRITE


def _only_theirs(folder: Path, rights: int) -> bool:
    """Whether nobody but administrators and the system has one of these rights to it."""
    security = windows_security.security_of(folder)
    return security is not None and windows_security.trusted(security, rights)
