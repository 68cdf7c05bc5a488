"""Which files of a copy of the tree import a module, read from their text."""

import functools
import re
from collections.abc import Iterator
from pathlib import Path

FROM = re.compile(r"^\s*from ([\w.]+) import (\([^)]*\)|[^\n]+)", re.MULTILINE)
IMPORT = re.compile(r"^\s*import ([\w.]+)", re.MULTILINE)
MAX_FILES = 40
"""A module that more files come by is in everybody's hands: whoever imports it is asked already."""

LONG = ("bench", "fuzz", "gallery", "house", "leaks", "packaging", "power", "servers", "simulation")
"""Folders of tests that take minutes: they are asked only about what they import themselves."""

MOUNTING = "tests/packaging/"
"""They mount file systems of the computer below the tree: nobody deletes a copy that has them."""


def tests_that_import(module: str, tree: Path) -> list[str]:
    """The files of tests that import a module by its dotted name."""
    return [
        path
        for path, names in _imports(tree).items()
        if _is_test(path) and module in names and not path.startswith(MOUNTING)
    ]


def tests_that_reach(module: str, tree: Path) -> list[str]:
    """Those that import whatever imports the module, in the product or among the tests' helpers."""
    imports = _imports(tree)
    between = {_dotted(path) for path, names in imports.items() if module in names}
    paths = [
        path
        for path, names in imports.items()
        if _is_test(path) and names & between and not path.split("/")[1].startswith(LONG)
    ]
    return paths if len(paths) <= MAX_FILES else []


def _is_test(path: str) -> bool:
    return path.startswith("tests/") and path.rpartition("/")[2].startswith("test_")


def _dotted(path: str) -> str:
    return path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


@functools.cache
def _imports(tree: Path) -> dict[str, frozenset[str]]:
    files = sorted([*(tree / "workstation").rglob("*.py"), *(tree / "tests").rglob("*.py")])
    return {
        file.relative_to(tree).as_posix(): frozenset(_names(file.read_text(encoding="utf-8")))
        for file in files
    }


def _names(text: str) -> Iterator[str]:
    yield from IMPORT.findall(text)
    for package, names in FROM.findall(text):
        yield package
        for name in re.findall(r"\w+", names.partition("#")[0]):
            yield f"{package}.{name}"
