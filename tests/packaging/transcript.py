"""What an administrator does, step by step, with the time that each step took."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class Transcript:
    """Lines of a record that is kept beside what was tested; shown as they come."""

    def __init__(self) -> None:
        self._lines: list[str] = []

    @contextmanager
    def step(self, title: str) -> Iterator[None]:
        """Time what happens inside."""
        began = time.monotonic()
        try:
            yield
        except BaseException:
            self._add(began, f"{title}   FAILED")
            raise
        self._add(began, title)

    def say(self, line: str) -> None:
        """Add what a step has shown."""
        self._append(f"            {line}")

    def write(self, path: Path) -> None:
        """Keep it."""
        path.write_text("\n".join([*self._lines, ""]), encoding="utf-8")

    def _add(self, began: float, title: str) -> None:
        self._append(f"{time.monotonic() - began:6.1f} s  {title}")

    def _append(self, line: str) -> None:
        self._lines.append(line)
        sys.stdout.write(f"{line}\n")
        sys.stdout.flush()
