"""One guard of the product, and what happens to the tests without it."""

import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

SECONDS = 300
TESTS_FAILED = 1
ANYWHERE = -1


@dataclass(frozen=True, slots=True)
class Guard:
    """A piece of ``module``, what stands in its place meanwhile, and the tests to miss it.

    ``module`` is a path below ``workstation`` without ending, ``tests`` one below ``tests``. ``at``
    is where the text begins, in characters; without it all places are meant that read the same.
    """

    module: str
    text: str
    instead: str
    tests: str
    at: int = ANYWHERE

    def file(self, tree: Path) -> Path:
        """The guarded module in a copy of the tree."""
        return tree / "workstation" / f"{self.module}.py"

    def is_in_source(self, tree: Path) -> bool:
        """Whether the source still holds the guard as it is written in the list."""
        file = self.file(tree)
        return file.exists() and self._is_in(file.read_text(encoding="utf-8"))

    def _is_in(self, whole: str) -> bool:
        if self.at == ANYWHERE:
            return self.text in whole
        return whole.startswith(self.text, self.at)

    def maim(self, whole: str) -> str:
        """The module's text without the guard."""
        if self.at == ANYWHERE:
            return whole.replace(self.text, self.instead)
        return whole[: self.at] + self.instead + whole[self.at + len(self.text) :]

    def is_missed(self, tree: Path) -> bool:
        """Switch it off in a copy of the tree, run its tests, and put it back; whether one failed.

        Raises ``SyntaxError`` where what stands instead is no Python, and
        ``subprocess.TimeoutExpired`` where the tests do not end.
        """
        file = self.file(tree)
        whole = file.read_text(encoding="utf-8")
        maimed = self.maim(whole)
        compile(maimed, file.name, "exec")
        file.write_text(maimed, encoding="utf-8")
        command = [sys.executable, "-m", "pytest", *self._paths(tree), "-q", "-x", "--no-header"]
        try:
            done = subprocess.run(  # noqa: S603 - the tests of this very tree
                command,
                cwd=tree,
                # A compiled module is told from a newer one by whole seconds and its length.
                env=os.environ | {"PYTHONDONTWRITEBYTECODE": "1"},
                capture_output=True,
                timeout=SECONDS,
                check=False,
            )
        finally:
            file.write_text(whole, encoding="utf-8")
        return done.returncode == TESTS_FAILED

    def _paths(self, tree: Path) -> list[str]:
        """The tests in which the module is named, then all of them: most fail in the first."""
        folder = tree / "tests" / self.tests
        name = re.compile(rf"\b{Path(self.module).name}\b")
        files = sorted(folder.rglob("test_*.py")) if folder.is_dir() else []
        near = [file for file in files if name.search(file.read_text(encoding="utf-8"))]
        return [str(path.relative_to(tree)) for path in (*near, folder)]
