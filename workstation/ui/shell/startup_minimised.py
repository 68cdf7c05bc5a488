"""Whether the window starts minimised, as the last run left it.

The settings are read after the first painting, and a window that shows itself for a moment before
it goes away is in somebody's way. So what they said is kept in a file of its own, as the colour of
the first painting is.
"""

from pathlib import Path

from workstation.base.paths import exists
from workstation.base.write_behind import window_files

FILE = "window.minimised"


def is_chosen(file: Path) -> bool:
    """Whether the last run left it so; the first run of a profile does not know yet."""
    return exists(file)


def save(file: Path, *, chosen: bool) -> None:
    """Keep it for the next start; a disk that takes nothing costs no more than that."""
    window_files.put(file, b"" if chosen else None)
