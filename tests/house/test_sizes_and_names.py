"""Small files, and names that say what a thing is."""

import ast
import re

import pytest

from tests.house.source import PRODUCT, ROOT, python_files, tree, where

MOST_LINES = 300
MOST_LINES_OF_A_FUNCTION = 40
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


def test_no_module_is_long() -> None:
    long = {
        str(path.relative_to(ROOT)): count
        for path in python_files()
        if (count := len(path.read_text(encoding="utf-8").splitlines())) > MOST_LINES
    }
    assert not long


def test_no_function_is_long() -> None:
    long = [
        f"{where(path, node)} {node.name}: {length}"
        for path in python_files(PRODUCT)
        for node in ast.walk(tree(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        if (length := (node.end_lineno or 0) - node.lineno + 1) > MOST_LINES_OF_A_FUNCTION
    ]
    assert not long


def test_no_file_has_an_empty_name() -> None:
    assert not [path for path in python_files(PRODUCT) if words(path.stem) & EMPTY_WORDS]


def test_no_class_or_function_has_an_empty_name() -> None:
    empty = [
        f"{where(path, node)} {node.name}"
        for path in python_files(PRODUCT)
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        if node.name not in FIELD_TERMS and words(node.name) & EMPTY_WORDS
    ]
    assert not empty
