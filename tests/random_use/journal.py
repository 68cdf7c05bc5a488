"""What happened, line by line, on the disk before it happens: a kill takes none of it back."""

import json
import os
from pathlib import Path
from typing import Any

JournalEntry = tuple[str, dict[str, Any]]


class Journal:
    """Written by the window's process, which may be killed at any moment, and read after that."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)

    def note(self, kind: str, **what: object) -> None:
        """Add an entry."""
        os.write(self._file, f"{json.dumps([kind, what], ensure_ascii=False)}\n".encode())

    def count(self, kind: str) -> int:
        """How many entries of a kind there are, of killed processes, too."""
        return sum(entry == kind for entry, _ in read(self._path))


def read(path: Path) -> list[JournalEntry]:
    """All entries so far, in order."""
    if not path.exists():
        return []
    return [(kind, what) for kind, what in map(json.loads, path.read_text().splitlines())]
