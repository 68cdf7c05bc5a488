"""Whether the window starts minimised, stored by the last run.

The settings are read after the first painting, too late to start minimised without a flash of the
window. So the value is stored in a separate file, like the colour of the first painting.
"""

from pathlib import Path

from workstation.base.paths import exists
from workstation.base.write_behind import window_files

FILE = "window.minimised"


def is_chosen(file: Path) -> bool:
    """Whether the last run left the start minimised; the first run of a profile does not know."""
    return exists(file)


def save(file: Path, *, chosen: bool) -> None:
    """Save it for the next start; a disk that takes nothing costs no more than that."""
    window_files.put(file, b"" if chosen else None)
