"""A secret of a value is no part of its ``repr``, which tracebacks and log lines show."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house.source import PRODUCT, nodes, python_files, where

SECRETS = {"authorization", "get_url", "headers", "password", "put_url", "secret", "token"}
SECRETS |= {"media_key", "server_key", "stored_key"}

TEXT = re.compile(r"\b(str|bytes)\b(?!\])")
"""What is itself text; a value that holds some answers for itself, and a call gives it later."""


def _is_value(node: ast.AST) -> bool:
    if not isinstance(node, ast.ClassDef):
        return False
    made = {ast.unparse(each) for each in (*node.bases, *node.decorator_list)}
    own = any(isinstance(each, ast.FunctionDef) and each.name == "__repr__" for each in node.body)
    has_repr = any(
        name in {"Value", "NamedTuple"} or (name.startswith("dataclass") and "repr=" not in name)
        for name in made
    )
    return has_repr and not own


def secrets_in_repr(path: Path) -> Iterator[str]:
    """Fields of values that would print what nobody may read."""
    for node in nodes(path):
        for part in node.body if _is_value(node) else ():
            if isinstance(part, ast.AnnAssign) and ast.unparse(part.target) in SECRETS:
                default = "" if part.value is None else ast.unparse(part.value)
                if "repr=False" not in default and TEXT.search(ast.unparse(part.annotation)):
                    yield where(path, part)


def test_no_value_prints_a_secret() -> None:
    assert not [place for path in python_files(PRODUCT) for place in secrets_in_repr(path)]


@pytest.mark.parametrize(
    ("written", "count"),
    [
        ("class Slot(Value):\n    put_url: str", 1),
        ("class Slot(Value):\n    put_url: str = field(repr=False)", 0),
        ("class Slot(Value):\n    put_url: str = field(repr=True)", 1),
        ("@dataclass(slots=True)\nclass Slot:\n    token: str = ''", 1),
        ("@dataclass(repr=False)\nclass Slot:\n    token: str = ''", 0),
        ("class Slot:\n    token: str = ''", 0),
        ("class Slot(Value):\n    token: Callable[[], str]\n    secret: Token | None = None", 0),
        ("class Slot(Value):\n    headers: Mapping[str, str]", 1),
    ],
)
def test_secrets_are_recognised(written: str, count: int, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr("tests.house.source.ROOT", tmp_path)
    (tmp_path / "slot.py").write_text(written)
    assert len([*secrets_in_repr(tmp_path / "slot.py")]) == count
