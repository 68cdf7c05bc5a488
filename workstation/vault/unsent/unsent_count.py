"""How much was not sent, kept beside the wrapped key: for a doctor who forgot the code.

Two numbers in the clear, nothing of a patient. They are written when the vault is closed, for good
or while the window is locked, and removed when it is opened: so what stands there is true, and
after a crash nothing is said rather than something old.
"""

import contextlib
from pathlib import Path

from workstation.base import held_files
from workstation.base.atomic_write import write_atomically
from workstation.domain.errors import StorageError
from workstation.domain.unsaved import Unsaved

NAME = "unsent.count"
MAX_BYTES = 64


def save(folder: Path, unsaved: Unsaved) -> None:
    """Save how many messages and drafts there are. Blocks; a full disk takes nothing."""
    with contextlib.suppress(StorageError):
        write_atomically(folder / NAME, f"{unsaved.unsent} {unsaved.drafts}".encode())


def remove(folder: Path) -> None:
    """Delete the counts: from now on they may be different. Blocks."""
    with contextlib.suppress(OSError):
        held_files.remove(folder / NAME)


def read(folder: Path) -> Unsaved | None:
    """The counts that were saved; ``None`` where nothing is known. Blocks."""
    try:
        with held_files.open_ordinary(folder / NAME, "rb") as file:
            unsent, drafts = map(int, file.read(MAX_BYTES).split())
    except (OSError, ValueError):
        return None
    return Unsaved(unsent, drafts)
