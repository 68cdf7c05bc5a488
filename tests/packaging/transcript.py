"""What an administrator does, step by step, with the time that each step took."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class Transcript:
    """Lines of a record that is kept beside what was tested."""

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

    def write(self, path: Path) -> None:
        """Keep it, and show it where pytest shows output."""
        text = "\n".join([*self._lines, ""])
        path.write_text(text, encoding="utf-8")
        sys.stdout.write(text)

    def _add(self, began: float, title: str) -> None:
        self._lines.append(f"{time.monotonic() - began:6.1f} s  {title}")
