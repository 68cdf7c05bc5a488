"""A page that cannot be read, met while working: noted beside the vault for its next opening.

Opening touches few pages of the file. A damaged one among the messages is met when somebody looks
there or writes there, and would be met so at every start: what comes in for that page holds up all
that comes behind it. So whoever meets it leaves a note, and the next opening looks at the whole
file and rebuilds it (``recovery``); a disk that had only misread is found whole.

Tests: ``tests/session/test_damage.py``, ``tests/journeys/test_damage.py``.
"""

import contextlib
import threading
from collections.abc import Iterable
from concurrent.futures import Future
from pathlib import Path
from typing import Any

from workstation.base import held_files
from workstation.domain.errors import DatabaseCorrupt
from workstation.vault.engine.job import Job


class Damage:
    """Notes what cannot be read of one open vault.

    ``noticed`` is done once a page was met that cannot be read.
    """

    def __init__(self, path: Path | None = None) -> None:
        self._path, self._turn = path, threading.Lock()
        self.noticed: Future[None] = Future()

    def note_in(self, jobs: Iterable[Job[Any]]) -> None:
        """Note it where one of these, which are done, met such a page. Blocks as ``note``."""
        if any(isinstance(job.future.exception(), DatabaseCorrupt) for job in jobs):
            self.note()

    def note(self) -> None:
        """Note that a page cannot be read. Blocks; on a full disk the next start meets it again."""
        with self._turn:  # writer and reader may meet it at once
            if self.noticed.done():
                return
            if self._path is not None:
                with contextlib.suppress(OSError):
                    note_path(self._path).touch(mode=0o600)
            self.noticed.set_result(None)


IN_NO_FILE = Damage()
"""What vaults in memory have in place of a file's damage: all their pages can be read."""


def note_path(database: Path) -> Path:
    """The path of the note about damage: beside the database."""
    return database.with_name(database.name + ".damaged")


def is_noted(database: Path) -> bool:
    """Whether a run before met such a page. Blocks; raises ``OSError``."""
    return note_path(database).exists()


def forget(database: Path) -> None:
    """Take the note away: the database is whole. Blocks; raises ``OSError``."""
    held_files.remove(note_path(database))
