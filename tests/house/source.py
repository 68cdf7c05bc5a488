"""The files of the tree, as the house rules look at them."""

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PRODUCT = ROOT / "workstation"


@cache
def tracked() -> tuple[Path, ...]:
    """Every file that is or would be committed."""
    return tuple(path for path in entries() if path.is_file())


@cache
def entries() -> tuple[Path, ...]:
    """Whatever is or would be committed, links that lead to folders or nowhere among it."""
    listed = subprocess.run(
        ["git", "-c", "safe.directory=*", "ls-files", "-z", "-co", "--exclude-standard"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout.split("\0")
    return tuple(ROOT / name for name in listed if name)


def python_files(*folders: Path) -> list[Path]:
    """The Python files under `folders`, or under the whole tree."""
    roots = folders or (ROOT,)
    return [
        path
        for path in tracked()
        if path.suffix == ".py" and any(path.is_relative_to(folder) for folder in roots)
    ]


@cache
def tree(path: Path) -> ast.Module:
    """The parsed module. Raises ``SyntaxError``."""
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


@cache
def nodes(path: Path) -> tuple[ast.AST, ...]:
    """Every node of a file, as `ast.walk` gives them: two dozen rules look at each."""
    return tuple(ast.walk(tree(path)))


def where(path: Path, node: ast.AST) -> str:
    """``path:line`` of a node, for a list that a person follows."""
    return f"{path.relative_to(ROOT)}:{getattr(node, 'lineno', 1)}"


@cache
def imports(path: Path) -> tuple[tuple[ast.stmt, str, bool], ...]:
    """Each import of a file: the statement, the module's full name, and whether it is late."""
    return tuple(_imports(path))


def _imports(path: Path) -> Iterator[tuple[ast.stmt, str, bool]]:
    top = set(map(id, _at_import_time(tree(path).body)))
    for node in nodes(path):
        late = id(node) not in top
        if isinstance(node, ast.Import):
            yield from ((node, alias.name, late) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            yield from ((node, f"{node.module}.{alias.name}", late) for alias in node.names)


def _at_import_time(body: list[ast.stmt]) -> Iterator[ast.stmt]:
    """Statements that run when the module is imported, whatever `if` or `try` they stand in."""
    for node in body:
        yield node
        if isinstance(node, ast.If | ast.Try | ast.With | ast.ClassDef):
            for part in ("body", "orelse", "finalbody"):
                yield from _at_import_time(getattr(node, part, []))
            for handler in getattr(node, "handlers", ()):
                yield from _at_import_time(handler.body)
