"""One guard of the product, and what happens to the tests without it."""

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

SECONDS = 300
TESTS_FAILED = 1


@dataclass(frozen=True, slots=True)
class Guard:
    """A piece of ``module``, what stands in its place meanwhile, and the tests to miss it.

    ``module`` is a path below ``workstation`` without ending, ``tests`` one below ``tests``.
    """

    module: str
    text: str
    instead: str
    tests: str

    def file(self, tree: Path) -> Path:
        """The guarded module in a copy of the tree."""
        return tree / "workstation" / f"{self.module}.py"

    def is_in_source(self, tree: Path) -> bool:
        """Whether the source still holds the guard as it is written in the list."""
        file = self.file(tree)
        return file.exists() and self.text in file.read_text(encoding="utf-8")

    def is_missed(self, tree: Path) -> bool:
        """Switch it off in a copy of the tree, run its tests, and put it back; whether one failed.

        Raises ``SyntaxError`` where what stands instead is no Python, and
        ``subprocess.TimeoutExpired`` where the tests do not end.
        """
        file = self.file(tree)
        whole = file.read_text(encoding="utf-8")
        maimed = whole.replace(self.text, self.instead)
        compile(maimed, file.name, "exec")
        file.write_text(maimed, encoding="utf-8")
        command = [sys.executable, "-m", "pytest", f"tests/{self.tests}", "-q", "-x", "--no-header"]
        try:
            done = subprocess.run(  # noqa: S603 - the tests of this very tree
                command, cwd=tree, capture_output=True, timeout=SECONDS, check=False
            )
        finally:
            file.write_text(whole, encoding="utf-8")
        return done.returncode == TESTS_FAILED
