"""Small files, and names that say what a thing is."""

import ast
import re

import pytest

from tests.house.source import PRODUCT, ROOT, nodes, python_files, where

MAX_LINES = 300  # without the module's opening: nobody shall squeeze its theory
MAX_LINES_OF_A_FUNCTION = 40
EMPTY_WORDS = {
    "manager", "managers", "helper", "helpers", "util", "utils", "utility", "utilities",
    "handler", "handlers", "controller", "controllers", "base", "misc", "common", "mixin",
}  # fmt: skip

FIELD_TERMS = {"ApiBase"}  # the address that the paths of the interface contract hang from


def words(name: str) -> set[str]:
    """The lower-case words of a CamelCase or snake_case name."""
    return {word.lower() for word in re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+", name)}


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("RoomManager", {"room", "manager"}),
        ("HTTPHandler", {"http", "handler"}),
        ("read_utils", {"read", "utils"}),
        ("Database", {"database"}),
    ],
)
def test_names_fall_into_words(name: str, expected: set[str]) -> None:
    assert words(name) == expected


def lines_below_the_opening(source: str) -> int:
    """How many lines stand below the module's docstring."""
    first = ast.parse(source).body[:1]
    match first:
        case [ast.Expr(value=ast.Constant(value=str()))]:
            return len(source.splitlines()) - (first[0].end_lineno or 0)
    return len(source.splitlines())


@pytest.mark.parametrize(
    ("source", "expected"),
    [("", 0), ("x = 1\n", 1), ('"""One."""\n', 0), ('"""One\n\ntwo."""\n\nx = 1\n', 2)],
)
def test_the_opening_does_not_count(source: str, expected: int) -> None:
    assert lines_below_the_opening(source) == expected


def test_no_module_is_long() -> None:
    long = {
        str(path.relative_to(ROOT)): count
        for path in python_files()
        if (count := lines_below_the_opening(path.read_text(encoding="utf-8"))) > MAX_LINES
    }
    assert not long


def test_no_function_is_long() -> None:
    long = [
        f"{where(path, node)} {node.name}: {length}"
        for path in python_files(PRODUCT)
        for node in nodes(path)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        if (length := (node.end_lineno or 0) - node.lineno + 1) > MAX_LINES_OF_A_FUNCTION
    ]
    assert not long


def test_no_file_has_an_empty_name() -> None:
    assert not [path for path in python_files(PRODUCT) if words(path.stem) & EMPTY_WORDS]


def test_no_class_or_function_has_an_empty_name() -> None:
    empty = [
        f"{where(path, node)} {node.name}"
        for path in python_files(PRODUCT)
        for node in nodes(path)
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        if node.name not in FIELD_TERMS and words(node.name) & EMPTY_WORDS
    ]
    assert not empty
