"""Saves a file from outside where the doctor chose, marked for Windows as one from outside.

Windows marks what a browser or a mail program saved (a second stream in the file, MS-FSCC 5.6.1):
Office and Explorer then ask before they run what is in it.
"""

import contextlib
import sys
from pathlib import Path, PurePath
from typing import TypeVar

from workstation.base.atomic_write import save_where_chosen

AnyPath = TypeVar("AnyPath", bound=PurePath)

MARK = b"[ZoneTransfer]\r\nZoneId=3\r\n"
"""The mark of the internet zone, without the address, which is private to the patient."""


def save_foreign(path: Path, content: bytes, platform: str = sys.platform) -> None:
    """Put the whole content in place, or leave the old file; blocking.

    On Windows it is marked as come from elsewhere, so that Office and Explorer warn
    (Zone.Identifier). Raises ``StorageError``.
    """
    save_where_chosen(path, content)
    mark_foreign(path, platform)


def mark_foreign(path: Path, platform: str = sys.platform) -> None:
    """Mark a file as come from elsewhere, on Windows; blocking."""
    if platform == "win32":
        # A memory stick without streams has no room for the mark; the file is saved all the same.
        with contextlib.suppress(OSError):
            mark_place(path).write_bytes(MARK)


def mark_place(path: AnyPath) -> AnyPath:
    """Where the mark of a file stands.

    ``with_name`` of Python 3.11 takes the name of a file called ``a`` for one on drive A.
    """
    return type(path)(f"{path}:Zone.Identifier")
