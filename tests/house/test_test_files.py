"""Test files stand alone: what two of them need is in a helper module or a conftest."""

import ast

import pytest

from tests.house.source import ROOT, nodes, python_files, where

TESTS = ROOT / "tests"


def imported_modules(node: ast.AST) -> set[str]:
    """The dotted names that an import statement may bind."""
    if isinstance(node, ast.Import):
        return {alias.name for alias in node.names}
    if isinstance(node, ast.ImportFrom) and node.module:
        return {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return set()


def is_test_file(module: str) -> bool:
    """Whether a dotted name is that of a file which pytest collects."""
    parts = module.split(".")
    named = parts[0] == TESTS.name and parts[-1].startswith("test_")
    return named and ROOT.joinpath(*parts).with_suffix(".py").is_file()


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("from tests.house.test_floors import x", True),
        ("from tests.house import test_floors", True),
        ("import tests.house.test_floors", True),
        ("from tests.house.source import tree", False),
    ],
)
def test_an_import_of_a_test_file_is_seen(source: str, *, expected: bool) -> None:
    modules = imported_modules(ast.parse(source).body[0])
    assert any(is_test_file(module) for module in modules) is expected


def test_no_file_imports_a_test_file() -> None:
    offenders = [
        f"{where(path, node)} {module}"
        for path in python_files(TESTS)
        for node in nodes(path)
        for module in sorted(imported_modules(node))
        if is_test_file(module)
    ]
    assert not offenders
