"""Whether the window starts minimised, as the last run left it.

The settings are read after the first painting, and a window that shows itself for a moment before
it goes away is in somebody's way. So what they said is kept in a file of its own, as the colour of
the first painting is.
"""

import contextlib
from pathlib import Path

from workstation import held_files
from workstation.domain.errors import StorageError

FILE = "window.minimised"


def is_chosen(file: Path) -> bool:
    """Whether the last run left it so; the first run of a profile does not know yet."""
    return file.exists()


def save(file: Path, *, chosen: bool) -> None:
    """Keep it for the next start; a disk that takes nothing costs no more than that."""
    from workstation.atomic_write import write_atomically

    if chosen == is_chosen(file):
        return
    if chosen:
        with contextlib.suppress(StorageError):
            write_atomically(file, b"")
    else:
        with contextlib.suppress(OSError):
            held_files.remove(file)
