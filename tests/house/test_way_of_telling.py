"""One way of telling: signals inside the window only, feeds for state below it."""

import ast

from tests.house.source import PRODUCT, nodes, python_files, where

WINDOW = PRODUCT / "ui"


def _calls_of(name: str, *, inside: bool) -> list[str]:
    return [
        where(path, node)
        for path in python_files(PRODUCT)
        if path.is_relative_to(WINDOW) is inside
        for node in nodes(path)
        if isinstance(node, ast.Call) and ast.unparse(node.func).partition("[")[0] == name
    ]


def test_signals_are_declared_in_the_window_alone() -> None:
    assert not _calls_of("Signal", inside=False)


def test_the_window_owns_no_feed() -> None:
    assert not _calls_of("Feed", inside=True)


def test_both_means_are_in_use_where_they_belong() -> None:
    assert _calls_of("Signal", inside=True)
    assert _calls_of("Feed", inside=False)
