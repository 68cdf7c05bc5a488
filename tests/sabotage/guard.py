"""One guard of the product, and what happens to the tests without it."""

import os
import re
import subprocess
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.sabotage.importers import tests_that_import, tests_that_reach

SECONDS = 300
TESTS_FAILED = 1
ANYWHERE = -1
FAILED = re.compile(r"^(?:FAILED|ERROR) (.+?)(?: - .*)?$", re.MULTILINE)
"""The first test that pytest tells at the end."""


def run_tests(
    tree: Path, tests: Sequence[str], *options: str, seconds: int = SECONDS, **settings: str
) -> "subprocess.CompletedProcess[str]":
    """Run tests of a copy of the tree; raises ``subprocess.TimeoutExpired``."""
    return subprocess.run(  # noqa: S603 - the tests of this very tree
        [sys.executable, "-m", "pytest", *tests, "-q", "--no-header", *options],
        cwd=tree,
        # A compiled module is told from a newer one by whole seconds and its length.
        env=os.environ | {"PYTHONDONTWRITEBYTECODE": "1"} | settings,
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        timeout=seconds,
        check=False,
    )


def _test_files(folder: Path) -> list[Path]:
    return sorted(folder.rglob("test_*.py"))


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

    def is_missed(self, tree: Path, tests: Sequence[str]) -> bool:
        """Switch it off in a copy of the tree, run tests until the first fails, and put it back.

        Whether one failed that does not fail with the guard. Raises ``SyntaxError`` where what
        stands instead is no Python, and ``subprocess.TimeoutExpired`` where the tests do not end.
        """
        file = self.file(tree)
        whole = file.read_text(encoding="utf-8")
        maimed = self.maim(whole)
        compile(maimed, file.name, "exec")
        file.write_text(maimed, encoding="utf-8")
        try:
            done = run_tests(tree, tests, "-x")
        finally:
            file.write_text(whole, encoding="utf-8")
        failed = FAILED.search(done.stdout)
        if done.returncode != TESTS_FAILED or failed is None:
            return False
        return run_tests(tree, [failed.group(1)]).returncode == 0

    def tests_near(self, tree: Path) -> list[str]:
        """Its tests; of a folder the files in which the module is named, where most fail."""
        folder = tree / "tests" / self.tests
        if not folder.is_dir():
            return [f"tests/{self.tests}"]
        word = re.compile(rf"\b{self.module.rpartition('/')[2]}\b")
        return [_path(each, tree) for each in _test_files(folder) if word.search(_text(each))]

    def tests_of_folder(self, tree: Path) -> list[str]:
        """All its tests."""
        folder = tree / "tests" / self.tests
        if not folder.is_dir():
            return [f"tests/{self.tests}"]
        return [_path(each, tree) for each in _test_files(folder)]

    def tests_elsewhere(self, tree: Path) -> list[str]:
        """Whatever else imports the module, as some folders are tested from another one."""
        return self._outside(tests_that_import(self._dotted(), tree), tree)

    def tests_further(self, tree: Path) -> list[str]:
        """Whatever else imports what imports the module."""
        return self._outside(tests_that_reach(self._dotted(), tree), tree)

    def _dotted(self) -> str:
        return f"workstation/{self.module}".replace("/", ".")

    def _outside(self, paths: Iterable[str], tree: Path) -> list[str]:
        if not (tree / "tests" / self.tests).is_dir():
            return []
        return [path for path in paths if not path.startswith(f"tests/{self.tests}/")]


def _path(file: Path, tree: Path) -> str:
    return file.relative_to(tree).as_posix()


def _text(file: Path) -> str:
    return file.read_text(encoding="utf-8")
