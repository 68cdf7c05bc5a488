"""When the data of an account were last in use, by the platform's time: the time of a file.

This computer's own time begins anew somewhere in the past where its battery is empty. What was
written yesterday, or set aside a moment ago, would then be years old, words that were not sent
among it, and what is that old is erased (``aged_copies``).
"""

import contextlib
import os
from pathlib import Path

from workstation.base.paths import Folders

LAST_USE = "last-use"


def note_use(own: Folders, now_ms: int) -> None:
    """Note that the data of an account are in use now, by the platform's time. Blocks."""
    place = own.data / LAST_USE
    with contextlib.suppress(OSError):
        place.touch(mode=0o600)
        os.utime(place, ns=(now_ms * 1_000_000,) * 2)


def take_along(copy: Path) -> None:
    """Note in a folder that is set aside when it was last used, as its account has it. Blocks."""
    with contextlib.suppress(OSError):
        used_ns = (copy.parent / LAST_USE).stat().st_mtime_ns
        (copy / LAST_USE).touch(mode=0o600)
        os.utime(copy / LAST_USE, ns=(used_ns, used_ns))
