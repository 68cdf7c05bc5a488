"""A virus scanner that holds every file for a moment, as Windows shows it to a program."""

from pathlib import Path

import pytest

from workstation.base import held_files

ACCESS_DENIED, SHARING_VIOLATION, DISK_FULL = 5, 32, 112


class Scanner:
    """Keeps every file open until it was waited for so many times."""

    def __init__(self, waits: float, code: int = ACCESS_DENIED) -> None:
        self.waits, self.code, self.waited = waits, code, 0

    def install(self, monkeypatch: pytest.MonkeyPatch) -> "Scanner":
        """Have it look at what is replaced or removed from now on."""
        for name in ("replace", "unlink"):
            monkeypatch.setattr(Path, name, self.held(getattr(Path, name)))
        monkeypatch.setattr(held_files, "sleep", self._wait)
        return self

    def held(self, really):
        """A step that the scanner refuses as long as it looks."""

        def step(path, *arguments, **options):
            self._refuse()
            return really(path, *arguments, **options)

        return step

    def _wait(self, _seconds: float) -> None:
        self.waited += 1

    def _refuse(self) -> None:
        if self.waited < self.waits:
            error = OSError(13, "Access denied")
            error.winerror = self.code
            raise error
