"""The words of `workstation/GLOSSARY.md` hold: one thing, one word; one name, one class."""

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.house.source import PRODUCT, ROOT, python_files, tree, where

GLOSSARY = PRODUCT / "GLOSSARY.md"
CELLS = 4
EMPTY_WORDS = {"told", "found", "shown", "wanted", "said", "kept", "heard", "meant"}
LIMIT_WORDS = ("MOST_", "LONGEST_", "LARGEST_", "BIGGEST_")  # a limit is a MAX_

# Two classes may share a name only for a reason that stands here.
TWICE_FOR_A_REASON = dict.fromkeys(
    ("ArchivePage", "Displayed", "Invited"),
    "one event on two layers: as the wire says it, and as the clinic needs it",
)


def rows() -> list[list[str]]:
    """The cells of each row on the code's terms: term, meaning, where its type lives, not this."""
    lines = GLOSSARY.read_text(encoding="utf-8").splitlines()
    cells = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in lines
        if line.startswith("| ")
    ]
    return [row for row in cells if len(row) == CELLS and row[0] != "Term"]


def quoted(cell: str) -> list[str]:
    return re.findall(r"`([^`]+)`", cell)


RETIRED = {word for row in rows() for word in quoted(row[3])}


def bound_names(root: ast.AST) -> Iterator[tuple[ast.AST, str]]:
    """Every name that a file gives to something of its own."""
    for node in ast.walk(root):
        match node:
            case (
                ast.ClassDef(name=name)
                | ast.FunctionDef(name=name)
                | ast.AsyncFunctionDef(name=name)
            ):
                yield node, name
            case ast.arg(arg=name) | ast.Name(id=name, ctx=ast.Store()):
                yield node, name
            case ast.Attribute(attr=name, ctx=ast.Store()):
                yield node, name
            case ast.MatchAs(name=str(name)) | ast.MatchStar(name=str(name)):
                yield node, name


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("class Told: ...", {"Told"}),
        ("def told(kept): ...", {"told", "kept"}),
        ("for found in said: ...", {"found"}),
        ("self.shown = 1", {"shown"}),
        ("match x:\n    case [*kept]: ...", {"kept"}),
        ("with a as (told, b): print(found)", {"told", "b"}),
    ],
)
def test_every_way_to_give_a_name_is_seen(source: str, expected: set[str]) -> None:
    assert {name for _, name in bound_names(ast.parse(source))} == expected


@cache
def names_of(path: Path) -> tuple[tuple[ast.AST, str], ...]:
    """What `bound_names` gives for a file: three rules ask for each."""
    return tuple(bound_names(tree(path)))


def names_among(words: set[str], *folders: Path) -> list[str]:
    """Where a name is given that is one of these words."""
    return [
        f"{where(path, node)} {name}"
        for path in python_files(*folders)
        for node, name in names_of(path)
        if name.lstrip("_") in words
    ]


def test_the_glossary_retires_words() -> None:
    assert {"Hindrance", "Intake", "Attendance"} <= RETIRED
    assert all(f"`{word}`" in GLOSSARY.read_text(encoding="utf-8") for word in EMPTY_WORDS)


def test_no_file_gives_a_retired_name() -> None:
    assert not names_among(RETIRED)


def test_no_name_says_nothing() -> None:
    assert not names_among(EMPTY_WORDS)


def test_no_module_has_a_retired_name() -> None:
    assert not [str(path) for path in python_files() if path.stem.removeprefix("test_") in RETIRED]


def test_a_limit_is_called_max() -> None:
    limits = [
        f"{where(path, node)} {name}"
        for path in python_files()
        for node, name in names_of(path)
        if name.lstrip("_") == "MOST" or name.lstrip("_").startswith(LIMIT_WORDS)
    ]
    assert not limits


def test_every_term_lives_where_the_glossary_says() -> None:
    homes = [(row[0], home) for row in rows() for home in quoted(row[2])]
    assert len({term for term, _home in homes}) == len(rows()) > 100
    assert not [f"{term}: {home}" for term, home in homes if not (PRODUCT / home).exists()]


def test_a_type_is_made_where_the_glossary_says() -> None:
    homes = {
        name: "\n".join((PRODUCT / home).read_text("utf-8") for home in quoted(row[2]))
        for row in rows()
        for name in quoted(row[0])
        if name[0].isupper()
    }
    assert len(homes) > 100
    assert not [
        name
        for name, source in homes.items()
        if not re.search(rf"^(class )?{name}\b", source, re.MULTILINE)
    ]


def classes() -> dict[str, list[Path]]:
    paths: dict[str, list[Path]] = defaultdict(list)
    for path in python_files(PRODUCT):
        for node in tree(path).body:
            if isinstance(node, ast.ClassDef):
                paths[node.name].append(path)
    return paths


def test_no_two_classes_share_a_name() -> None:
    """The embedded clinic is another program: the server's side of the same words."""
    twice = {
        name: [str(path.relative_to(ROOT)) for path in paths]
        for name, paths in classes().items()
        if len([path for path in paths if "clinic" not in path.relative_to(PRODUCT).parts]) > 1
    }
    assert twice.keys() == TWICE_FOR_A_REASON.keys(), twice
