"""Whether a policy file is an administrator's: a file that users can write is no policy.

Two questions, of the file and of its folder: who made it (the owner), and who else may change it
or put another in its place (the rights). On Windows the owner alone says little. Below
``%ProgramData%`` everybody may create folders; who creates ours first can let everybody write
whatever is put into it later, and the administrator's own file inherits that.
"""

import os
import stat
from pathlib import Path

from workstation.settings import windows_security

OTHERS_WRITE = stat.S_IWGRP | stat.S_IWOTH


def distrusted(path: Path) -> str:
    """Why the file is not to be taken for an administrator's; empty for one that may be, or none.

    ``foreign`` (made by somebody else), ``writable_by_others`` (the file, or its folder in a way
    that lets others take it away), ``folder_of_others`` (there is no file, and others can make
    one). Raises ``OSError`` where the system does not tell.
    """
    judge = _on_posix if os.name == "posix" else windows_security.distrusted
    return judge(path)


def _on_posix(path: Path) -> str:
    """Why a file is distrusted by owner and mode; behind a link both folders count."""
    try:
        real = Path(os.path.realpath(path, strict=True))
    except (FileNotFoundError, NotADirectoryError):
        if path.parent.is_dir() and _open_to_others(path.parent):
            return "folder_of_others"
        if any(place.is_symlink() and not place.exists() for place in (path.parent, path)):
            raise  # a link of root's leads to what is not there at the moment
        return ""
    status = real.stat()
    if status.st_uid != 0 or status.st_mode & OTHERS_WRITE:
        return "writable_by_others"
    loose = any(_lets_others_take(folder) for folder in {path.parent, real.parent})
    return "writable_by_others" if loose else ""


def _open_to_others(folder: Path) -> bool:
    status = folder.stat()
    return status.st_uid != 0 or bool(status.st_mode & OTHERS_WRITE)


def _lets_others_take(folder: Path) -> bool:
    """Whether somebody else may take root's file away: not in root's own sticky folder (Nix's)."""
    status = folder.stat()
    is_sticky = status.st_uid == 0 and status.st_mode & stat.S_ISVTX
    return _open_to_others(folder) and not is_sticky
